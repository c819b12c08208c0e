import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestSpaces } from '../../../core/testing/TestSpaces'
import { parseMarkdown } from '../markdown/parseMarkdown'
import { replacePageBody } from '../PageModel'
import { MemoryVault } from './testing/MemoryVault'
import { planImport } from './planImport'
import { TestImport } from './testing/TestImport'

let spaces: TestSpaces
let test: TestImport
beforeEach(async () => {
  spaces = new TestSpaces()
  const { open, space } = await spaces.create()
  test = new TestImport(spaces, open, space)
})
afterEach(() => spaces.close())

const vaultFiles = {
  'Home.md':
    '---\naliases: [Start]\ntags: [x]\n---\n# Home\n\nSee [[Folder/Note]] and [[Other#Part|there]] ![[pic.png]]',
  'Folder/Note.md': 'Back to [[Start]] and [home](../Home.md#Home)',
  'Folder/Other.md': '# Part\n\n[[Nowhere]]',
  'Folder/Empty.md': '',
  'pic.png': new Uint8Array([1, 2, 3]),
}

function edit(name: string, markdown: string): Promise<void> {
  const { treeId = '' } = test.entry(name)
  return spaces.settle(test.space.withAppTree(treeId, ({ tree }) => replacePageBody(tree, parseMarkdown(markdown).doc)))
}

async function expectNothingWritten(run: () => Promise<unknown>): Promise<void> {
  await spaces.settle(test.open.flush())
  const written = (): readonly number[] => [test.space.tree.opCount, spaces.medium(test.space.id).packs.length]
  const before = written()
  await run()
  expect(written()).toEqual(before)
}

