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

/** 32-bit checksum of a stored body. Cost: one pass. */
export function checksum(bytes: Uint8Array): number {
  let h = 0x811c9dc5 ^ bytes.byteLength
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const words = bytes.byteLength >>> 2
  for (let i = 0; i < words; i++) {
    h = Math.imul(h ^ view.getUint32(i << 2, true), 0x01000193)
    h = (h << 13) | (h >>> 19)
  }
  for (let i = words << 2; i < bytes.byteLength; i++) h = Math.imul(h ^ (bytes[i] ?? 0), 0x01000193)
  return spread32(h)
}
