import { execFile } from 'node:child_process'
import { realpath as anyRealpath } from 'node:fs'
import { access, readdir, readFile, realpath, statfs } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { dropboxRoots, nextcloudRoots, oneDriveRoots } from './declaredRoots'
import type { DeclaredRoot, Mount, PlaceFacts, PlaceTrouble } from './PlaceFacts'
import { placeTrouble } from './placeTrouble'
import { readMacMounts, readProcMounts } from './readMounts'

/** Asks the system about a folder, there or not, and judges it. Never rejects: what cannot be asked counts for nothing. */
export async function lookAtPlace(folder: string): Promise<PlaceTrouble | null> {
  const real = await realPlace(path.resolve(folder))
  const home = await realpath(homedir()).catch(() => homedir())
  const [mounts, namesByFolder, declaredRoots, status] = await Promise.all([
    readMounts(),
    readNames(real),
    readDeclaredRoots(home),
    statfs(await nearest(real)).catch(() => undefined),
  ])
  const facts: PlaceFacts = {
    platform: process.platform,
    path: real,
    home,
    mounts,
    fileSystemType: process.platform === 'linux' ? status?.type : undefined,
    namesByFolder,
    declaredRoots,
  }
  return placeTrouble(facts)
}

/** Without links, also for a folder that is yet to be made. On Windows a mapped drive becomes its `\\server\share`. */
async function realPlace(folder: string): Promise<string> {
  const there = await nearest(folder)
  const real = await promisify(anyRealpath.native)(there).catch(() => there)
  return path.join(real, path.relative(there, folder))
}

/** The folder itself, or the first one above it that is there. */
async function nearest(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  const above = path.dirname(folder)
  return isThere || above === folder ? folder : nearest(above)
}

async function readMounts(): Promise<Mount[]> {
  if (process.platform === 'linux') return readProcMounts(await readText('/proc/self/mounts'))
  if (process.platform !== 'darwin') return []
  const { stdout } = await promisify(execFile)('/sbin/mount').catch(() => ({ stdout: '' }))
  return readMacMounts(stdout)
}

async function readNames(folder: string): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (let at = folder; ; at = path.dirname(at)) {
    const names = await readdir(at).catch(() => undefined)
    if (names) found.set(at, names)
    if (path.dirname(at) === at) return found
  }
}

async function readDeclaredRoots(home: string): Promise<DeclaredRoot[]> {
  const { env, platform } = process
  const roaming = env['APPDATA'] ?? path.join(home, 'AppData/Roaming')
  const local = env['LOCALAPPDATA'] ?? path.join(home, 'AppData/Local')
  const isWindows = platform === 'win32'
  const dropbox = isWindows ? [roaming, local].map((at) => path.join(at, 'Dropbox')) : [path.join(home, '.dropbox')]
  const nextcloud = isWindows
    ? path.join(roaming, 'Nextcloud')
    : path.join(home, platform === 'darwin' ? 'Library/Preferences/Nextcloud' : '.config/Nextcloud')
  const infos = await Promise.all(dropbox.map((at) => readText(path.join(at, 'info.json'))))
  return [
    ...infos.flatMap(dropboxRoots),
    ...nextcloudRoots(await readText(path.join(nextcloud, 'nextcloud.cfg'))),
    ...(isWindows ? oneDriveRoots(env) : []),
    ...(platform === 'darwin' ? await iCloudRoots(home) : []),
  ]
}

/** With "Desktop & Documents Folders" on, iCloud lists these two beside its own. */
async function iCloudRoots(home: string): Promise<DeclaredRoot[]> {
  const listed = await readdir(path.join(home, 'Library/Mobile Documents/com~apple~CloudDocs')).catch(
    (): string[] => [],
  )
  return ['Desktop', 'Documents']
    .filter((name) => listed.includes(name))
    .map((name) => ({ product: 'iCloud Drive', folder: path.join(home, name) }))
}

function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
