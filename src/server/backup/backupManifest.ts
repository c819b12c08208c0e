import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { AppError } from '../../core/AppError'

/** Written last: a folder without it is a backup that never became one. */
const FILE = 'backup.json'

const manifest = v.object({
  product: v.literal('grove-server-backup'),
  format: v.literal(1),
  /** ISO time. */
  madeAt: v.string(),
  grove: v.string(),
  users: v.number(),
  spaces: v.number(),
  chunks: v.number(),
  bytes: v.number(),
})

/** What a backup of a server says of itself. */
export type BackupManifest = v.InferOutput<typeof manifest>

export function manifestPath(folder: string): string {
  return path.join(folder, FILE)
}

/** Throws AppError `bad-file` for a folder that is not a complete backup of a server. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const file = manifestPath(folder)
  const text = await readFile(file, 'utf8').catch(() => '')
  try {
    return v.parse(manifest, JSON.parse(text))
  } catch (error) {
    throw new AppError(
      { code: 'bad-file', path: file, reason: 'this folder is not a complete backup of a Grove server' },
      { cause: error },
    )
  }
}
