import { copyEndToEnd } from '../copyEndToEnd'
import { checksum } from '../hash'
import type { Pack } from '../Pack'
import { ByteWriter } from './ByteWriter'
import { runHeadsOf } from './runHeads'
import { RUN_FORMAT } from './Segment'

const start = new ByteWriter()
/** Used again and again: what a row is made of is copied into the database at once. */
let room = new Uint8Array(0)

export interface EncodedRun {
  readonly bytes: Uint8Array
  /** Of the heads, which hold one of each body. */
  readonly checksum: number
}

/**
 * Packs that are stored together, as they are: their heads with a checksum of each body, then the bodies end to end.
 * Nothing is compressed or looked into, so it costs a fraction of a microsecond a pack; `Segment` reads it. The bytes are
 * good until the next call.
 */
export function encodeRun(packs: readonly Pack[]): EncodedRun {
  const bodies = packs.map(({ body }) => body)
  let bodyBytes = 0
  for (const { length } of bodies) bodyBytes += length
  const heads = runHeadsOf(packs)
  const sum = checksum(heads)
  start.byte(RUN_FORMAT)
  start.uint32(sum)
  start.varint(heads.length)
  const before = start.take()
  const headsEnd = before.length + heads.length
  const end = headsEnd + bodyBytes
  if (room.length < end) room = new Uint8Array(2 * end)
  room.set(before)
  room.set(heads, before.length)
  copyEndToEnd(bodies, room, headsEnd)
  return { bytes: room.subarray(0, end), checksum: sum }
}
