/** Bytes that follow the first of a value, by that: numbers, and `undefined` as msgpackr writes it. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  ...{ 0xca: 4, 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8 },
  ...{ 0xd0: 1, 0xd1: 2, 0xd2: 4, 0xd3: 8, 0xd4: 2 },
}

/**
 * Whether MessagePack is of at most `limit` values, and of none that its reader would have to make sense of. A few bytes can
 * announce millions, which would take their reader seconds and gigabytes to make: to be asked of what others wrote, before
 * it is unpacked. Cost: the values, up to the limit; what is in texts and bytes is passed over. What is cut off is left to
 * its reader.
 */
export function isShortPacked(bytes: Uint8Array, limit: number): boolean {
  const size = bytes.length
  let at = 0
  let left = 1
  for (let seen = 0; left > 0 && at < size; left--) {
    if (++seen > limit) return false
    const type = bytes[at++] as number
    if (type < 0x80 || type >= 0xe0) continue
    if (type < 0x90) left += (type & 0x0f) * 2
    else if (type < 0xa0) left += type & 0x0f
    else if (type < 0xc0) at += type & 0x1f
    else if (type <= 0xc3) {
      // The mark that nothing begins with is left to its reader, as nothing, false and true are.
    } else if (type <= 0xc6 || (type >= 0xd9 && type <= 0xdb)) {
      const width = 1 << (type - (type <= 0xc6 ? 0xc4 : 0xd9))
      at += width + bigEndian(bytes, at, width)
    } else if (type >= 0xdc) {
      const width = type % 2 === 0 ? 2 : 4
      left += bigEndian(bytes, at, width) * (type >= 0xde ? 2 : 1)
      at += width
    } else {
      const fixed = FIXED_BYTES[type]
      if (fixed === undefined || (type === 0xd4 && bytes[at] !== 0)) return false
      at += fixed
    }
    if (left > limit) return false
  }
  return true
}

function bigEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let end = at + width; at < end; at++) value = value * 256 + (bytes[at] ?? 0)
  return value
}
