import Database from 'better-sqlite3'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { prepareDatabase, type PreparedDatabase } from '../../layers/sqlite/prepareDatabase'
import { APPLICATION_ID, MIGRATIONS } from '../../layers/sqlite/schema'
import { DatabaseOpening, type OpeningOrder } from './DatabaseOpening'

const SPACE = 'a'.repeat(32)
const environment = new TestEnvironment(1)

let folder: DataFolder
beforeEach(() => {
  folder = new DataFolder(mkdtempSync(join(tmpdir(), 'grove-opening-')))
  mkdirSync(folder.space(SPACE), { recursive: true })
})
afterEach(() => rmSync(folder.root, { recursive: true, force: true }))

/** A database of the first format, with so many bytes of notes in it. */
function version1(bytes: number): void {
  const db = new Database(folder.database(SPACE))
  db.exec(MIGRATIONS[0] ?? '')
  db.exec(`INSERT INTO log VALUES (1, '${SPACE}', '${'f'.repeat(32)}', 0, '0000000000000000', 0, 0, 1)`)
  db.exec('INSERT INTO outline VALUES (1, 0, NULL, NULL)')
  db.exec("INSERT INTO node VALUES ('root', NULL)")
  db.exec(`INSERT INTO nodeProperty VALUES ('root', 'name', '"Garden"', 1, '1')`)
  db.prepare('INSERT INTO note VALUES (?, ?)').run('large', 'x'.repeat(bytes))
  db.pragma(`application_id = ${APPLICATION_ID}`)
  db.pragma('user_version = 1')
  db.close()
}

describe('readying databases elsewhere', () => {
  const orders: OpeningOrder[] = []
  const elsewhere = (order: OpeningOrder): Promise<PreparedDatabase> => {
    orders.push(order)
    return Promise.resolve(prepareDatabase(order.path, order.newLog))
  }
  beforeEach(() => void orders.splice(0))

  it('[PL24] [UI160] has a large file of an older format brought up to date, and says so by its name', async () => {
    version1(2_000_000)
    const opening = new DatabaseOpening(folder, environment, elsewhere)
    expect(opening.unready(SPACE)).toEqual({ name: 'Garden', sentence: 'Bringing Garden up to date…' })
    expect((await opening.prepare(SPACE))?.sentences).toHaveLength(1)
    expect(opening.unready(SPACE)).toBeUndefined()
    expect(await opening.prepare(SPACE)).toBeUndefined()
    expect(orders).toHaveLength(1)
  })

  it('[PL24] leaves a small file to who opens it, unless it is damaged', async () => {
    version1(10)
    const opening = new DatabaseOpening(folder, environment, elsewhere)
    expect(await opening.prepare(SPACE)).toBeUndefined()
    writeFileSync(folder.database(SPACE), 'no database')
    expect((await opening.prepare(SPACE))?.notice?.code).toBe('damaged')
  })

  it('[UI160] stops when it is told to, and can be asked again', async () => {
    version1(2_000_000)
    const opening = new DatabaseOpening(folder, environment, (order, signal) => {
      if (orders.push(order) > 1) return Promise.resolve(prepareDatabase(order.path, order.newLog))
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new AppError({ code: 'cancelled' })))
      })
    })
    const preparing = opening.prepare(SPACE)
    opening.stop(SPACE)
    await expect(preparing).rejects.toMatchObject({ detail: { code: 'space-unready' } })
    expect(opening.unready(SPACE)).toBeDefined()
    expect((await opening.prepare(SPACE))?.notice).toBeNull()
  })
})
