import { open, readdir, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { diskError, errorCode } from '../../layers/backup/diskError'
import { makeFolder } from '../../layers/files/makeFolder'
import { lookAtPlace } from '../../layers/files/place/lookAtPlace'
import type { PlaceTrouble } from '../../layers/files/place/PlaceFacts'
import { DataFolder } from '../../layers/runtime/DataFolder'
import type { FolderTrouble } from './folderTrouble'

/** SQLite needs room for its journals before it can even read. */
const LEAST_FREE_BYTES = 4 * 1024 * 1024

export interface Expectation {
  /** It was chosen, and held Grove's data: a new one must not take its place unasked. */
  readonly isKnown: boolean
  /** The person was told that there is hardly any room, and wants to start. */
  readonly mayBeFull: boolean
  readonly lookAt?: (folder: string) => Promise<PlaceTrouble | null>
}

/** Whether Grove can live in the folder; null when it can. Makes one that is not there, unless it is known. */
export async function examineFolder(root: string, expectation: Expectation): Promise<FolderTrouble | null> {
  try {
    const place = await (expectation.lookAt ?? lookAtPlace)(root)
    if (place) return { kind: 'unsafe', place }
    const found = await stat(root).catch(async (error: unknown) => {
      if (errorCode(error) !== 'ENOENT' || expectation.isKnown) throw error
      await makeFolder(root)
      return stat(root)
    })
    if (!found.isDirectory()) return { kind: 'not-a-folder' }
    if (expectation.isKnown && !(await holdsData(root))) return { kind: 'emptied' }
    const { bavail, bsize } = await statfs(root)
    if (bavail * bsize < LEAST_FREE_BYTES && !expectation.mayBeFull) return { kind: 'full', freeBytes: bavail * bsize }
    await proveWritable(root, expectation.mayBeFull)
    return null
  } catch (error) {
    return troubleOf(error)
  }
}

/** Whether anything there is Grove's. */
export async function holdsData(root: string): Promise<boolean> {
  const folder = new DataFolder(root)
  const names = new Set(await readdir(root))
  return [folder.spaces, folder.settings, folder.keyring, ...folder.traces].some((own) => names.has(path.basename(own)))
}

/** Permissions lie (file systems mounted read-only, lists of access, quotas): only writing tells. */
async function proveWritable(root: string, mayBeFull: boolean): Promise<void> {
  const probe = path.join(root, `grove-probe-${process.pid}`)
  try {
    const handle = await open(probe, 'w', 0o600)
    try {
      await handle.writeFile(Buffer.alloc(mayBeFull ? 0 : 4096, 1))
      await handle.sync()
    } finally {
      await handle.close()
    }
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
  await readdir(new DataFolder(root).spaces).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error
  })
}

function troubleOf(error: unknown): FolderTrouble {
  const code = errorCode(error)
  if (code === 'EROFS') return { kind: 'read-only' }
  const { detail } = diskError(error, '')
  switch (detail.code) {
    case 'folder-missing':
      return { kind: 'missing' }
    case 'read-only':
      return { kind: 'forbidden' }
    case 'disk-full':
      return { kind: 'full', freeBytes: 0 }
    default:
      return { kind: 'failing', reason: error instanceof Error ? error.message : String(error) }
  }
}
