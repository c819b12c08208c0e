import type { Pack } from '../../core/persistence/Pack'
import type { SecretRecord } from '../../core/space/Secrets'

/** A file that was written to the backup whole: what must be found there under `files/`. */
export interface BackedUpFile {
  /** As the space's cipher names it, 64 hex digits. */
  readonly name: string
  /** Of the sealed file. */
  readonly sizeBytes: number
  /** SHA-256 of the sealed file, 64 hex digits. */
  readonly sealedHash: string
}

/** What one record of the log adds, sealed as it lies on the disk. */
export interface LogEntry {
  readonly packs: readonly Pack[]
  readonly secrets: readonly SecretRecord[]
  readonly files: readonly BackedUpFile[]
}

export const EMPTY_ENTRY: LogEntry = { packs: [], secrets: [], files: [] }
