import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import type { Space } from '../../core/space/Space'
import { TestSpaces } from '../../core/testing/TestSpaces'
import type { VertexId } from '../../core/tree/ops'
import { Board, BOARD_APP, NOTES } from '../board/Board'
import { BoardEdits } from '../board/BoardEdits'
import { runExport } from '../export/runExport'
import { MemoryVaultWriter } from '../export/testing/MemoryVaultWriter'
import { MemoryVault } from '../page/import/testing/MemoryVault'
import { TestImport } from '../page/import/testing/TestImport'
import { parseMarkdown } from '../page/markdown/parseMarkdown'
import { pageText, plainText, replacePageBody, replaceText, textBody } from '../page/PageModel'
import { copyEntries, type CopyOptions, type CopyReport } from './copyEntries'
import { copyName } from './copyName'

let spaces: TestSpaces
let here: TestImport
let there: TestImport
beforeEach(async () => {
  spaces = new TestSpaces()
  here = await inNewSpace()
  there = await inNewSpace()
})
afterEach(() => spaces.close())

async function inNewSpace(): Promise<TestImport> {
  const { open, space } = await spaces.create()
  return new TestImport(spaces, open, space)
}

function copied(ids: readonly VertexId[], to = there, options: Partial<CopyOptions> = {}): Promise<CopyReport> {
  const target = { space: to.space, parentId: to.space.contentId, flush: () => to.open.flush() }
  return spaces.settle(copyEntries({ source: here.space, ids, target, label: 'Copy', ...options }))
}

function page(space: Space, parentId: VertexId, name: string, markdown: string): VertexId {
  return space.createPage(parentId, name, { write: ({ tree }) => replacePageBody(tree, parseMarkdown(markdown).doc) })
    .entryId
}

async function exported(from: TestImport, rootId: VertexId): Promise<Readonly<Record<string, string>>> {
  const writer = new MemoryVaultWriter()
  await spaces.settle(runExport({ space: from.space, rootId, files: here.files, writer }))
  return Object.fromEntries(writer.paths.map((path) => [path, writer.text(path)]))
}

const vault = {
  'All/Home.md':
    '---\ntags:\n  - x\n---\n# Home\n\nSee [[Note]], **[there](Deep/Other.md#Part)** and ![[pic.png]]\n\n![[Note]]\n\n| a | b |\n| - | - |\n| [[Note\\|n]] | `c` |\n',
  'All/Note.md': '- Back to [[Home]]\n  - deeper ==marked==\n- [ ] task\n\n```ts\nlet a = 1\n```\n\n> quote\n',
  'All/Deep/Other.md': '# Part\n\n[[Nowhere]] and [[Outside]]\n',
  'All/pic.png': new Uint8Array([1, 2, 3]),
  'Outside.md': 'outside',
}

