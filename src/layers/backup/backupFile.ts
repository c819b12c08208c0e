import { createHash } from 'node:crypto'
import { AppError } from '../../core/AppError'
import type { Timers } from '../../core/environment'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import { nextTurn } from '../../core/nextTurn'

/*
 * A file of the space as it lies in the backup, under `files/ab/ab…` by the name the cipher gives it:
 *   GROVEFL1 | length (4, big endian) | sealed FileInfo | length | sealed part 0 | length | sealed part 1 | ...
 */
const SIGNATURE = new TextEncoder().encode('GROVEFL1')
const PART_BYTES = 1024 * 1024

export const FILES_FOLDER = 'files'

export function backupFilePath(name: string): string {
  return `${FILES_FOLDER}/${name.slice(0, 2)}/${name}`
}

export interface SealingFile {
  /** To be written one after the other. */
  readonly parts: Iterable<Uint8Array>
  /** Of the parts taken so far. */
  readonly digest: () => { readonly sizeBytes: number; readonly hash: string }
}

/** Seals part by part, so that a large file is not in memory twice. */
export function sealFile(cipher: SpaceCipher, hash: string, bytes: Uint8Array): SealingFile {
  const sha256 = createHash('sha256')
  let sizeBytes = 0
  function* parts(): Generator<Uint8Array> {
    for (const part of sealedParts(cipher, hash, bytes)) {
      sha256.update(part)
      sizeBytes += part.byteLength
      yield part
    }
  }
  return { parts: parts(), digest: () => ({ sizeBytes, hash: sha256.copy().digest('hex') }) }
}

function* sealedParts(cipher: SpaceCipher, hash: string, bytes: Uint8Array): Generator<Uint8Array> {
  yield SIGNATURE
  yield* withLength(cipher.sealFileInfo({ hash, sizeBytes: bytes.byteLength }))
  for (let index = 0; index * PART_BYTES < bytes.byteLength; index++) {
    const part = bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES)
    yield* withLength(cipher.sealChunk(hash, index, part))
  }
}

function* withLength(sealed: Uint8Array): Generator<Uint8Array> {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(sealed.byteLength)
  yield length
  yield sealed
}

export interface OpenedFile {
  readonly hash: string
  readonly bytes: Uint8Array
}

/**
 * Part by part, each in a turn of its own. Rejects with `bad-file` for what is not whole, not sealed by this key, or not the
 * file of this name.
 */
export async function openFile(
  cipher: SpaceCipher,
  name: string,
  sealed: Uint8Array,
  timers: Timers,
): Promise<OpenedFile> {
  const [sealedInfo, ...sealedChunks] = partsOf(name, sealed)
  if (!sealedInfo) throw badFile(name, 'it is not whole')
  const { hash, sizeBytes } = cipher.openFileInfo(name, sealedInfo)
  if (sizeBytes > sealed.byteLength) throw badFile(name, 'it is not whole')
  const bytes = new Uint8Array(sizeBytes)
  const sha256 = createHash('sha256')
  let end = 0
  for (const [index, sealedChunk] of sealedChunks.entries()) {
    const chunk = cipher.openChunk(hash, index, sealedChunk)
    if (end + chunk.byteLength > sizeBytes) throw badFile(name, 'it is not whole')
    bytes.set(chunk, end)
    sha256.update(chunk)
    end += chunk.byteLength
    await nextTurn(timers)
  }
  if (end !== sizeBytes) throw badFile(name, 'it is not whole')
  if (sha256.digest('hex') !== hash) throw badFile(name, 'its content is not what was stored')
  return { hash, bytes }
}

function partsOf(name: string, sealed: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (!bytes.subarray(0, SIGNATURE.byteLength).equals(SIGNATURE)) throw badFile(name, 'it is not a file of a backup')
  const parts: Uint8Array[] = []
  for (let at = SIGNATURE.byteLength; at < bytes.byteLength;) {
    const end = at + 4 <= bytes.byteLength ? at + 4 + bytes.readUInt32BE(at) : Infinity
    if (end > bytes.byteLength) throw badFile(name, 'it is not whole')
    parts.push(bytes.subarray(at + 4, end))
    at = end
  }
  return parts
}

function badFile(path: string, reason: string): AppError {
  return new AppError({ code: 'bad-file', path, reason })
}
