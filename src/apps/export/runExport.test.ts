import type { JSONContent } from '@tiptap/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { TestSpaces } from '../../core/testing/TestSpaces'
import type { VaultControl } from '../../core/space/VaultControl'
import type { VertexId } from '../../core/tree/ops'
import { MemoryVault } from '../page/import/testing/MemoryVault'
import { TestImport } from '../page/import/testing/TestImport'
import { parseMarkdown } from '../page/markdown/parseMarkdown'
import { replacePageBody } from '../page/PageModel'
import { runExport, type ExportOptions, type ExportReport } from './runExport'
import { MemoryVaultWriter } from './testing/MemoryVaultWriter'

let spaces: TestSpaces
let test: TestImport
beforeEach(async () => {
  spaces = new TestSpaces()
  test = await inNewSpace()
})
afterEach(() => spaces.close())

async function inNewSpace(): Promise<TestImport> {
  const { open, space } = await spaces.create()
  return new TestImport(spaces, open, space)
}

interface ExportAsked {
  readonly from?: TestImport
  readonly rootId?: VertexId
  readonly control?: VaultControl
  readonly bring?: ExportOptions['bring']
}

function exported(
  writer: MemoryVaultWriter,
  { from = test, rootId = from.space.contentId, control = {}, bring }: ExportAsked = {},
): Promise<ExportReport> {
  return spaces.settle(
    runExport({ space: from.space, rootId, files: from.files, ...(bring && { bring }), writer, control }),
  )
}

function page(name: string, markdown: string | JSONContent, parentId?: VertexId): VertexId {
  const doc = typeof markdown === 'string' ? parseMarkdown(markdown).doc : markdown
  const write = ({ tree }: { tree: Parameters<typeof replacePageBody>[0] }): void => replacePageBody(tree, doc)
  return test.space.createPage(parentId ?? test.space.contentId, name, { write }).entryId
}

const vault = {
  'Home.md': '---\ntags:\n  - x\n---\n# Home\n\nSee [[Folder/Note]], [there](Folder/Other.md#Part) and ![[pic.png]]\n',
  'Folder/Note.md': 'Back to [[Home]], [up](../Home.md) and [beside](Other.md)\n',
  'Folder/Other.md': '# Part\n\n[[Nowhere]]\n',
  'Folder/Deep/Note.md': '[[Folder/Note]]\n',
  'pic.png': new Uint8Array([1, 2, 3]),
}

