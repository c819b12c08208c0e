import initSqlite from '@sqlite.org/sqlite-wasm'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSearch } from '../../core/search/parseSearch'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { WasmSearchPlace } from '../opfs/WasmSearchPlace'
import { SQLiteSearchPlace } from '../sqlite/search/SQLiteSearchPlace'
import { FindWords } from './FindWords'
import { openSearchTables } from './openSearchTables'
import type { SearchPlace } from './SearchPlace'
import type { SearchTables } from './SearchTables'

function native(folder: string): SearchPlace {
  const databasePath = join(folder, 'space.sqlite')
  closeSync(openSync(databasePath, 'w'))
  return new SQLiteSearchPlace({ databasePath, indexPath: join(folder, 'search.sqlite') })
}

async function wasm(): Promise<SearchPlace> {
  const sqlite = await initSqlite()
  const notAsked = (): never => {
    throw new Error('only the index is used here')
  }
  return new WasmSearchPlace({
    ...{ sqlite, openLog: notAsked, discard: notAsked },
    open: () => new sqlite.oo1.DB(':memory:'),
  })
}

describe.each([
  ['the desktop', native],
  ['a browser', wasm],
])('FindWords with the SQLite of %s', (_, placeIn) => {
  let folder: string
  let tables: SearchTables
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'grove-words-'))
    tables = openSearchTables(await placeIn(folder))
  })
  afterEach(() => {
    tables.db.close()
    rmSync(folder, { recursive: true, force: true })
  })

  function put(position: number, title: string, text: string): void {
    tables.putDue(`tree ${position}`, position)
    tables.settle({ position, treeId: `tree ${position}`, due: position, isFindable: 0 }, { title, text })
  }

  function find(text: string, limit = 3): number[] {
    return new FindWords(tables.db).find(parseSearch(text), limit).rows.map(({ position }) => position)
  }

  it('[SE4] puts those first that say it in the title, then those that say it more often', () => {
    put(1, 'Birds', 'a walrus among many other words about other animals')
    put(2, 'Walrus', 'a page about animals')
    put(3, 'Sea', 'walrus upon walrus')
    expect(find('walrus')).toEqual([2, 3, 1])
  })

  it('[SE12] shows titles first, then what changed last, where too many are found to weigh each', () => {
    tables.db.exec('BEGIN')
    put(1, 'An old walrus', 'first')
    for (let position = 2; position <= 5200; position++) put(position, 'Page', 'a walrus')
    tables.db.exec('COMMIT')
    expect(find('walrus')).toEqual([1, 5200, 5199])
    expect(new FindWords(tables.db).find(parseSearch('walrus'), 3)).toMatchObject({ count: 5000, isMore: true })
    expect(new FindWords(tables.db).find(parseSearch('old walrus'), 3)).toMatchObject({ count: 1, isMore: false })
  })

  it('[SE1] finds words of scripts without spaces, and words with and without accents', () => {
    put(1, '旅行', '私は東京に住んでいます。')
    put(2, 'Café', 'Ein großes Straßenfest, ΟΔΟΣ και χώρος')
    put(3, 'ไทย', 'ฉันรักภาษาไทย')
    for (const text of ['東京', '京に住', '旅行']) expect(find(text), text).toEqual([1])
    for (const text of ['cafe', 'CAFÉ', 'grosses', 'strass', 'GROẞES', 'οδος', 'χωρος'])
      expect(find(text), text).toEqual([2])
    expect(find('ภาษา')).toEqual([3])
    expect(find('京東')).toEqual([])
  })

  it('[SE2, SE3] takes whatever is typed for words, and gives texts back as they were', () => {
    put(1, 'a', 'old oak, NOT near')
    put(2, 'b', 'oak and old 🌳')
    for (const text of ['"', 'a*', 'NOT', 'NEAR(a b, 2)', 'title:a', '^a', "'; DROP TABLE word; --", '\ud800', '\0'])
      expect(() => parseSearch(text).length > 0 && find(text), text).not.toThrow()
    expect(find('"old oak"')).toEqual([1])
    expect(tables.document(2)).toEqual({ treeId: 'tree 2', text: 'oak and old 🌳' })
  })
})

it('[SE19] weighs words in a browser exactly as on the desktop', async () => {
  const random = new SeededRandom(19)
  const words = ['oak', 'old', 'walrus', 'wall', 'sea', 'Straße', 'über', '東京', 'οδός']
  const text = (most: number): string =>
    Array.from({ length: 1 + random.integer(most) }, () => words[random.integer(words.length)]).join(' ')
  const pages = Array.from({ length: 200 }, () => ({ title: text(3), text: text(40) }))
  const folder = mkdtempSync(join(tmpdir(), 'grove-words-'))
  const both = [openSearchTables(native(folder)), openSearchTables(await wasm())]
  const answers = both.map((tables) => {
    for (const [index, page] of pages.entries()) {
      const position = index + 1
      tables.putDue(`tree ${position}`, position)
      tables.settle({ position, treeId: `tree ${position}`, due: position, isFindable: 0 }, page)
    }
    const find = new FindWords(tables.db)
    return ['wal', 'old oak', '"old oak"', 'strass', '京', 'uber sea w'].map((typed) =>
      find.find(parseSearch(typed), 50),
    )
  })
  expect(answers[1]).toEqual(answers[0])
  expect(answers[0]?.map(({ count }) => count > 0)).not.toContain(false)
  for (const { db } of both) db.close()
  rmSync(folder, { recursive: true, force: true })
})