describe('copying entries', () => {
  it.each(['same', 'other'])(
    '[SP60] [SP61] copies folders, pages and files to the %s space, links leading to the copies',
    async (where) => {
      await here.run(new MemoryVault(vault))
      const all = here.entry('All')
      const to = where === 'same' ? here : there
      const { ids, lost } = await copied([all.id], to, { bringFile: () => Promise.resolve() })
      expect(lost).toEqual([])
      const [copy] = ids
      expect(await exported(to, copy!)).toEqual({
        ...(await exported(here, all.id)),
      })
      const copies = new Set([copy, ...[...to.space.entries.descendants(copy!)].map(({ id }) => id)])
      const links = [...copies].flatMap((id) => to.space.tree.property(id!, 'links') ?? []).flat()
      const outside = where === 'same' ? [here.entry('Outside').id] : []
      expect(links.filter((id) => !copies.has(id as string))).toEqual(outside)
      expect([...copies].some((id) => to.space.tree.property(id!, 'importId') !== undefined)).toBe(false)
    },
  )

  it('[SP62] keeps the name of a page that is not in the other space', async () => {
    await here.run(new MemoryVault(vault))
    await copied([here.entry('Other').id])
    const json = JSON.stringify(await there.doc('Other'))
    expect(json).toContain('"target":"Outside"')
    expect(json).not.toContain(here.entry('Outside').id)
  })

  it('[SP60] copies a board: columns, cards, titles and notes, without what was deleted', async () => {
    const { environment } = here.space
    const target = page(here.space, here.space.contentId, 'Target', 'x')
    const { entryId } = here.space.createPage(here.space.contentId, 'Plan', {
      appId: BOARD_APP,
      write: ({ tree }) => {
        const edits = new BoardEdits(new Board(tree), environment)
        const column = edits.addColumn('To do')!
        const card = edits.addCard(column, 'Milk')
        replaceText(tree, card, parseMarkdown('two **litres**').doc, NOTES)
        tree.setProperty(card, 'links', [target])
        edits.deleteCard(edits.addCard(column, 'Gone'))
        const old = edits.addColumn('Old')!
        edits.deleteColumn(old)
        tree.move(edits.addCard(column, 'Late'), old)
      },
    })
    const { ids } = await copied([entryId, target])
    const { treeId } = there.space.entries.get(ids[0]!)!
    await spaces.settle(
      there.space.withAppTree(treeId!, ({ tree }) => {
        const board = new Board(tree)
        const shown = board
          .columns()
          .map(({ id, cardIds }) => [board.title(id), ...cardIds.map((card) => board.title(card))])
        expect(shown).toEqual([
          ['To do', 'Milk'],
          ['Old', 'Late'],
        ])
        expect(plainText(tree, board.columns()[0]!.cardIds[0]!, NOTES)).toBe('two litres')
        expect(board.links()).toEqual([ids[1]])
        expect(board.deletedCardIds()).toEqual([])
      }),
    )
  })

  it('[SP60] leaves out what is in the trash, and keeps order, icons and colours', async () => {
    const { entries, contentId, tree } = here.space
    const folder = entries.createFolder(contentId, 'Folder', { color: 'red' })
    entries.setIcon(folder, '🌱')
    const [a, b, c] = ['a', 'b', 'c'].map((name) => entries.createFolder(folder, name))
    entries.move(c!, folder, { before: a! })
    entries.trash(b!)
    const { ids } = await copied([folder])
    const copy = there.space.entries.get(ids[0]!)!
    expect(copy).toMatchObject({ name: 'Folder', icon: '🌱' })
    expect(there.space.tree.property(copy.id, 'color')).toBe('red')
    expect(there.space.entries.children(copy.id).map(({ name }) => name)).toEqual(['c', 'a'])
    expect(tree.property(folder, 'name')).toBe('Folder')
  })

  it('[SP63] writes a long page in several ops, and has none of its history', async () => {
    const paragraphs = Array.from({ length: 3000 }, (_, index) => `Paragraph ${index} ${'word '.repeat(20)}`)
    const id = page(here.space, here.space.contentId, 'Long', paragraphs.join('\n\n'))
    const { treeId } = here.space.entries.get(id)!
    const text = await here.text('Long')
    await spaces.settle(
      here.space.withAppTree(treeId!, ({ tree }) =>
        replacePageBody(tree, parseMarkdown(text.replaceAll('\n', '\n\n')).doc),
      ),
    )
    const { ids } = await copied([id])
    expect(await there.text('Long')).toBe(text)
    const copy = there.space.entries.get(ids[0]!)!
    await spaces.settle(
      there.space.withAppTree(copy.treeId!, ({ tree }) => {
        const ops = tree.heldOps().filter((op) => 'update' in op)
        expect(ops.length).toBeGreaterThan(5)
        expect(Math.max(...ops.map(({ update }) => update.length))).toBeLessThan(200_000)
        const clients = tree.text(tree.root!.id, 'body').store.clients
        expect(clients.size).toBe(1)
      }),
    )
  })

  it('[SP64] has what is typed into an open page while it is copied, also a paragraph that is split', async () => {
    const long = Array.from({ length: 2000 }, (_, index) => `P${index}`).join('\n\n')
    const id = page(here.space, here.space.contentId, 'Open', long)
    const { treeId } = here.space.entries.get(id)!
    const { tree } = await spaces.settle(here.space.openAppTree(treeId!))
    const body = textBody(tree, tree.root!.id)
    let isTyped = false
    const stop = there.space.tree.onChange(() => undefined)
    const copying = copied([id], there, {
      onProgress: (done) => {
        if (done > 0 || isTyped) return
        isTyped = true
        // Begins beside the copying, which is under way by then.
        let turns = 10
        const type = (): void => {
          if (--turns > 0) return void here.space.environment.timers.defer(type)
          body.delete(1500, 1)
          replacePageBody(tree, parseMarkdown(`first\n\n${pageText(tree).replaceAll('\n', '\n\n')}\n\nlast`).doc)
        }
        type()
      },
    })
    await copying
    stop()
    expect(await there.text('Open')).toBe(pageText(tree))
    expect(pageText(tree)).toContain('last')
    here.space.closeAppTree(treeId!)
  })

  it('[SP65] brings files along, and says which could not be had', async () => {
    await here.run(new MemoryVault(vault))
    const asked: string[] = []
    const { hash } = here.entry('pic.png').file!
    const bringFile = (wanted: string): Promise<void> => {
      asked.push(wanted)
      return Promise.reject(new AppError({ code: 'file-elsewhere', asked: 'offline' }))
    }
    const { lost } = await copied([here.entry('Home').id, here.entry('pic.png').id], there, { bringFile })
    expect(asked).toEqual([hash])
    expect(lost).toMatchObject([{ what: 'pic.png', why: 'it is not here, and the server could not be reached' }])
    expect(there.entry('pic.png').file?.hash).toBe(hash)
  })

  it('[SP66] shows nothing of what was stopped', async () => {
    await here.run(new MemoryVault(vault))
    const control = new AbortController()
    const stopped = copied([here.entry('All').id], there, {
      signal: control.signal,
      onProgress: (done) => done === 2 && control.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ detail: { code: 'cancelled' } })
    expect(there.paths()).toEqual([])
    expect(there.space.entries.children(there.space.trashId)).toEqual([])
    expect(there.space.entries.history.state.current.undoLabel).toBeUndefined()
  })

  it('[SP67] is one step to undo, and to do again', async () => {
    await here.run(new MemoryVault(vault))
    const before = there.paths()
    await copied([here.entry('Deep').id, here.entry('Note').id])
    const after = there.paths()
    expect(after).toEqual(['Deep', 'Deep/Other', 'Note'])
    there.space.entries.history.undo()
    expect(there.paths()).toEqual(before)
    there.space.entries.history.redo()
    expect(there.paths()).toEqual(after)
  })

  it('[SP68] tells of a document that has not arrived', async () => {
    const { entries, contentId } = here.space
    const id = entries.createEntry(contentId, 'Far', { appId: 'page', treeId: 'f'.repeat(32) })
    const { lost } = await copied([id])
    expect(lost).toMatchObject([{ what: 'Far' }])
  })

  it('[SP69] names a copy beside its original', () => {
    const taken = new Set(['Plan', 'Plan copy', 'a.png'])
    expect(copyName('Plan', false, taken)).toBe('Plan copy 2')
    expect(copyName('Plan copy', false, taken)).toBe('Plan copy 2')
    expect(copyName('v1.2', false, taken)).toBe('v1.2 copy')
    expect(copyName('a.png', true, taken)).toBe('a copy.png')
    expect(copyName('.env', true, taken)).toBe('.env copy')
  })
})
