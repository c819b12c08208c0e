import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { PackHeader } from '../persistence/compareRanges'
import type { PutLabel } from './SealingPrimitives'

const [PLUS, ZERO, NINE] = [0x2b, 0x30, 0x39]
/** Numbers below this are divided as 32-bit ones, which is what most of the work for a label would be. */
const SMALL = 0x8000_0000

/**
 * What bodies of packs are sealed under: `start` and the whole header, `tree/peer/counter+count`, so that a body moved under
 * another one does not open. Packs of one author come one after the other, and only what differs is written anew.
 */
export function packLabels(start: string, packs: readonly PackHeader[]): PutLabel {
  let last: PackHeader | undefined
  let [authorEnd, counterEnd, end] = [0, 0, 0]
  return (index, to) => {
    const pack = packs[index]!
    const isSameAuthor = pack.peerId === last?.peerId && pack.treeId === last.treeId
    if (
      isSameAuthor &&
      pack.counter === last!.counter + 1 &&
      pack.count === last!.count &&
      to[counterEnd - 1]! < NINE
    ) {
      to[counterEnd - 1]! += 1
    } else {
      if (!isSameAuthor) {
        const author = utf8ToBytes(`${start}${pack.treeId}/${pack.peerId}/`)
        to.set(author)
        authorEnd = author.byteLength
      }
      counterEnd = putNumber(to, authorEnd, pack.counter)
      to[counterEnd] = PLUS
      end = putNumber(to, counterEnd + 1, pack.count)
    }
    last = pack
    return end
  }
}

/** In decimal digits; returns where they end. */
function putNumber(to: Uint8Array, at: number, value: number): number {
  let end = at + 1
  for (let power = 10; power <= value; power *= 10) end += 1
  let [last, rest] = [end - 1, value]
  for (; rest >= SMALL; last--) {
    to[last] = ZERO + (rest % 10)
    rest = Math.floor(rest / 10)
  }
  for (let small = rest | 0; last >= at; last--) {
    const tenth = (small / 10) | 0
    to[last] = ZERO + small - tenth * 10
    small = tenth
  }
  return end
}
