const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const valueByDigit = new Map(Array.from(DIGITS, (digit, value) => [digit, value]))

/** Base64 with `-` and `_` and without padding (RFC 4648, section 5): goes into links, JSON and headers as it is. */
export function encodeBase64Url(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 6) {
      bits -= 6
      text += DIGITS[(held >>> bits) & 63] ?? ''
    }
  }
  return bits > 0 ? text + (DIGITS[(held << (6 - bits)) & 63] ?? '') : text
}

/** Undefined for anything that `encodeBase64Url` does not write. */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let at = 0
  let bits = 0
  let held = 0
  for (const digit of text) {
    const value = valueByDigit.get(digit)
    if (value === undefined) return undefined
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (held >>> bits) & 255
  }
  // Bits left over that are not zero would give one content several spellings.
  return (held & ((1 << bits) - 1)) === 0 ? bytes : undefined
}
