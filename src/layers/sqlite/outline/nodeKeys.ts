import { hashText } from '../../../core/persistence/hash'
import type { VertexId } from '../../../core/tree/ops'

/*
 * By which numbers the node table finds a vertex. Ids are 32 random hex digits, so some of their digits are as good as a
 * hash; the few others (`0`) are hashed. Numbers may be equal: whoever finds something compares the id.
 */

const DIGITS = 32
const HEX = /^[0-9a-f]{32}$/
const NINE = 57

/** Places in a list: so many numbers belong to each. */
export const LIST_SPAN = 2 ** 24
/** Above all numbers of `placeKeyOf`. */
export const PLACE_SPAN = 2 ** 36

export function isHexId(id: VertexId): boolean {
  return id.length === DIGITS && HEX.test(id)
}

/** Where the vertex stands in the list with this number. */
export function nodeKeyOf(list: number, id: VertexId): number {
  return list * LIST_SPAN + (id.length === DIGITS ? digits(id, 0, 6) : hashText(id).high >>> 8)
}

/** Where it is remembered in which list the vertex stands. */
export function placeKeyOf(id: VertexId): number {
  if (id.length === DIGITS) return digits(id, 6, 15)
  const { high, low } = hashText(id)
  return high * 16 + (low & 15)
}

/** What the digits say; of letters that are none, something. */
function digits(id: VertexId, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const code = id.charCodeAt(at)
    value = value * 16 + ((code > NINE ? code + 9 : code) & 15)
  }
  return value
}
