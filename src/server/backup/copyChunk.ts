import { createHash } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import path from 'node:path'

/** Copies a part of a file; returns its size, or undefined when it is not there or not what its name says. */
export async function copyChunk(from: string, to: string, hash: string): Promise<number | undefined> {
  const bytes = await readFile(from).catch(() => undefined)
  if (!bytes || createHash('sha256').update(bytes).digest('hex') !== hash) return undefined
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 })
  const file = await open(to, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  return bytes.byteLength
}
