import type { InternedStrings } from '../InternedStrings'
import { KnownOps } from '../KnownOps'
import { badSnapshot } from './badSnapshot'
import { ByteWriter } from './ByteWriter'
import { decodeNumbers } from './decodeNumbers'
import type { PartReader } from './PartReader'

/** Per peer: which, how many ranges, then of each the gap before it and how many ops it has. Adds peers that are not there. */
export function encodeKnown(known: KnownOps, peerIds: InternedStrings): Uint8Array {
  const bytes = new ByteWriter()
  for (const [peerId, ranges] of known.ranges()) {
    bytes.number(peerIds.add(peerId))
    bytes.number(ranges.length)
    let end = 0
    for (const [first, last] of ranges) {
      bytes.number(first - end)
      bytes.number(last - first)
      end = last
    }
  }
  return bytes.take()
}

export function decodeKnown(part: PartReader, peerIds: InternedStrings): KnownOps {
  const known = new KnownOps()
  const numbers = decodeNumbers(part.bytes())
  for (let at = 0; at < numbers.length;) {
    const [peer = 0, rangeCount = 0] = numbers.subarray(at, at + 2)
    at += 2
    if (peer >= peerIds.count || rangeCount * 2 > numbers.length - at) throw badSnapshot('a peer out of range')
    let end = 0
    for (const next = at + rangeCount * 2; at < next; at += 2) {
      const first = end + whole(numbers[at] ?? 0)
      end = first + whole(numbers[at + 1] ?? 0)
      known.addRange(peerIds.at(peer), first, end)
    }
  }
  return known
}

/** The same number: what is read out of an array of floats would be kept as a float, in an object of its own. */
function whole(number: number): number {
  return number === (number | 0) ? number | 0 : number
}
