import { codec } from './codec'

const STR_32 = 0xdb

/** `length` characters that `fill` writes as ASCII: by way of the codec, which has the decoder the core's language lacks. */
export function asciiText(length: number, fill: (bytes: Uint8Array) => void): string {
  const packed = new Uint8Array(5 + length)
  packed[0] = STR_32
  new DataView(packed.buffer).setUint32(1, length)
  fill(packed.subarray(5))
  return codec.unpack(packed) as string
}
