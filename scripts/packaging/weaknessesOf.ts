import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { extractFile, listPackage, statFile, uncache } from '@electron/asar'
import { readFuses } from './readFuses'

/** What every package has. An Electron that lacks one of them has `undefined`, and is told apart by the caller. */
export const fusesOfPackages: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
}

/** All that may be in the archive. */
const allowed = [
  /^(package\.json|LICENSE)$/,
  /^out\/main\/(chunks\/)?[\w-]+\.cjs$/,
  /^out\/preload\/[\w-]+\.cjs$/,
  /^out\/renderer\/[\w/.-]+\.(html|js|css|svg|png|woff2|wasm|json)$/,
  /^node_modules\/better-sqlite3\/(package\.json|LICENSE)$/,
  /^node_modules\/better-sqlite3\/lib\/[\w/-]+\.js$/,
  /^node_modules\/better-sqlite3\/prebuilds\/[\w-]+\.node$/,
]
/** What packages and installers have beside the archive, for updates and for the system. */
const besideArchive =
  /^(app\.asar|app\.asar\.unpacked|app-update\.yml|package-type|apparmor-profile|elevate\.exe|icon\.icns|\w+\.lproj)$/
/** Half of it is the emoji. */
const archiveBudgetBytes = 12 * 2 ** 20
const addonBudgetBytes = 3 * 2 ** 20

export interface PackedApp {
  /** The folder with app.asar. */
  readonly resources: string
  /** Electron's binary, or undefined where there is none to look at. */
  readonly binary: string | undefined
  /** `linux-x64`: whose addons are in it. */
  readonly addons: readonly string[]
  /** Fuses that this Electron is too old for. */
  readonly lacks?: readonly string[]
}

/**
 * Everything about a packaged app that is weaker, larger or more than what people should get, in words; empty when all
 * is well.
 */
export async function weaknessesOf({ resources, binary, addons, lacks = [] }: PackedApp): Promise<readonly string[]> {
  const fuses = binary === undefined ? [] : await weakFuses(binary, lacks)
  const archive = path.join(resources, 'app.asar')
  // What was read of an archive before is remembered by its path.
  uncache(archive)
  const files = listPackage(archive, { isPack: false })
    .map((file) => file.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((file) => !('files' in statFile(archive, file)))
  const unpacked = files.filter((file) => 'unpacked' in statFile(archive, file))
  const expected = addons.map((name) => `node_modules/better-sqlite3/prebuilds/${name}.node`)
  return [
    ...fuses,
    ...readdirSync(resources).flatMap((name) => (besideArchive.test(name) ? [] : [`${name} lies beside the archive`])),
    ...files.flatMap((file) => (allowed.some((pattern) => pattern.test(file)) ? [] : [`${file} is in the archive`])),
    ...(sameSet(unpacked, expected) ? [] : [`outside the archive: ${unpacked.join(', ') || 'nothing'}`]),
    ...(sameSet(onDisk(path.join(resources, 'app.asar.unpacked')), expected)
      ? []
      : ['more beside the archive than it says']),
    ...weakManifest(extractFile(archive, 'package.json').toString()),
    ...tooLarge(archive, archiveBudgetBytes),
    ...expected.flatMap((file) => tooLarge(path.join(resources, 'app.asar.unpacked', file), addonBudgetBytes)),
  ]
}

async function weakFuses(binary: string, lacks: readonly string[]): Promise<string[]> {
  const fuses = await readFuses(binary)
  return Object.entries(fusesOfPackages).flatMap(([name, wanted]) => {
    const found = fuses[name]
    if (found === wanted || (found === undefined && lacks.includes(name))) return []
    return [`fuse ${name} is ${found === undefined ? 'missing' : String(found)}`]
  })
}

/** What npm knows of the project is no part of the app. */
function weakManifest(text: string): string[] {
  const manifest = JSON.parse(text) as object
  return ['scripts', 'devDependencies'].flatMap((key) => (key in manifest ? [`package.json still has ${key}`] : []))
}

function tooLarge(file: string, budgetBytes: number): string[] {
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) return [`${path.basename(file)} is missing`]
  return size <= budgetBytes ? [] : [`${path.basename(file)} has ${size} bytes, more than ${budgetBytes}`]
}

function onDisk(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
}

function sameSet(found: readonly string[], expected: readonly string[]): boolean {
  return [...found].sort().join('\n') === [...expected].sort().join('\n')
}
