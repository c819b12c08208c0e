import * as v from 'valibot'
import type { Position } from '../../persistence/PersistenceLayer'

/** The log had come through `position` at `time`; null: nobody knows when. */
export type ArrivalMark = [position: Position, time: number | null]

/** As a note they are some 25 KB. */
const MOST = 1024

const noted = v.object({ logId: v.string(), marks: v.array(v.tuple([v.number(), v.nullable(v.number())])) })

/** Those of a note that are of this log; none when it is of another, or damaged. */
export function readMarks(note: string | undefined, logId: string): ArrivalMark[] {
  try {
    const read = v.parse(noted, JSON.parse(note ?? 'null'))
    return read.logId === logId ? read.marks : []
  } catch {
    return []
  }
}

/** Of too many, those of the older half go that are followed soonest by the next one, which stands for them from then on. */
export function thinned(marks: ArrivalMark[]): ArrivalMark[] {
  if (marks.length <= MOST) return marks
  const older = marks.slice(0, MOST / 2)
  const pauseAfter = (index: number): number => {
    const [time, next] = [marks[index]?.[1] ?? null, marks[index + 1]?.[1] ?? null]
    // Where a time is not known, or the clock was put back, nobody knows how long.
    return time === null || next === null ? Infinity : Math.abs(next - time)
  }
  const dropped = older
    .map((_mark, index) => index)
    .sort((a, b) => pauseAfter(a) - pauseAfter(b) || a - b)
    .slice(0, MOST / 4)
  const isDropped = new Set(dropped)
  return marks.filter((_mark, index) => !isDropped.has(index))
}
