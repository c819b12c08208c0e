import { hashText } from './hash'
import { LogDigest } from './LogDigest'
import { packKey, type PackId } from './Pack'

/** Which ops a pack holds, without its body. */
export interface PackHeader extends PackId {
  readonly count: number
}

export interface RangeDigest {
  readonly opCount: number
  readonly fingerprint: string
}

/**
 * What a layer holds of the ids whose hash begins with some hex digits: their digest, and either one digest for each of
 * the 16 next digits, or, when they are few, the headers themselves.
 */
export interface RangeAnswer extends RangeDigest {
  readonly parts: readonly RangeDigest[] | null
  readonly headers: readonly PackHeader[] | null
}

/** Anything that can be compared range by range: a layer here, or one behind a wire. */
export interface Comparable {
  compare(prefix: string): Promise<RangeAnswer>
}

/** Questions that wait for their answers together, on each side. */
const ASKED_AT_ONCE = 8
const DIGITS = Array.from('0123456789abcdef')

/** 16 hex digits: where a pack lies among all ids. Part of the protocol. */
export function placeOf(id: PackId): string {
  const { high, low } = hashText(packKey(id))
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

export interface Differences {
  readonly onlyInFirst: PackHeader[]
  readonly onlyInSecond: PackHeader[]
}

/** Finds what one of two layers lacks. Cost: about one question to each per 16-fold narrowing around each difference. */
export async function findDifferences(first: Comparable, second: Comparable): Promise<Differences> {
  const found: Differences = { onlyInFirst: [], onlyInSecond: [] }
  const waiting = ['']
  while (waiting.length > 0) {
    const asked = waiting.splice(-ASKED_AT_ONCE)
    const narrower = await Promise.all(asked.map((prefix) => narrow(first, second, prefix, found)))
    waiting.push(...narrower.flat())
  }
  return found
}

/** Asks both; what differs is noted, or its narrower ranges returned. */
async function narrow(first: Comparable, second: Comparable, prefix: string, found: Differences): Promise<string[]> {
  const [ours, theirs] = await Promise.all([first.compare(prefix), second.compare(prefix)])
  if (isEqual(ours, theirs)) return []
  if (ours.headers && theirs.headers) {
    found.onlyInFirst.push(...without(ours.headers, theirs.headers))
    found.onlyInSecond.push(...without(theirs.headers, ours.headers))
    return []
  }
  const [left, right] = [partsOf(ours, prefix), partsOf(theirs, prefix)]
  return DIGITS.filter((_digit, index) => {
    const [one, other] = [left[index], right[index]]
    return one && other && !isEqual(one, other)
  }).map((digit) => prefix + digit)
}

function isEqual(a: RangeDigest, b: RangeDigest): boolean {
  return a.opCount === b.opCount && a.fingerprint === b.fingerprint
}

function partsOf({ parts, headers }: RangeAnswer, prefix: string): readonly RangeDigest[] {
  if (parts) return parts
  const digests = DIGITS.map(() => new LogDigest())
  for (const header of headers ?? []) {
    digests[DIGITS.indexOf(placeOf(header)[prefix.length] ?? '0')]?.add(header)
  }
  return digests.map(digestOf)
}

function without(headers: readonly PackHeader[], known: readonly PackHeader[]): PackHeader[] {
  const keys = new Set(known.map((header) => `${packKey(header)}+${header.count}`))
  return headers.filter((header) => !keys.has(`${packKey(header)}+${header.count}`))
}

function digestOf({ opCount, fingerprint }: LogDigest): RangeDigest {
  return { opCount, fingerprint }
}
