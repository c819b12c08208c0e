import type { Database } from 'better-sqlite3'
import { LateStatement } from './LateStatement'

export interface RangeDigest {
  /** Equal for equal packs at equal positions, stored in the same rows. */
  readonly digest: string
}

/**
 * What stands from one position to another, in one line: how many rows and runs, which ops, and their checksums weighed
 * by where they stand. Rows of a log never change, so this tells whether they are the ones somebody has read. Takes
 * `{ first, last }`. Cost: one pass over the heads of the rows.
 */
export function digestStatement(db: Database): LateStatement<unknown[], RangeDigest> {
  return new LateStatement(
    db,
    `
    SELECT (SELECT count(*) || '/' || coalesce(sum(author), 0) || '/' || coalesce(sum(counter % 65536), 0) || '/' ||
        coalesce(sum(count), 0) || '/' || coalesce(sum(checksum * (position % 251 + 1)), 0)
      FROM pack WHERE position BETWEEN :first AND :last) || '+' ||
      (SELECT count(*) || '/' || coalesce(sum(lastPosition - firstPosition + 1), 0) || '/' ||
        coalesce(sum(isPacked), 0) || '/' || coalesce(sum(checksum * (firstPosition % 251 + 1)), 0)
      FROM segment WHERE firstPosition BETWEEN :first AND :last) AS digest`,
  )
}
