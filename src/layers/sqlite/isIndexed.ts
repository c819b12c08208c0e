import type { Database } from 'better-sqlite3'

/** Every pack the stored count includes can be found by its author, and nothing else can. */
export function isIndexed(db: Database): boolean {
  const found = db
    .prepare<[], Readonly<Record<'packs' | 'keys' | 'fittingKeys' | 'segments' | 'ranges' | 'fittingRanges', number>>>(
      `SELECT
        (SELECT count(*) FROM pack WHERE position <= (SELECT countedThrough FROM log)) AS packs,
        (SELECT count(*) FROM packKey) AS keys,
        (SELECT count(*) FROM packKey JOIN pack USING (position, author, counter, count)) AS fittingKeys,
        (SELECT count(*) FROM segment WHERE lastPosition <= (SELECT countedThrough FROM log)) AS segments,
        (SELECT count(DISTINCT firstPosition) FROM segmentAuthor) AS ranges,
        (SELECT count(DISTINCT firstPosition) FROM segmentAuthor JOIN segment USING (firstPosition)) AS fittingRanges`,
    )
    .get()
  if (!found) return false
  const { packs, keys, fittingKeys, segments, ranges, fittingRanges } = found
  return packs === keys && keys === fittingKeys && segments === ranges && ranges === fittingRanges
}
