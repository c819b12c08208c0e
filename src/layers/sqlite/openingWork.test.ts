import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { openingWork } from './openingWork'
import { prepareDatabase } from './prepareDatabase'
import { APPLICATION_ID, MIGRATIONS } from './schema'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

let folder: string
let path: string
const environment = new TestEnvironment(1)
const newLog = { spaceId: 'a'.repeat(32), logId: 'f'.repeat(32) }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-check-'))
  path = join(folder, 'space.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

function layer(mode: 'open' | 'create'): SQLitePersistenceLayer {
  return new SQLitePersistenceLayer({
    spaceId: 'a'.repeat(32),
    path,
    mode,
    environment,
    sealer: testSealer,
    sync: syncAtOnce,
  })
}

/** As the file lies on the disk after a crash: what the program would have done at its end was not done. */
async function crashed(): Promise<string> {
  const first = layer('create')
  await environment.settle(first.open())
  const left = join(folder, 'crashed.sqlite')
  for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, left + suffix)
  await environment.settle(first.close())
  return left
}

describe('looking at a database before it is opened', () => {
  it('[PL24] tells one that was not closed in order, and readies it', async () => {
    const left = await crashed()
    expect(openingWork(path)).toBe('none')
    expect(openingWork(left)).toBe('check')
    expect(prepareDatabase(left, newLog)).toEqual({ notice: null, sentences: [] })
    expect(openingWork(left)).toBe('none')
    expect(openingWork(join(folder, 'none.sqlite'))).toBe('none')
  })

  it('[PL24] tells one that is damaged before anything else, and readies it', async () => {
    const left = await crashed()
    writeFileSync(left, 'no database at all')
    rmSync(`${left}-wal`, { force: true })
    expect(openingWork(left)).toBe('mend')
    expect(prepareDatabase(left, newLog).notice).toMatchObject({ code: 'damaged' })
    expect(openingWork(left)).toBe('none')
  })

  it('[PL24] tells an older format, and brings it to this one', () => {
    const db = new Database(path)
    db.pragma('journal_mode = WAL')
    db.exec(MIGRATIONS[0] ?? '')
    db.exec(`INSERT INTO log VALUES (1, '${newLog.spaceId}', '${newLog.logId}', 0, '0000000000000000', 0, 0, 1)`)
    db.exec('INSERT INTO outline VALUES (1, 0, NULL, NULL)')
    db.pragma(`application_id = ${APPLICATION_ID}`)
    db.pragma('user_version = 1')
    db.close()
    expect(openingWork(path)).toBe('upgrade')
    expect(prepareDatabase(path, newLog).sentences).toHaveLength(1)
    expect(openingWork(path)).toBe('none')
  })
})
