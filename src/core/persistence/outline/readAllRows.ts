import type { VertexId } from '../../tree/ops'
import type { Journal } from '../PersistenceLayer'
import type { OutlineRow } from './Outline'

/** The children of a vertex, for who can do nothing with some of them. */
export async function readAllRows(
  journal: Pick<Journal, 'readOutline'>,
  parentId: VertexId | null,
): Promise<readonly OutlineRow[]> {
  const all: OutlineRow[] = []
  for await (const rows of journal.readOutline(parentId)) all.push(...rows)
  return all
}
