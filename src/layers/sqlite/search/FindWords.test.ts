import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSearch } from '../../../core/search/parseSearch'
import { FindWords } from './FindWords'
import { openSearchDatabase } from './openSearchDatabase'
import type { SearchTables } from './SearchTables'

let folder: string
let tables: SearchTables
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-words-'))
  tables = openSearchDatabase(join(folder, 'search.sqlite'), 0o600)
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

describe('FindWords', () => {
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
})
