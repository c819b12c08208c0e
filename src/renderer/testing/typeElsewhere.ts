import type * as Y from 'yjs'
import type { Space } from '../../core/space/Space'

/**
 * Somebody else, who has all that is there, changes the text of a page in one go. The change has arrived when `change` has returned:
 * nothing of the browser comes between the two.
 */
export async function typeElsewhere(
  space: Space,
  entryId: string,
  change: (body: Y.XmlFragment) => void,
): Promise<void> {
  await space.withAppTree(space.entries.get(entryId)?.treeId ?? '', ({ tree }) => {
    const other = tree.replicate('12345678901234567890')
    const doc = other.text(other.root?.id ?? '', 'body')
    doc.transact(() => change(doc.getXmlFragment('body')))
    tree.mergeOps(other.takeLocalOps())
  })
}
