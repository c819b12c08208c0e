import { describe, expect, it } from 'vitest'
import type { VertexId } from '../../core/tree/ops'
import { FakeHome } from '../testing/FakeHome'
import { ChildLists } from './ChildLists'

describe('lists of children', () => {
  it('[UI8] hold every entry in its order, whatever changes in a long one', async () => {
    const home = new FakeHome(7)
    const { id } = await home.createSpace({ name: 'Crowd', color: 'green', icon: '🌳' })
    const space = await (await home.manager.openSpace(id)).space()
    const { entries, tree, contentId } = space
    const lists = new ChildLists(tree)
    const expected = (): VertexId[] => entries.children(contentId).map((entry) => entry.id)
    for (let made = 0; made < 200; made++) entries.createFolder(contentId, `Folder ${made}`)
    expect(lists.entriesOf(contentId)).toEqual(expected())
    expect(lists.entriesOf(contentId)).toHaveLength(200)
    const at = (index: number): VertexId => expected()[index] ?? ''
    entries.trash(at(17))
    expect(lists.entriesOf(contentId)).toEqual(expected())
    entries.move(at(150), contentId, { before: at(3) })
    entries.move(at(5), at(6))
    entries.createFolder(contentId, 'Last')
    expect(lists.entriesOf(contentId)).toEqual(expected())
    expect(lists.entriesOf(contentId)).toHaveLength(199)

    const arriving = tree.createVertex(contentId, { order: 'zz' })
    expect(lists.entriesOf(contentId)).toEqual(expected())
    expect(lists.entriesOf(contentId)).not.toContain(arriving)
    tree.setProperty(arriving, 'kind', 'folder')
    expect(lists.entriesOf(contentId).at(-1)).toBe(arriving)
  })
})
