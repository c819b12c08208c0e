import { realpath, rm, rmdir } from 'node:fs/promises'
import { AppError } from '../../core/AppError'
import { diskError } from '../../layers/backup/diskError'
import { pathWithin } from '../../layers/files/place/pathWithin'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { SpaceFolderLock } from '../../layers/sqlite/SpaceFolderLock'

/**
 * Removes a person's data from a folder it was moved out of, and the folder when nothing else is in it. What is not
 * Grove's stays. Rejects with AppError, and then nothing is removed, when another program uses it or it is in use here.
 */
export async function removeData(root: string, inUse: string): Promise<void> {
  try {
    const [old, used] = await Promise.all([realpath(root), realpath(inUse)])
    const folder = new DataFolder(old)
    const isIn = folder.contents.some((own) => pathWithin(used, own, process.platform) !== undefined)
    if (old === used || isIn) {
      throw new AppError({ code: 'bad-request', reason: 'that folder is in use' })
    }
    SpaceFolderLock.acquire(old).release()
    for (const own of [...folder.contents, ...folder.traces]) await rm(own, { recursive: true, force: true })
    await rmdir(old).catch(() => undefined)
  } catch (error) {
    throw diskError(error, root)
  }
}
