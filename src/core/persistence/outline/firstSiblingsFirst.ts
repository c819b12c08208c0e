import type { Timers } from '../../environment'
import type { OutlineRow } from './Outline'
import { siblingKey } from './siblingKey'

/** A list with more comes in parts of this many: a few milliseconds each to read, to send and to take. */
export const ROWS_OF_A_PART = 500
/** Several screens of them. */
const FIRST_ROWS = 200

/**
 * What is read in parts, as a long list is given away: in parts with a turn for others between, of which the first has what
 * comes first among all siblings. A list of one part stays as it is. Reads all before it gives the first away.
 */
export async function* firstSiblingsFirst(
  parts: AsyncIterable<readonly OutlineRow[]> | Iterable<readonly OutlineRow[]>,
  timers: Pick<Timers, 'defer'>,
): AsyncGenerator<readonly OutlineRow[]> {
  const read: (readonly OutlineRow[])[] = []
  let first: { readonly row: OutlineRow; readonly key: string }[] = []
  for await (const rows of parts) {
    read.push(rows)
    const last = first.length < FIRST_ROWS ? undefined : first.at(-1)?.key
    const keyed = rows.map((row) => ({ row, key: siblingKey(row) }))
    first.push(...keyed.filter(({ key }) => last === undefined || key < last))
    first = first.sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, FIRST_ROWS)
  }
  const [only] = read
  if (read.length > 1) {
    yield first.map(({ row }) => row)
    const given = new Set(first.map(({ row }) => row.id))
    for (const rows of read) {
      await new Promise<void>((resolve) => timers.defer(resolve))
      yield rows.filter(({ id }) => !given.has(id))
    }
  } else if (only) yield only
}

/** A list that is there at once. */
export function* inParts(rows: readonly OutlineRow[]): Generator<readonly OutlineRow[]> {
  for (let from = 0; from === 0 || from < rows.length; from += ROWS_OF_A_PART)
    yield rows.slice(from, from + ROWS_OF_A_PART)
}
