import type { Pack } from '../persistence/Pack'
import type { SecretRecord } from '../space/Secrets'

/** What a server or backup knows of a stored file only sealed. */
export interface FileInfo {
  /** SHA-256 of the plain bytes, 64 hex digits. */
  readonly hash: string
  readonly sizeBytes: number
}

/**
 * How what a space holds leaves the machine: sealed with the space's key, so that whoever stores it can tell ids, sizes and
 * times, and nothing else. Everything but presence is sealed the same way each time (decision 6), so that the same op is
 * the same bytes whichever machine offers it.
 */
export interface SpaceCipher {
  /** Names the key without telling it, 32 hex digits; null for a space that is not sealed. */
  readonly keyId: string | null
  /** Same headers, sealed bodies; headers are bound to them. Throws AppError `too-large` when no place could keep one sealed. */
  sealPacks(packs: readonly Pack[]): readonly Pack[]
  /** Undefined for each whose body was not sealed by this key for its header. */
  openPacks(packs: readonly Pack[]): readonly (Pack | undefined)[]
  /** The key is hidden too; a deleted secret looks like any other. */
  sealSecret(record: SecretRecord): SecretRecord
  /** Undefined for what this key did not seal. */
  openSecret(record: SecretRecord): SecretRecord | undefined
  /** The name a server knows a file by, 64 hex digits. */
  fileName(hash: string): string
  sealFileInfo(info: FileInfo): Uint8Array
  /** Throws AppError `bad-file`. */
  openFileInfo(name: string, sealed: Uint8Array): FileInfo
  /** Part `index` (from 0) of a file. */
  sealChunk(hash: string, index: number, bytes: Uint8Array): Uint8Array
  /** Throws AppError `bad-file`. */
  openChunk(hash: string, index: number, sealed: Uint8Array): Uint8Array
  /** A label of the space for lists on a server. */
  sealLabel(text: string): string
  openLabel(sealed: string): string | undefined
  sealPresence(bytes: Uint8Array): Uint8Array
  /** Undefined for what this key did not seal. */
  openPresence(sealed: Uint8Array): Uint8Array | undefined
}
