import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { archFromString, build, Platform, type Configuration } from 'electron-builder'
import { compileSqlite } from '../electron/compileSqlite'
import type { ElectronRuntime } from '../electron/ElectronRuntime'
import { projectRoot } from '../projectRoot'
import { releaseConfiguration } from './releaseConfiguration'
import { standInConfiguration } from './standInConfiguration'
import { testConfiguration } from './testConfiguration'

const platforms = { linux: Platform.LINUX, win: Platform.WINDOWS, mac: Platform.MAC }

export type System = keyof typeof platforms

export interface PackOrder {
  readonly system: System
  /** One kind of package, for one processor; undefined means all that electron-builder.yml names. */
  readonly only?: { readonly kind: string; readonly arch: string } | undefined
  readonly version: string
  /** Makes a test build, on this runtime. */
  readonly test?: ElectronRuntime | undefined
  readonly environment: NodeJS.ProcessEnv
  /** Default: dist, and dist/test for test builds. */
  readonly output?: string | undefined
}

/** Makes packages of what is built in out/; resolves with their files. Without `test` they are a release. */
export async function packApp(order: PackOrder): Promise<readonly string[]> {
  const { system, only, version, test, environment, output } = order
  const written = releaseConfiguration(environment)
  const release = { ...written, extraMetadata: { ...(written.extraMetadata as object), version } }
  const chosen = test ? configureTest(release, version, test) : release
  const directories = { ...chosen.directories, ...(output !== undefined && { output }) }
  return electronBuild({ ...chosen, directories }, system, only)
}

/** Starts electron-builder with a whole configuration, and never publishes. */
export async function electronBuild(
  configuration: Configuration,
  system: System,
  only: PackOrder['only'],
): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'grove-pack-'))
  try {
    // As a file: electron-builder would merge an object with electron-builder.yml, and lists could not lose anything.
    const config = path.join(folder, 'electron-builder.json')
    writeFileSync(config, JSON.stringify(configuration))
    const targets = platforms[system].createTarget(only?.kind, ...(only ? [archFromString(only.arch)] : []))
    return await build({ targets, config, projectDir: projectRoot, publish: 'never' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function configureTest(release: Configuration, version: string, runtime: ElectronRuntime): Configuration {
  const test = testConfiguration(release, version)
  if (!runtime.isFallback) return test
  process.env['GROVE_STAND_IN_SQLITE'] = compileSqlite(console.log)
  // fpm is one of the downloads that are out of reach where the stand-in is needed.
  process.env['CUSTOM_FPM_PATH'] ??= path.join(projectRoot, 'scripts/packaging/fpm.mjs')
  return standInConfiguration(test, runtime)
}
