import type { Arrival } from './ArrivalTimes'
import type { TextEdit } from './TextLog'

/** A text as it was after so many of its edits. */
export interface TextVersion {
  /** Of a `TextLog`: the first ones. */
  readonly edits: number
  /** When the last of them came here, to the minute (ms since the epoch); null: nobody knows. */
  readonly time: number | null
  /** Letters since the version before. */
  readonly written: number
  readonly removed: number
}

/** Whoever writes again after so long begins a new version. */
const PAUSE_MS = 10 * 60_000
/** Letters written that make a version of their own, at least; of a long history a share of all there ever were. */
const MUCH = 2_000
const PARTS = 40
/** Whoever takes away as much at once wants it back sometimes: what was before is a version. */
const PARAGRAPH = 100
const MOST = 200

/**
 * Edits in as few versions as a person would tell apart, the oldest first: a new one after a pause, after much was written, and
 * before much is taken away. The last one has all edits.
 */
export function textVersions(edits: readonly TextEdit[], arrivals: readonly Arrival[]): TextVersion[] {
  const times = timesOf(edits, arrivals)
  const ends = new Set<number>()
  const much = Math.max(MUCH, amount(edits) / PARTS)
  let since = 0
  let taking = { from: 0, letters: 0 }
  edits.forEach((edit, index) => {
    const [time = null, before = null] = [times[index], times[index - 1]]
    if (index > 0 && (since >= much || isPause(before, time))) {
      ends.add(index)
      since = 0
    }
    since += edit.written
    taking = edit.removed > edit.written ? taking : { from: index + 1, letters: 0 }
    taking.letters += Math.max(0, edit.removed - edit.written)
    if (taking.letters >= PARAGRAPH && taking.from > 0 && !ends.has(taking.from)) {
      ends.add(taking.from)
      since = 0
    }
  })
  if (edits.length > 0) ends.add(edits.length)
  const sorted = [...ends].sort((a, b) => a - b)
  return fewer(sorted.map((end, index) => versionOf(edits, times, sorted[index - 1] ?? 0, end)))
}

function versionOf(
  edits: readonly TextEdit[],
  times: readonly (number | null)[],
  from: number,
  through: number,
): TextVersion {
  let [written, removed] = [0, 0]
  for (let index = from; index < through; index++) {
    written += edits[index]?.written ?? 0
    removed += edits[index]?.removed ?? 0
  }
  return { edits: through, time: times[through - 1] ?? null, written, removed }
}

/** Of too many, those among the older half that changed least are told together with the one after. */
function fewer(versions: readonly TextVersion[]): TextVersion[] {
  const tooMany = versions.length - MOST
  if (tooMany <= 0) return [...versions]
  const older = versions.slice(0, Math.max(tooMany, versions.length / 2))
  const least = new Set([...older].sort((a, b) => amount([a]) - amount([b])).slice(0, tooMany))
  const kept: TextVersion[] = []
  let [written, removed] = [0, 0]
  for (const version of versions) {
    written += version.written
    removed += version.removed
    if (least.has(version)) continue
    kept.push({ ...version, written, removed })
    written = removed = 0
  }
  return kept
}

/** The clock may have been put back: what counts is how far apart it was. */
function isPause(before: number | null, time: number | null): boolean {
  if (before === null || time === null) return before !== time
  return Math.abs(time - before) >= PAUSE_MS
}

function timesOf(edits: readonly TextEdit[], arrivals: readonly Arrival[]): (number | null)[] {
  let at = 0
  return edits.map(({ pack }) => {
    while ((arrivals[at]?.packs ?? Infinity) < pack) at += 1
    return arrivals[at]?.time ?? null
  })
}

function amount(parts: readonly Pick<TextEdit, 'written' | 'removed'>[]): number {
  return parts.reduce((sum, { written, removed }) => sum + written + removed, 0)
}
