import type { Entry } from '../../../core/space/Entry'
import type { Space } from '../../../core/space/Space'
import { pageJson, replacePageBody } from '../PageModel'
import { PREVIOUS } from './ImportedEntries'

/**
 * Takes a whole import back: what it made goes to the trash, what it changed gets its earlier text again unless someone
 * edited it since. Things people put into imported folders go to the trash with them, and can be restored from there.
 */
export async function undoImport(space: Space, importId: string): Promise<{ readonly removed: number }> {
  const { entries, tree } = space
  const made: Entry[] = []
  for (const entry of [...entries.descendants(space.contentId)]) {
    if (tree.property(entry.id, 'importId') === importId) made.push(entry)
    else if (tree.property(entry.id, 'importUpdatedBy') === importId) await takeBackUpdate(space, entry)
  }
  const madeIds = new Set(made.map((entry) => entry.id))
  entries.history.group('Undo import', () => {
    for (const entry of made) if (!madeIds.has(entry.parentId)) entries.trash(entry.id)
  })
  return { removed: made.length }
}

async function takeBackUpdate(space: Space, entry: Entry): Promise<void> {
  if (entry.treeId === undefined) return
  await space.withAppTree(entry.treeId, ({ tree }) => {
    const root = tree.root
    const previous = root && tree.property(root.id, PREVIOUS)
    if (!root || typeof previous !== 'object' || previous === null || Array.isArray(previous)) return
    if (tree.lamport !== space.tree.property(entry.id, 'importLamport')) return
    replacePageBody(tree, pageJson(tree, PREVIOUS))
    replacePageBody(tree, { type: 'doc', content: [{ type: 'paragraph' }] }, PREVIOUS)
    tree.setProperty(root.id, 'frontMatter', previous['frontMatter'])
    tree.setProperty(root.id, PREVIOUS, undefined)
    space.tree.transact(() => {
      space.tree.setProperty(entry.id, 'links', previous['links'])
      space.tree.setProperty(entry.id, 'aliases', previous['aliases'])
      // The source's version is not what stands here any more: a next import brings it again.
      space.tree.setProperty(entry.id, 'importHash', undefined)
      space.tree.setProperty(entry.id, 'importUpdatedBy', undefined)
      space.tree.setProperty(entry.id, 'importLamport', tree.lamport)
    })
  })
}
