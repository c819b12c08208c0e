import type { Pack } from '../persistence/Pack'
import type { Journal, Position } from '../persistence/PersistenceLayer'

const PAGE_OPS = 1000

/** All packs of a journal after a position, page by page in its order: never more of them in memory than one page. */
export async function* pagesAfter(journal: Journal, after: Position): AsyncGenerator<readonly Pack[]> {
  let position = after
  while (position < journal.summary().head) {
    const { packs, through } = await journal.readSince(position, PAGE_OPS)
    if (through <= position) return
    yield packs
    position = through
  }
}