describe('exporting a space', () => {
  it('[EX1] gives back the folder that was imported', async () => {
    await test.run(new MemoryVault(vault))
    const writer = new MemoryVaultWriter()
    const report = await exported(writer)
    expect(report).toEqual({ documents: 4, folders: 2, files: 1, lost: [], cancelled: false })
    expect(writer.paths).toEqual(Object.keys(vault).sort())
    for (const [path, content] of Object.entries(vault)) {
      if (typeof content === 'string') expect(writer.text(path)).toBe(content)
      else expect(writer.files[path]).toEqual(content)
    }
    expect(writer.folders).toEqual(['Folder', 'Folder/Deep'])
  })

  it('[EX1] what was exported, imported and exported again is the same', async () => {
    const trip = page('Trip', '# Plan\n\n- [ ] Pack\n- [x] Book\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n')
    page('Day 1', 'Up [[Trip#Plan]], then\n\n```ts\nconst a = 1\n```\n', trip)
    test.space.entries.createFolder(test.space.contentId, 'Empty')
    const first = new MemoryVaultWriter()
    await exported(first)
    expect(first.paths).toEqual(['Trip.md', 'Trip/Day 1.md'])
    expect(first.folders).toEqual(['Trip', 'Empty'])
    const other = await inNewSpace()
    expect((await other.run(new MemoryVault(first.files))).lost).toEqual([])
    const second = new MemoryVaultWriter()
    await exported(second, { from: other })
    expect(second.files).toEqual(first.files)
  })

  it('[EX2] names are such as every system takes, each once; links follow them, and the report says which', async () => {
    const first = page('What? When: now', 'x')
    page('what? when: now', 'y')
    page('C#', 'z')
    const link = (entryId: VertexId): JSONContent => ({ type: 'pageLink', attrs: { entryId, target: 'old' } })
    page('Links', { type: 'doc', content: [{ type: 'paragraph', content: [link(first)] }] })
    const writer = new MemoryVaultWriter()
    const { lost } = await exported(writer)
    expect(writer.paths).toEqual(['C_.md', 'Links.md', 'What_ When_ now.md', 'what_ when_ now 2.md'])
    expect(writer.text('Links.md')).toBe('[[What_ When_ now]]\n')
    expect(lost.map(({ what }) => what)).toEqual(['What? When: now', 'what? when: now', 'C#'])
  })

  it('[EX3] pictures and files in pages lie in a folder of their own, each once, and a missing one is listed', async () => {
    const { hash } = await test.files.put(new Uint8Array([7, 7]))
    const image = (attrs: object): JSONContent => ({ type: 'image', attrs: { target: 'cat.png', ...attrs } })
    const doc = (...content: JSONContent[]): JSONContent => ({
      type: 'doc',
      content: [{ type: 'paragraph', content }],
    })
    const folder = test.space.entries.createFolder(test.space.contentId, 'Pets')
    page('Cats', doc(image({ hash }), image({ hash, syntax: 'markdown' })), folder)
    page('More', doc(image({ hash }), image({ hash: '0'.repeat(64), target: 'gone.png' })))
    const writer = new MemoryVaultWriter()
    const { files, lost } = await exported(writer)
    expect(writer.paths).toEqual(['More.md', 'Pets/Cats.md', 'attachments/cat.png'])
    expect(writer.files['attachments/cat.png']).toEqual(new Uint8Array([7, 7]))
    expect(writer.text('Pets/Cats.md')).toBe('![[attachments/cat.png]]![](../attachments/cat.png)\n')
    expect(writer.text('More.md')).toBe('![[attachments/cat.png]]![[attachments/gone.png]]\n')
    expect(files).toBe(1)
    expect(lost).toMatchObject([{ path: 'attachments/gone.png', what: 'file' }])
  })

  it('[EX7] a file that is not here is brought while the export goes on, and progress says so', async () => {
    await test.run(new MemoryVault(vault))
    const [hash = ''] = test.files.hashes
    test.files.bytesByHash.delete(hash)
    const seen: string[] = []
    const writer = new MemoryVaultWriter()
    const { files, lost } = await exported(writer, {
      control: { onProgress: ({ path, isComing }) => seen.push(isComing ? `${path} is coming` : path) },
      bring: async (wanted) => {
        expect(wanted).toBe(hash)
        await test.files.put(vault['pic.png'])
      },
    })
    expect([files, lost]).toEqual([1, []])
    expect(writer.files['pic.png']).toEqual(vault['pic.png'])
    expect(seen.filter((path) => path.startsWith('pic.png'))).toEqual(['pic.png', 'pic.png is coming'])
    expect(writer.isFinished).toBe(true)
  })

  it('[EX8] a file that cannot be had is listed with what one can do about it, and the rest is exported', async () => {
    await test.run(new MemoryVault(vault))
    test.files.bytesByHash.clear()
    const bring = (): Promise<never> => Promise.reject(new AppError({ code: 'file-elsewhere', asked: 'offline' }))
    const { documents, files, lost } = await exported(new MemoryVaultWriter(), { bring })
    expect([documents, files]).toEqual([4, 0])
    expect(lost).toMatchObject([{ path: 'pic.png', what: 'file' }])
    expect(lost[0]?.why).toContain('could not be reached')
    expect(lost[0]?.next).toMatch(/^Export again when/)
    const alone = await exported(new MemoryVaultWriter())
    expect(alone.lost).toMatchObject([{ path: 'pic.png', why: 'it is not here' }])
  })

  it('[EX4] nothing is left behind when it is stopped or the disk takes no more', async () => {
    await test.run(new MemoryVault(vault))
    const full = new MemoryVaultWriter()
    full.room = 2
    const failing = spaces.settle(exported(full).catch((error: unknown) => AppError.detailOf(error)))
    expect(await failing).toMatchObject({ code: 'not-exported', reason: 'the disk is full' })
    expect(full).toMatchObject({ isDiscarded: true, paths: [] })
    const stopped = new MemoryVaultWriter()
    const signal = { aborted: false }
    const seen: string[] = []
    const report = await exported(stopped, {
      control: {
        signal,
        onProgress: ({ done, total, path }) => {
          seen.push(`${done} of ${total} ${path}`)
          signal.aborted = done === 2
        },
      },
    })
    expect(report.cancelled).toBe(true)
    expect(seen).toHaveLength(3)
    expect(seen[0]).toMatch(/^0 of 5 /)
    expect(stopped).toMatchObject({ isDiscarded: true, paths: [] })
  })

  it('[EX5] one entry goes with all that lies in it; links out of it keep what was written', async () => {
    const home = page('Home', 'x')
    const trip = page('Trip', '', undefined)
    const link = (entryId: VertexId, target: string): JSONContent => ({ type: 'pageLink', attrs: { entryId, target } })
    const day = page(
      'Day',
      { type: 'doc', content: [{ type: 'paragraph', content: [link(home, 'The House'), link(trip, 'T')] }] },
      trip,
    )
    test.space.entries.trash(page('Old', 'x', trip))
    const writer = new MemoryVaultWriter()
    await exported(writer, { rootId: trip })
    expect(writer.paths).toEqual(['Trip.md', 'Trip/Day.md'])
    expect(writer.text('Trip/Day.md')).toBe('[[The House]][[Trip]]\n')
    const one = new MemoryVaultWriter()
    await exported(one, { rootId: day })
    expect(one.paths).toEqual(['Day.md'])
  })
})
