import initSqlite, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { openSearchTables } from '../search/openSearchTables'
import { WasmSearchPlace } from './WasmSearchPlace'

let sqlite: Sqlite3Static
let lastFile = 0
beforeAll(async () => {
  sqlite = await initSqlite()
})

/** A place in the file system that SQLite has in memory. What is discarded leaves room for a file of another name. */
function newPlace() {
  let path = `/${++lastFile}.sqlite`
  let discarded = 0
  const place = new WasmSearchPlace({
    sqlite,
    openLog: () => {
      throw new Error('only the index is used here')
    },
    open: () => new sqlite.oo1.DB(path, 'c'),
    discard: () => {
      path = `/${++lastFile}.sqlite`
      discarded += 1
    },
  })
  return { place, write: (bytes: Uint8Array) => store(path, bytes), path: () => path, discarded: () => discarded }
}

function store(path: string, bytes: Uint8Array): void {
  sqlite.capi.sqlite3_js_posix_create_file(path, bytes)
}

describe('an index in WebAssembly’s SQLite', () => {
  it('[SE21] is what was written when it is opened again', () => {
    const { place, discarded } = newPlace()
    const first = openSearchTables(place)
    first.putMark({ logId: 'a', through: 3, throughKey: 'key' })
    first.db.close()
    const second = openSearchTables(place)
    expect(second.mark()).toEqual({ logId: 'a', through: 3, throughKey: 'key' })
    expect(discarded()).toBe(0)
    second.db.close()
  })

  it('[SE11] gives way when it is garbage', () => {
    const { place, write, discarded } = newPlace()
    write(new TextEncoder().encode('this is no database '.repeat(1000)))
    expect(openSearchTables(place).mark().through).toBe(0)
    expect(discarded()).toBe(1)
  })

  it.each([
    ['of another Grove', 'PRAGMA user_version = 99'],
    ['of another application', 'PRAGMA application_id = 1'],
    ['without a table', 'DROP TABLE document'],
  ])('[SE11] gives way when it is %s', (_, harm) => {
    const { place, path, discarded } = newPlace()
    openSearchTables(place).db.close()
    const db = new sqlite.oo1.DB(path())
    db.exec(harm)
    db.close()
    expect(openSearchTables(place).mark().through).toBe(0)
    expect(discarded()).toBe(1)
  })

  it('[SE9] undoes what was begun and not ended', () => {
    const { place } = newPlace()
    const tables = openSearchTables(place)
    expect(tables.db.inTransaction).toBe(false)
    tables.db.exec('BEGIN IMMEDIATE')
    expect(tables.db.inTransaction).toBe(true)
    tables.putMark({ logId: 'a', through: 3, throughKey: 'key' })
    tables.db.exec('ROLLBACK')
    expect(tables.mark().through).toBe(0)
    tables.db.close()
  })

  it('[SE11] says in sentences what keeps it from being used', () => {
    const { place } = newPlace()
    const full = new sqlite.SQLite3Error(sqlite.capi.SQLITE_FULL)
    expect(place.describe(full)).toMatch(/no more room.*free some space/)
    expect(place.describe(new AppError({ code: 'closed' }))).toMatch(/^This space is closed/)
    expect(place.describe(new Error('strange'))).toMatch(/\(strange\)\. Your pages are not touched/)
    expect(place.isDamage(full)).toBe(false)
    expect(place.isDamage(new sqlite.SQLite3Error(sqlite.capi.SQLITE_CORRUPT_INDEX))).toBe(true)
  })
})
