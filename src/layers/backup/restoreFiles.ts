import { AppError, describeError } from '../../core/AppError'
import type { Timers } from '../../core/environment'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import type { FileStore } from '../../core/space/FileStore'
import { backupFilePath, FILES_FOLDER, openFile } from './backupFile'
import type { BackupDisk } from './BackupDisk'
import type { LogContent } from './LogContent'

export interface FileRestore {
  readonly disk: BackupDisk
  readonly content: LogContent
  readonly cipher: SpaceCipher
  readonly files: FileStore
  readonly timers: Timers
  readonly onMissing: (sentence: string) => void
}

/**
 * Puts the files of a backup into a store, each compared with its hash before and after. Returns how many are there now.
 * `onNext` is called before each and may throw to stop.
 */
export async function restoreFiles(restore: FileRestore, onNext: () => void): Promise<number> {
  let count = 0
  for (const name of restore.content.files.keys()) {
    onNext()
    try {
      await restoreFile(restore, name)
      count += 1
    } catch (error) {
      const detail = AppError.detailOf(error)
      // A disk that takes no more, or a folder that went away, ends it all; a bad file is one file.
      if (detail.code === 'disk-full' || detail.code === 'read-only') throw error
      await restore.disk.names()
      restore.onMissing(`The file ${name}: ${describeError(detail)}`)
    }
  }
  for (const name of await unlisted(restore)) {
    onNext()
    // One that was never finished is not missing: nobody said that it is here.
    count += await restoreFile(restore, name).then(
      () => 1,
      () => 0,
    )
  }
  return count
}

async function restoreFile({ disk, cipher, files, timers }: FileRestore, name: string): Promise<void> {
  const path = backupFilePath(name)
  if ((await disk.sizeOf(path)) === undefined) {
    throw new AppError({ code: 'bad-file', path, reason: 'it is not in the backup' })
  }
  const { hash, bytes } = await openFile(cipher, name, await disk.read(path), timers)
  const stored = await files.put(bytes)
  if (stored.hash !== hash) throw new AppError({ code: 'bad-file', path, reason: 'it arrived as another file' })
}

/** Files that lie there though the log does not know of them (any more). */
async function unlisted({ disk, content }: FileRestore): Promise<string[]> {
  const found: string[] = []
  for (const folder of await disk.names(FILES_FOLDER).catch(() => [])) {
    const names = await disk.names(`${FILES_FOLDER}/${folder}`).catch(() => [])
    found.push(...names.filter((name) => /^[0-9a-f]{64}$/.test(name) && !content.files.has(name)))
  }
  return found
}
