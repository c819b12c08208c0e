import { copyEndToEnd } from '../copyEndToEnd'
import { checksum } from '../hash'
import type { Pack } from '../Pack'
import { ByteWriter } from './ByteWriter'
import { writeRunHeads } from './runHeads'
import { RUN_FORMAT } from './Segment'

const heads = new ByteWriter()
const start = new ByteWriter()

export interface EncodedRun {
  readonly bytes: Uint8Array
  /** Of the heads, which hold one of each body. */
  readonly checksum: number
}

/**
 * Packs that are stored together, as they are: their heads with a checksum of each body, then the bodies end to end.
 * Nothing is compressed or looked into, so it costs a fraction of a microsecond a pack; `Segment` reads it.
 */
export function encodeRun(packs: readonly Pack[]): EncodedRun {
  writeRunHeads(heads, packs)
  const packedHeads = heads.take()
  const sum = checksum(packedHeads)
  start.byte(RUN_FORMAT)
  start.uint32(sum)
  start.varint(packedHeads.length)
  const parts = [start.take(), packedHeads, ...packs.map(({ body }) => body)]
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  copyEndToEnd(parts, bytes)
  return { bytes, checksum: sum }
}
