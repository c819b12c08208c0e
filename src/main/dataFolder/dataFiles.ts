import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { errorCode } from '../../layers/backup/diskError'
import { DataFolder } from '../../layers/runtime/DataFolder'

export interface DataFile {
  /** From the root of the data folder. */
  readonly path: string
  readonly sizeBytes: number
}

/** Every file of a person's data in the folder, and no other. SQLite makes its `-shm` files anew. */
export async function dataFiles(root: string): Promise<DataFile[]> {
  const files: DataFile[] = []
  for (const own of new DataFolder(root).contents) await collect(own, root, files)
  return files
}

export function totalBytes(files: readonly DataFile[]): number {
  return files.reduce((total, { sizeBytes }) => total + sizeBytes, 0)
}

/** Follows links: what they lead to belongs to the data. */
async function collect(at: string, root: string, files: DataFile[]): Promise<void> {
  const found = await stat(at).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  })
  if (found?.isDirectory()) {
    for (const name of await readdir(at)) await collect(path.join(at, name), root, files)
  } else if (found?.isFile() && !at.endsWith('-shm')) {
    files.push({ path: path.relative(root, at), sizeBytes: found.size })
  }
}
