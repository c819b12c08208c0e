import { existsSync } from 'node:fs'
import { copyFile, mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { diskError } from '../../layers/backup/diskError'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { COPIED_FILES, type DataCopy } from '../updates/DataCopies'

/** What belongs to a database: a log beside older data would be taken for its own. */
const COMPANIONS = ['', '-wal', '-shm'] as const

/**
 * Puts a copy in the place of the present data, which moves to a folder of its own in `set-aside/`; nothing is deleted.
 * Spaces that came after the copy, and stored files, stay. Nothing may be open. Again after being interrupted: what was
 * put back moves aside too. Returns where the present data is now; rejects with AppError.
 */
export async function putBack(folder: DataFolder, copy: DataCopy, now: number): Promise<string> {
  const stamp = new Date(now).toISOString().replaceAll(':', '-').slice(0, 19)
  const aside = new DataFolder(path.join(folder.setAside, stamp))
  try {
    for (const id of copy.spaceIds) {
      if (!existsSync(copy.folder.database(id))) continue
      for (const end of COMPANIONS) await move(folder.database(id) + end, aside.database(id) + end)
      for (const end of COMPANIONS) await place(copy.folder.database(id) + end, folder.database(id) + end)
    }
    for (const name of COPIED_FILES) {
      if (!existsSync(path.join(copy.folder.root, name))) continue
      await move(path.join(folder.root, name), path.join(aside.root, name))
      await place(path.join(copy.folder.root, name), path.join(folder.root, name))
    }
    return aside.root
  } catch (error) {
    throw diskError(error, folder.root)
  }
}

async function move(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  await mkdir(path.dirname(to), { recursive: true })
  await rename(from, to)
}

/** Under its name only when it is whole. */
async function place(from: string, to: string): Promise<void> {
  if (!existsSync(from)) return
  await mkdir(path.dirname(to), { recursive: true })
  await copyFile(from, `${to}.part`)
  await rename(`${to}.part`, to)
}
