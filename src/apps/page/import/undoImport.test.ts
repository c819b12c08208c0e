import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestSpaces } from '../../../core/testing/TestSpaces'
import { parseMarkdown } from '../markdown/parseMarkdown'
import { replacePageBody } from '../PageModel'
import { MemoryVault } from './testing/MemoryVault'
import { TestImport } from './testing/TestImport'
import { undoImport } from './undoImport'

let spaces: TestSpaces
let test: TestImport
beforeEach(async () => {
  spaces = new TestSpaces()
  const { open, space } = await spaces.create()
  test = new TestImport(spaces, open, space)
})
afterEach(() => spaces.close())

const vaultFiles = { 'Dir/A.md': '---\naliases: [Old]\n---\nFirst [[B]]', 'Dir/B.md': 'Second', 'p.png': 'x' }

describe('undoing an import', () => {
  it('[IM12] puts all it made into the trash as one step, which itself can be undone', async () => {
    test.space.entries.createFolder(test.space.contentId, 'Mine')
    const { importId } = await test.run(new MemoryVault(vaultFiles))
    expect(await spaces.settle(undoImport(test.space, importId))).toEqual({ removed: 4 })
    expect(test.paths()).toEqual(['Mine'])
    expect(
      test.space.entries
        .children(test.space.trashId)
        .map((entry) => entry.name)
        .sort(),
    ).toEqual(['Dir', 'p.png'])
    test.space.entries.history.undo()
    expect(test.paths()).toEqual(['Dir', 'Dir/A', 'Dir/B', 'Mine', 'p.png'])
  })

  it('[IM12] gives pages it changed their earlier text, properties and links, and a next import changes them again', async () => {
    const vault = new MemoryVault(vaultFiles)
    await test.run(vault)
    const before = await test.doc('A')
    vault.put('Dir/A.md', '---\ntitle: new\n---\nChanged [[p.png]]')
    vault.put('Dir/C.md', 'New')
    const { importId } = await test.run(vault)
    expect(test.linkedNames('A')).toEqual([])
    await spaces.settle(undoImport(test.space, importId))
    expect(await test.doc('A')).toEqual(before)
    expect(test.linkedNames('A')).toEqual(['B'])
    expect(test.space.tree.property(test.entry('A').id, 'aliases')).toEqual(['Old'])
    expect(test.paths()).toEqual(['Dir', 'Dir/A', 'Dir/B', 'p.png'])
    await test.run(vault)
    expect(await test.text('A')).toBe('Changed p.png')
  })

  it('[IM12] leaves alone what someone edited since', async () => {
    const vault = new MemoryVault(vaultFiles)
    await test.run(vault)
    vault.put('Dir/B.md', 'Changed')
    const { importId } = await test.run(vault)
    const { treeId = '' } = test.entry('B')
    await spaces.settle(
      test.space.withAppTree(treeId, ({ tree }) => replacePageBody(tree, parseMarkdown('Edited').doc)),
    )
    await spaces.settle(undoImport(test.space, importId))
    expect(await test.text('B')).toBe('Edited')
  })

  it('[IM12] brings everything again when it is imported after that, in the same place', async () => {
    const vault = new MemoryVault(vaultFiles)
    const { importId } = await test.run(vault)
    await spaces.settle(undoImport(test.space, importId))
    const report = await test.run(vault)
    expect(report).toMatchObject({ pages: 2, files: 1, folders: 1 })
    expect(test.paths()).toEqual(['Dir', 'Dir/A', 'Dir/B', 'p.png'])
    expect(await test.text('B')).toBe('Second')
  })
})