describe('importing a vault', () => {
  it('[IM4] is planned without changing anything', async () => {
    await expectNothingWritten(async () => {
      const plan = await planImport(new MemoryVault(vaultFiles))
      expect(plan).toMatchObject({ folders: ['Folder'], files: [{ path: 'pic.png' }], links: 6, lost: [] })
      expect(plan.pages.map((page) => page.path)).toEqual([
        'Folder/Empty.md',
        'Folder/Note.md',
        'Folder/Other.md',
        'Home.md',
      ])
      expect(plan.sizeBytes).toBeGreaterThan(100)
    })
  })

  it('[IM5] brings pages, folders and files, with every link led to what it means', async () => {
    const report = await test.run(new MemoryVault(vaultFiles))
    expect(report).toMatchObject({ space: 'Test', pages: 4, folders: 1, files: 1, unchanged: 0, cancelled: false })
    expect(report.links).toEqual({ resolved: 5, unresolved: 1 })
    expect(report.lost).toEqual([
      { path: 'Folder/Other.md', what: '[[Nowhere]]', why: 'nothing of this name is in the folder' },
    ])
    expect(test.paths()).toEqual(['Folder', 'Folder/Empty', 'Folder/Note', 'Folder/Other', 'Home', 'pic.png'])
    expect(test.linkedNames('Home')).toEqual(['Note', 'Other'])
    expect(test.linkedNames('Note')).toEqual(['Home'])
    const home = JSON.stringify(await test.doc('Home'))
    expect(home).toContain(test.entry('Note').id)
    expect(home).toContain(test.entry('pic.png').file?.hash)
    expect(JSON.stringify(await test.doc('Note'))).toContain(test.entry('Home').id)
    expect(await test.text('Empty')).toBe('')
    expect(test.space.tree.property(test.entry('Home').id, 'aliases')).toEqual(['Start'])
  })

  it('[IM8] changes nothing when it is run again', async () => {
    const vault = new MemoryVault(vaultFiles)
    const first = await test.run(vault)
    await expectNothingWritten(async () => {
      const again = await test.run(vault)
      expect(again).toEqual({ ...first, importId: again.importId, unchanged: 5 })
    })
  })

  it('[IM9] brings what changed at the source, and leaves the rest alone', async () => {
    const vault = new MemoryVault(vaultFiles)
    await test.run(vault)
    vault.put('Folder/Other.md', 'New text, [[Home]]')
    vault.put('pic.png', new Uint8Array([9]))
    vault.put('Nowhere.md', 'here now')
    const report = await test.run(vault)
    expect(report).toMatchObject({ pages: 5, files: 1, unchanged: 3, links: { unresolved: 0 } })
    expect(await test.text('Other')).toBe('New text, Home')
    expect(test.linkedNames('Other')).toEqual(['Home'])
    expect(test.entry('pic.png').file?.sizeBytes).toBe(1)
  })

  it('[IM9] leads links that led nowhere once their page has come', async () => {
    const vault = new MemoryVault({ 'a.md': '[[b]]' })
    expect((await test.run(vault)).links).toEqual({ resolved: 0, unresolved: 1 })
    vault.put('b.md', '')
    expect((await test.run(vault)).links).toEqual({ resolved: 1, unresolved: 0 })
    expect(test.linkedNames('a')).toEqual(['b'])
  })

  it('[IM10] keeps what was written in Grove, and says so where the source changed too', async () => {
    const vault = new MemoryVault(vaultFiles)
    await test.run(vault)
    await edit('Other', 'Mine')
    await edit('Note', 'Mine too')
    vault.put('Folder/Other.md', 'Theirs')
    const report = await test.run(vault)
    expect(await test.text('Other')).toBe('Mine')
    expect(await test.text('Note')).toBe('Mine too')
    expect(report.lost.filter((lost) => lost.what === 'page')).toEqual([
      { path: 'Folder/Other.md', what: 'page', why: 'changed here and at the source: the version here was kept' },
    ])
  })

  it('[IM10] keeps what is gone at the source, and where people put and how they called things', async () => {
    const vault = new MemoryVault(vaultFiles)
    await test.run(vault)
    const { id } = test.entry('Note')
    test.space.entries.move(id, test.space.contentId)
    test.space.entries.rename(id, 'Renamed')
    vault.remove('Folder/Empty.md')
    await test.run(vault)
    expect(test.paths()).toEqual(['Folder', 'Folder/Empty', 'Folder/Other', 'Home', 'Renamed', 'pic.png'])
  })

  it('[IM11] stops when asked, with whole pages only, and goes on later', async () => {
    const vault = new MemoryVault(vaultFiles)
    const signal = { aborted: false }
    let planned = false
    const seen: string[] = []
    const stopped = await test.run(vault, {
      signal,
      onProgress: ({ done, total, path }) => {
        planned ||= done === total - 1
        seen.push(path)
        if (planned && path === 'Folder/Other.md') signal.aborted = true
      },
    })
    expect(stopped.cancelled).toBe(true)
    expect(stopped.pages).toBe(2)
    for (const name of ['Empty', 'Note']) expect(test.entry(name).treeId).toBeDefined()
    expect(await test.text('Note')).toBe('Back to Start and home')
    const report = await test.run(vault)
    expect(report).toMatchObject({ pages: 4, unchanged: 3, cancelled: false })
    expect(test.paths()).toHaveLength(6)
    expect(JSON.stringify(await test.doc('Note'))).toContain(test.entry('Home').id)
  })

  it('[IM11] tells how far it is, and lets others work between files', async () => {
    const steps: number[] = []
    let pauses = 0
    await test.run(new MemoryVault(vaultFiles), {
      onProgress: ({ done, total }) => steps.push(done / total),
      pause: () => Promise.resolve(void (pauses += 1)),
    })
    expect(steps.filter((step) => step === 0)).toHaveLength(2)
    expect(Math.max(...steps)).toBeLessThan(1)
    expect(pauses).toBeGreaterThanOrEqual(9)
  })

  it('[IM13] reads what is not UTF-8 as best it can and keeps the original, keeps what is no text as a file', async () => {
    const vault = new MemoryVault({
      'latin.md': new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]),
      'wide.md': new Uint8Array([0xff, 0xfe, 0x41, 0x00, 0xe4, 0x00]),
      'marked.md': new Uint8Array([0xef, 0xbb, 0xbf, 0x41]),
      'binary.md': new Uint8Array([1, 0, 2]),
    })
    const report = await test.run(vault)
    expect(await test.text('latin')).toBe('Grüße')
    expect(await test.text('wide')).toBe('Aä')
    expect(await test.text('marked')).toBe('A')
    expect(test.paths()).toEqual(['binary.md', 'latin', 'latin.md', 'marked', 'wide'])
    expect([...(await test.files.get(test.entry('latin.md').file?.hash ?? ''))]).toEqual([0x47, 0x72, 0xfc, 0xdf, 0x65])
    expect(report.lost.map(({ path, what }) => [path, what])).toEqual([
      ['binary.md', 'page'],
      ['latin.md', 'some characters'],
    ])
    await expectNothingWritten(() => test.run(vault))
  })

  it('[IM13] goes on when a file vanishes, before or after it was looked at, and says so', async () => {
    const vault = new MemoryVault({ 'a.md': 'a', 'b.md': 'b', 'c.png': 'c', 'd.md': 'd' })
    vault.vanishing.add('b.md').add('c.png')
    const report = await test.run(vault, {
      onProgress: ({ path }) => {
        if (path === 'a.md' && test.paths().length > 0) vault.vanishing.add('d.md')
      },
    })
    expect(report.lost.map((lost) => lost.path).sort()).toEqual(['b.md', 'c.png'])
    vault.vanishing.clear()
    expect(await test.run(vault)).toMatchObject({ pages: 3, files: 1, lost: [] })
  })

  it('[IM13] keeps a page far too large for one as a file', async () => {
    const report = await test.run(new MemoryVault({ 'huge.md': new Uint8Array(25 * 1024 * 1024).fill(97) }))
    expect(test.paths()).toEqual(['huge.md'])
    expect(report).toMatchObject({ pages: 0, files: 1, lost: [{ path: 'huge.md' }] })
  })

  it('[IM14] takes any names: emoji, signs, 255 bytes, and such that differ in case only', async () => {
    const long = 'ü'.repeat(126)
    const vault = new MemoryVault({
      '😀 dir/👩‍👩‍👧.md': '[[Case]] [[case]] [[CASE]]',
      '😀 dir/a & b (c) #d.md': '',
      [`${long}.md`]: `[[${long}]]`,
      'Case.md': 'upper',
      'case.md': 'lower',
    })
    const report = await test.run(vault)
    expect(report).toMatchObject({ pages: 5, links: { resolved: 4, unresolved: 0 } })
    expect(test.paths()).toEqual(['😀 dir', '😀 dir/a & b (c) #d', '😀 dir/👩‍👩‍👧', 'Case', 'case', long].sort())
    expect(test.linkedNames('👩‍👩‍👧')).toEqual(['Case', 'case'])
  })

  it('[IM15] ends with what the disk said when nothing can be written, and goes on when it can', async () => {
    const vault = new MemoryVault(vaultFiles)
    test.files.failure = { code: 'disk-full', path: '/' }
    await expect(test.run(vault)).rejects.toMatchObject({ detail: { code: 'disk-full' } })
    test.files.failure = null
    expect(await test.run(vault)).toMatchObject({ pages: 4, files: 1, folders: 1 })
  })

  it('[IM15] reports one file that the disk refuses and goes on', async () => {
    test.files.failure = { code: 'disk-error', path: '/', reason: 'bad block' }
    const report = await test.run(new MemoryVault(vaultFiles))
    expect(report).toMatchObject({ pages: 4, files: 0 })
    expect(report.lost.map((lost) => lost.path)).toContain('pic.png')
  })
})
