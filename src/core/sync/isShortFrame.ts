/** Values of as many bytes after their first, whatever these are. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  ...{ 0xca: 4, 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xcf: 8 },
  ...{ 0xd0: 1, 0xd1: 2, 0xd2: 4, 0xd3: 8 },
  // `undefined`, as msgpackr writes it.
  ...{ 0xd4: 2 },
}

/**
 * Whether a MessagePack frame is of at most `limit` values, and of none that its reader would have to make sense of. A few
 * bytes can announce millions, which would take a host seconds and gigabytes to make, and everyone else with it. Cost: the
 * values, up to the limit; what is in texts and bytes is passed over. A frame that is cut off is left to its reader.
 */
export function isShortFrame(frame: Uint8Array, limit: number): boolean {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const size = frame.byteLength
  let at = 0
  const number = (bytes: 1 | 2 | 4): number => {
    const from = at
    at += bytes
    if (at > size) return 0
    return bytes === 1 ? view.getUint8(from) : bytes === 2 ? view.getUint16(from) : view.getUint32(from)
  }
  const skip = (bytes: number): void => {
    at += bytes
  }
  let left = 1
  for (let seen = 0; left > 0 && at < size; left--) {
    if (++seen > limit) return false
    const type = number(1)
    if (type < 0x80 || type >= 0xe0 || (type >= 0xc0 && type <= 0xc3)) continue
    if (type < 0x90) left += (type & 0x0f) * 2
    else if (type < 0xa0) left += type & 0x0f
    else if (type < 0xc0) skip(type & 0x1f)
    else if (type === 0xc4 || type === 0xd9) skip(number(1))
    else if (type === 0xc5 || type === 0xda) skip(number(2))
    else if (type === 0xc6 || type === 0xdb) skip(number(4))
    else if (type === 0xdc) left += number(2)
    else if (type === 0xdd) left += number(4)
    else if (type === 0xde) left += number(2) * 2
    else if (type === 0xdf) left += number(4) * 2
    else {
      const fixed = FIXED_BYTES[type]
      if (fixed === undefined || (type === 0xd4 && view.getUint8(Math.min(at, size - 1)) !== 0)) return false
      skip(fixed)
    }
    if (left > limit) return false
  }
  return true
}
