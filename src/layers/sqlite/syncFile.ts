import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Returns once the file's content is on the disk. Throws what the system says. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
