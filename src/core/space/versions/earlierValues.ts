import type { JsonValue } from 'reptree'
import type { Position } from '../../persistence/PersistenceLayer'
import { compareOpIds, type OpId } from '../../tree/ops'

/** One write of a property of one vertex, and where in this machine's log it stands. */
export interface PropertyWrite {
  readonly id: OpId
  readonly key: string
  readonly value: JsonValue | undefined
  readonly position: Position
}

/** What a property said before, or would say if nobody had written it at the same time. */
export interface EarlierValue {
  readonly key: string
  readonly value: string
  /** When another took its place here, or when it came and did not (ms since the epoch, to the minute); null: nobody knows. */
  readonly time: number | null
  /** It came from elsewhere, and what was written here at the same time stayed. */
  readonly isLost: boolean
}

/** Titles are stored letter by letter: what one replica writes in such steps is one title. */
const TYPING_MS = 2 * 60_000
const FEW_LETTERS = 3
const MOST = 100

interface TimedWrite extends PropertyWrite {
  readonly time: number | null
  /** An op that comes after one with a higher id was written by who did not know that one, and changes nothing. */
  readonly isLost: boolean
}

/** The newest first, each value of a key once, and not what the property says now. `writes`: of one vertex, as the log has them. */
export function earlierValues(
  writes: readonly PropertyWrite[],
  timeOf: (position: Position) => number | null,
): EarlierValue[] {
  const found: (EarlierValue & { readonly position: Position })[] = []
  for (const key of new Set(writes.map((write) => write.key))) found.push(...valuesOf(key, writes, timeOf))
  return found
    .sort((a, b) => b.position - a.position)
    .slice(0, MOST)
    .map(({ position: _position, ...value }) => value)
}

function valuesOf(
  key: string,
  writes: readonly PropertyWrite[],
  timeOf: (position: Position) => number | null,
): (EarlierValue & { readonly position: Position })[] {
  let now: PropertyWrite | undefined
  const timed = writes
    .filter((write) => write.key === key)
    .map((write): TimedWrite => {
      const isLost = now !== undefined && compareOpIds(write.id, now.id) < 0
      if (!isLost) now = write
      return { ...write, time: timeOf(write.position), isLost }
    })
  const stops = stopsOf(timed)
  const byValue = new Map<string, EarlierValue & { readonly position: Position }>()
  let replaced: number | null = null
  for (let index = timed.length - 1; index >= 0; index--) {
    const write = timed[index]
    if (!write) continue
    const { value, position, isLost } = write
    const isEarlier = typeof value === 'string' && value.trim() !== '' && value !== now?.value && stops.has(write)
    if (isEarlier && !byValue.has(value)) {
      byValue.set(value, { key, value, time: isLost ? write.time : replaced, isLost, position })
    }
    if (!isLost) replaced = write.time
  }
  return [...byValue.values()]
}

/** Where somebody stopped: not each letter on the way to a title, but also what was there before most of it was taken away. */
function stopsOf(writes: readonly TimedWrite[]): ReadonlySet<TimedWrite> {
  const stops = new Set<TimedWrite>()
  let longest: TimedWrite | undefined
  writes.forEach((write, index) => {
    const next = writes[index + 1]
    const longestLength = lengthOf(longest)
    if (longest && longestLength > FEW_LETTERS && lengthOf(write) * 2 < longestLength) stops.add(longest)
    if (lengthOf(write) >= longestLength || lengthOf(write) * 2 < longestLength) longest = write
    if (next && isTyping(write, next)) return
    stops.add(write)
    longest = undefined
  })
  return stops
}

function isTyping(before: TimedWrite, next: TimedWrite): boolean {
  if (before.key !== 'name' || before.id.peerId !== next.id.peerId) return false
  const [from, to] = [before.value, next.value]
  if (typeof from !== 'string' || typeof to !== 'string') return false
  const isSoon = before.time === next.time || Math.abs((next.time ?? 0) - (before.time ?? 0)) < TYPING_MS
  if (!isSoon) return false
  const same = sameAtEnds(from, to)
  const [shorter, longer] = [Math.min(from.length, to.length), Math.max(from.length, to.length)]
  // Something put in or taken out, or little of it changed; else it was written anew.
  return same === shorter || same * 2 >= from.length || longer - same <= FEW_LETTERS
}

/** How many letters stay at the beginning and at the end. */
function sameAtEnds(from: string, to: string): number {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start += 1
  let end = 0
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end += 1
  return start + end
}

function lengthOf(write: TimedWrite | undefined): number {
  return typeof write?.value === 'string' ? write.value.length : 0
}
