/**
 * Two 32-bit halves of a hash over bytes or text: murmur3's finalizer over an FNV-1a walk, twice with different seeds.
 * Not for secrets: it tells equal sets from different ones and finds damaged rows. Part of the stored format.
 */
export interface Hash64 {
  readonly high: number
  readonly low: number
}

/** Murmur3's last step: spreads every bit of a 32-bit number. Source: Appleby, MurmurHash3. */
export function spread32(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

export function hashText(text: string): Hash64 {
  let high = 0x811c9dc5
  let low = 0x9747b28c
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    high = Math.imul(high ^ unit, 0x01000193)
    low = Math.imul(low ^ unit, 0x5bd1e995) ^ (low >>> 15)
  }
  return { high: spread32(high), low: spread32(low) }
}

/** Up to here reading byte by byte takes less than making a view that reads words. */
const SMALL_BYTES = 512

/** 32-bit checksum of a stored body. Cost: one pass. */
export function checksum(bytes: Uint8Array): number {
  const size = bytes.byteLength
  const end = size & ~3
  const start = 0x811c9dc5 ^ size
  let h = size > SMALL_BYTES ? words(start, bytes, end) : start
  for (let i = size > SMALL_BYTES ? end : 0; i < end; i += 4) {
    const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    h = mixed(h, word)
  }
  for (let i = end; i < size; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193)
  return spread32(h)
}

function words(start: number, bytes: Uint8Array, end: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, end)
  let h = start
  for (let i = 0; i < end; i += 4) h = mixed(h, view.getUint32(i, true))
  return h
}

function mixed(h: number, word: number): number {
  const product = Math.imul(h ^ word, 0x01000193)
  return (product << 13) | (product >>> 19)
}
