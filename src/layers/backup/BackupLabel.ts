import * as v from 'valibot'
import { AppError } from '../../core/AppError'

export const BACKUP_FORMAT = 1

const labelSchema = v.object({
  format: v.literal(BACKUP_FORMAT),
  spaceId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** Of this backup, for as long as its folder lives. */
  logId: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  /** The key everything is sealed with; null: it is not sealed. */
  keyId: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
  /** The space's name when this was written, sealed. */
  label: v.pipe(v.string(), v.maxLength(10_000)),
  /** The version of Grove that wrote it. */
  app: v.pipe(v.string(), v.maxLength(100)),
})

/** Which space a backup is of: in `grove-backup.json`, and again at the beginning of every log file. */
export type BackupLabel = v.InferOutput<typeof labelSchema>

export const LABEL_FILE = 'grove-backup.json'

const ABOUT =
  'A backup of a Grove space. Do not change what is in this folder; Grove restores it, also on another machine.'

export function labelFileText(label: BackupLabel): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ about: ABOUT, ...label }, null, 2)}\n`)
}

/** Undefined for what cannot be read; throws AppError `newer-schema` for what a newer Grove wrote. */
export function labelOfFile(bytes: Uint8Array, path: string): BackupLabel | undefined {
  try {
    return labelOf(JSON.parse(new TextDecoder().decode(bytes)), path)
  } catch (error) {
    if (error instanceof AppError) throw error
    return undefined
  }
}

/** The same for a label that is decoded already. */
export function labelOf(value: unknown, path: string): BackupLabel | undefined {
  const { success, output } = v.safeParse(labelSchema, value)
  if (success) return output
  const format: unknown = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined
  if (typeof format === 'number' && format > BACKUP_FORMAT) {
    throw new AppError({ code: 'newer-schema', path, found: format, supported: BACKUP_FORMAT })
  }
  return undefined
}
