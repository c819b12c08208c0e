import { checksum } from '../hash'
import type { Pack } from '../Pack'
import { ByteWriter } from './ByteWriter'
import { writeRunHeads } from './runHeads'
import { RUN_FORMAT } from './Segment'

const heads = new ByteWriter()
const writer = new ByteWriter()

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
  writer.byte(RUN_FORMAT)
  writer.uint32(sum)
  writer.varint(packedHeads.length)
  writer.bytes(packedHeads)
  for (const pack of packs) writer.bytes(pack.body)
  return { bytes: writer.take(), checksum: sum }
}
