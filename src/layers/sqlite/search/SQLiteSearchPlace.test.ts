import Database from 'better-sqlite3'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compactDatabase } from '../compactDatabase'
import { SCHEMA_VERSION } from '../schema'
import { SQLitePersistenceLayer } from '../SQLitePersistenceLayer'
import { SearchBed } from './testing/SearchBed'

let bed: SearchBed
beforeEach(async () => {
  bed = new SearchBed()
  await bed.start()
})
afterEach(() => bed.close())

const found = (pieces: readonly { readonly text: string; readonly isFound: boolean }[]): string[] =>
  pieces.filter(({ isFound }) => isFound).map(({ text }) => text)

describe('SQLiteSearchPlace', () => {
  it('[SE1] finds documents in which every word stands, in the title or the text, as beginnings', async () => {
    bed.page('Garden plan', 'Beds and paths.\nRaised beds are of larch.')
    bed.page('Kitchen', 'A larch table, and paths to the garden.')
    bed.page('Empty', '')
    expect(await bed.titles('larch')).toEqual(expect.arrayContaining(['Garden plan', 'Kitchen']))
    expect(await bed.titles('gard lar')).toEqual(['Garden plan', 'Kitchen'])
    expect(await bed.titles('raised garden')).toEqual(['Garden plan'])
    expect(await bed.titles('ardent')).toEqual([])
    expect(await bed.titles('empty')).toEqual(['Empty'])
  })

  it('[SE2] finds words within quotes only as they stand', async () => {
    bed.page('One', 'the old oak tree')
    bed.page('Two', 'the tree, an old one, an oak')
    expect(await bed.titles('"old oak" tree')).toEqual(['One'])
    expect(await bed.titles('"old oak tr')).toEqual(['One'])
    expect(await bed.titles('"old oa" ')).toEqual([])
  })

  it('[SE5] tells where a document is and where in it the words stand', async () => {
    const folderId = bed.space.entries.createFolder(bed.space.contentId, 'Projects')
    const { entryId, treeId } = bed.page('Garden', 'First line.\nThe second has the compost heap.\nThird.', folderId)
    const inner = bed.page('Heap', 'compost', entryId)
    const hits = await bed.hits('comp')
    expect(hits.find((hit) => hit.treeId === treeId)).toMatchObject({
      spaceId: bed.space.id,
      entryId,
      appId: 'page',
      path: 'Projects',
      passage: 'The second has the compost heap.',
    })
    expect(hits.find((hit) => hit.treeId === inner.treeId)?.path).toBe('Projects / Garden')
    expect(found(hits.find((hit) => hit.treeId === treeId)?.snippet ?? [])).toEqual(['compost'])
  })

  it('[SE6] finds what was committed a moment ago, and no more what was there before', async () => {
    const { treeId } = bed.page('Page', 'walrus')
    expect(await bed.titles('walrus')).toEqual(['Page'])
    await bed.write(treeId, 'narwhal')
    expect(await bed.titles('walrus')).toEqual([])
    expect(await bed.titles('narwhal')).toEqual(['Page'])
  })

  it('[SE7] follows renames, moves, the trash and its undoing', async () => {
    const { entryId } = bed.page('Page', 'walrus')
    const folderId = bed.space.entries.createFolder(bed.space.contentId, 'Sea')
    expect(await bed.titles('page')).toEqual(['Page'])
    bed.space.entries.rename(entryId, 'Animal')
    expect(await bed.titles('page')).toEqual([])
    expect(await bed.titles('anim')).toEqual(['Animal'])
    bed.space.entries.move(entryId, folderId)
    expect((await bed.hits('walrus'))[0]?.path).toBe('Sea')
    bed.space.entries.trash(folderId)
    expect(await bed.answer('walrus')).toMatchObject({ hits: [], count: 0, progress: null })
    bed.space.entries.restore(folderId)
    expect(await bed.titles('walrus')).toEqual(['Animal'])
    bed.space.tree.remove(entryId)
    expect(await bed.titles('walrus')).toEqual([])
  })

  it('[SE8] reads only what changed', async () => {
    const pages = Array.from({ length: 20 }, (_, index) => bed.page(`Page ${index}`, `walrus ${index}`))
    await bed.settled()
    expect(bed.reads).toBe(20)
    await bed.write(pages[3]?.treeId ?? '', 'narwhal')
    expect(await bed.titles('narwhal')).toEqual(['Page 3'])
    await bed.index.close()
    bed.index = bed.newIndex()
    expect(await bed.titles('walrus 19')).toEqual(['Page 19'])
    expect(bed.reads).toBe(21)
  })

  it('[SE9] goes on where it was when it is killed, and says how far it is meanwhile', async () => {
    for (let index = 0; index < 100; index++) bed.page(`Page ${index}`, `walrus ${index}`)
    const answer = await bed.answer('walrus')
    expect(answer.progress).toEqual({ done: 48, total: 100 })
    expect(answer.count).toBe(48)
    // What a killed process leaves: the files as they are, without anybody closing them.
    const [space, index] = [readFileSync(bed.indexPath), readFileSync(`${bed.indexPath}-wal`)]
    await bed.index.close()
    writeFileSync(bed.indexPath, space)
    writeFileSync(`${bed.indexPath}-wal`, index)
    bed.index = bed.newIndex()
    await bed.settled()
    expect(await bed.answer('walrus', 200)).toMatchObject({ count: 100, progress: null })
    expect(bed.told.at(-1)).toBeNull()
  })

  it('[SE9] finds what was written last before the rest is read', async () => {
    for (let index = 0; index < 200; index++) bed.page(`Page ${index}`, `walrus ${index}`)
    await bed.answer('')
    bed.page('Newest', 'narwhal')
    expect(await bed.titles('narwhal')).toEqual(['Newest'])
  })

  it('[SE10] begins anew for another log, and for one that went back', async () => {
    bed.page('Page', 'walrus')
    await bed.settled()
    const older = await copyOf(bed)
    bed.page('Later', 'narwhal')
    await bed.settled()
    await bed.index.close()
    await bed.manager.closeAll()
    writeFileSync(bed.databasePath, older)
    bed.index = bed.newIndex()
    await expect(search(bed, 'narwhal')).resolves.toEqual([])
    await expect(search(bed, 'walrus')).resolves.toEqual(['Page'])
    await bed.index.close()
    change(bed.databasePath, (db) => db.exec(`UPDATE log SET logId = '${'f'.repeat(32)}'`))
    bed.reads = 0
    bed.index = bed.newIndex()
    await expect(search(bed, 'walrus')).resolves.toEqual(['Page'])
    expect(bed.reads).toBe(1)
  })

  it('[SE10] begins anew when other changes stand where it was', async () => {
    bed.page('Page', 'walrus')
    await bed.settled()
    await bed.index.close()
    change(bed.indexPath, (db) => db.exec(`UPDATE mark SET throughKey = 'another'`))
    bed.reads = 0
    bed.index = bed.newIndex()
    expect(await bed.titles('walrus')).toEqual(['Page'])
    expect(bed.reads).toBe(1)
  })

  it.each([
    ['garbage', (path: string) => writeFileSync(path, 'this is no database '.repeat(1000))],
    ['an empty file', (path: string) => writeFileSync(path, '')],
    ['another application’s', (path: string) => change(path, (db) => db.exec('PRAGMA application_id = 1'))],
    ['one of another Grove', (path: string) => change(path, (db) => db.exec('PRAGMA user_version = 99'))],
    ['one without a table', (path: string) => change(path, (db) => db.exec('DROP TABLE document'))],
    ['damaged pages', (path: string) => writeFileSync(path, damaged(readFileSync(path)))],
  ])('[SE11] makes the index anew in place of %s', async (_, harm) => {
    for (let index = 0; index < 30; index++) bed.page(`Page ${index}`, `walrus ${index} ${'words '.repeat(50)}`)
    await bed.settled()
    await bed.index.close()
    harm(bed.indexPath)
    bed.index = bed.newIndex()
    // The first answer may be the one that meets the damage.
    await bed.answer('walrus')
    await bed.settled()
    expect(await bed.answer('walrus', 50)).toMatchObject({ count: 30, problems: [] })
    expect((await bed.hits('walrus 7')).length).toBeGreaterThan(0)
  })

  it('[SE11] says in a sentence why a space cannot be searched, and searches the others', async () => {
    bed.page('Page', 'walrus')
    await bed.open.flush()
    const gone = bed.newIndex()
    await bed.manager.closeAll()
    change(bed.databasePath, (db) => db.exec('PRAGMA user_version = 99'))
    const answer = await gone.find({ spaceIds: [bed.open.id], text: 'walrus', limit: 5 })
    expect(answer.hits).toEqual([])
    expect(answer.problems[0]?.sentence).toMatch(/\.$/)
    change(bed.databasePath, (db) => db.pragma(`user_version = ${SCHEMA_VERSION}`))
    expect((await gone.find({ spaceIds: [bed.open.id], text: 'walrus', limit: 5 })).hits).toHaveLength(1)
    await gone.close()
  })

  it.each([
    [
      '"',
      '""',
      '"""',
      "'",
      '*',
      'a*',
      '*a',
      '-',
      'NOT',
      'a NOT b',
      'AND',
      'OR OR',
      'NEAR(a b, 2)',
      'title:a',
      '^a',
      '{a}',
    ],
    [
      'a"b',
      '"a',
      "'; DROP TABLE word; --",
      'a\u0000b',
      '(((',
      ')',
      '+',
      '\\',
      '%',
      '_',
      '🙂',
      '\ud800',
      ' ',
      '。',
      '...',
    ],
    ['x'.repeat(10_000), 'ab '.repeat(4000), '"'.repeat(10_000), '('.repeat(5000)],
  ])('[SE3] takes whatever is typed for words: %#', async (...texts) => {
    bed.page('a', 'a and b or not near title word')
    for (const text of texts) expect((await bed.answer(text)).problems, text.slice(0, 40)).toEqual([])
    expect(await bed.titles('a NOT b')).toEqual(['a'])
    expect(await bed.titles('NEAR(title')).toEqual(['a'])
  })

  it('[SE8] reads a log that is compressed, and trees that have snapshots', async () => {
    for (let index = 0; index < 50; index++) bed.page(`Page ${index}`, `walrus ${index}`)
    await bed.open.flush()
    const { journal } = bed.open
    if (!(journal instanceof SQLitePersistenceLayer)) throw new Error('The journal is not in SQLite.')
    const { treeId } = bed.page('Packed', 'narwhal')
    await bed.open.flush()
    const bytes = await bed.space.withAppTree(treeId, ({ tree }) => tree.snapshot())
    await journal.saveSnapshot({ treeId, through: journal.summary().head, bytes })
    expect(compactDatabase(journal, bed.databasePath, { keepNewest: 0, minPacks: 1 }).packs).toBeGreaterThan(50)
    await bed.write(treeId, 'narwhal and seal')
    await bed.settled()
    expect(await bed.titles('walrus 4 page')).toContain('Page 4')
    expect(await bed.titles('narwhal seal')).toEqual(['Packed'])
  })

  it('[SE13] gives the index the rights of the space’s own file', async () => {
    bed.page('Page', 'walrus')
    await bed.open.flush()
    chmodSync(bed.databasePath, 0o600)
    await bed.settled()
    for (const end of ['', '-wal', '-shm']) expect(statSync(bed.indexPath + end).mode & 0o777).toBe(0o600)
  })

  it('[SE13] leaves nothing beside the space’s file but the index', async () => {
    bed.page('Page', 'walrus')
    await bed.settled()
    expect(existsSync(bed.indexPath)).toBe(true)
    await bed.index.close()
    expect(existsSync(`${bed.indexPath}-wal`)).toBe(false)
  })
})

async function search(at: SearchBed, text: string): Promise<string[]> {
  const { hits } = await at.index.find({ spaceIds: [at.open.id], text, limit: 10 })
  return hits.map(({ title }) => title.map((piece) => piece.text).join(''))
}

async function copyOf(at: SearchBed): Promise<Buffer> {
  await at.open.flush()
  change(at.databasePath, (db) => db.pragma('wal_checkpoint(TRUNCATE)'))
  return readFileSync(at.databasePath)
}

function change(path: string, work: (db: Database.Database) => unknown): void {
  const db = new Database(path)
  work(db)
  db.close()
}

/** Everything after the first page. */
function damaged(bytes: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0x5a)])
}
