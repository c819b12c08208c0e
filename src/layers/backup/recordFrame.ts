import { createHash } from 'node:crypto'
import type { SpaceId } from '../../core/space/Space'

/*
 * One record of a log file:  mark (8) | length of the content (4, big endian) | checksum (16) | content
 * The mark tells the space: records of another space's log are never taken for ours, and after damage reading goes on at
 * the next mark. The checksum is the first half of SHA-256 over length and content.
 */
const MARK_BYTES = 8
const SUM_BYTES = 16
const HEAD_BYTES = MARK_BYTES + 4 + SUM_BYTES

/** The first bytes of every log file. */
export const LOG_SIGNATURE = new TextEncoder().encode('GROVELG1')

export interface FramedRecord {
  readonly kind: 'record'
  readonly offset: number
  /** Of the whole record. */
  readonly sizeBytes: number
  readonly content: Uint8Array
}

/** Bytes that are no record: `to` is where the next record begins, or the end of the file. */
export interface UnreadableBytes {
  readonly kind: 'unreadable'
  readonly offset: number
  readonly to: number
}

export function recordMark(spaceId: SpaceId): Uint8Array {
  return createHash('sha256').update(`grove backup/1/${spaceId}`).digest().subarray(0, MARK_BYTES)
}

export function frameRecord(mark: Uint8Array, content: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(HEAD_BYTES + content.byteLength)
  bytes.set(mark)
  bytes.writeUInt32BE(content.byteLength, MARK_BYTES)
  bytes.set(content, HEAD_BYTES)
  bytes.set(checksumOf(bytes, 0, content.byteLength), MARK_BYTES + 4)
  return bytes
}

/** The record that begins at `offset`, whatever its mark, or undefined when there is none that is whole. */
export function recordAt(file: Uint8Array, offset: number): FramedRecord | undefined {
  const bytes = bufferOf(file)
  if (offset + HEAD_BYTES > bytes.byteLength) return undefined
  const length = bytes.readUInt32BE(offset + MARK_BYTES)
  const sizeBytes = HEAD_BYTES + length
  if (offset + sizeBytes > bytes.byteLength) return undefined
  const sum = bytes.subarray(offset + MARK_BYTES + 4, offset + HEAD_BYTES)
  if (!checksumOf(bytes, offset, length).equals(sum)) return undefined
  return { kind: 'record', offset, sizeBytes, content: bytes.subarray(offset + HEAD_BYTES, offset + sizeBytes) }
}

/** All records of a log file in their order, and what lies between them. */
export function* framesOf(file: Uint8Array, mark: Uint8Array): Generator<FramedRecord | UnreadableBytes> {
  const bytes = bufferOf(file)
  const hasSignature = bytes.subarray(0, LOG_SIGNATURE.byteLength).equals(LOG_SIGNATURE)
  let offset = hasSignature ? LOG_SIGNATURE.byteLength : 0
  let unreadableFrom: number | undefined
  while (offset < bytes.byteLength) {
    const isMarked = bytes.subarray(offset, offset + MARK_BYTES).equals(mark)
    const record = isMarked ? recordAt(bytes, offset) : undefined
    if (record) {
      if (unreadableFrom !== undefined) yield { kind: 'unreadable', offset: unreadableFrom, to: offset }
      unreadableFrom = undefined
      yield record
      offset += record.sizeBytes
    } else {
      unreadableFrom ??= offset
      const next = bytes.indexOf(mark, offset + 1)
      offset = next === -1 ? bytes.byteLength : next
    }
  }
  if (unreadableFrom !== undefined) yield { kind: 'unreadable', offset: unreadableFrom, to: bytes.byteLength }
}

function checksumOf(bytes: Buffer, offset: number, length: number): Buffer {
  return createHash('sha256')
    .update(bytes.subarray(offset + MARK_BYTES, offset + MARK_BYTES + 4))
    .update(bytes.subarray(offset + HEAD_BYTES, offset + HEAD_BYTES + length))
    .digest()
    .subarray(0, SUM_BYTES)
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
