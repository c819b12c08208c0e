import Database from 'better-sqlite3'
import { closeSync, copyFileSync, existsSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { isSound, isUnclean } from './quickCheck'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { testSealer } from './testing/testSealer'

let folder: string
let path: string
const environment = new TestEnvironment(1)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-check-'))
  path = join(folder, 'space.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

function layer(mode: 'open' | 'create'): SQLitePersistenceLayer {
  return new SQLitePersistenceLayer({ spaceId: 'a'.repeat(32), path, mode, environment, sealer: testSealer })
}

describe('looking at a database before it is opened', () => {
  it('[PL24] tells one that was not closed in order, and that it is sound', async () => {
    const first = layer('create')
    await environment.settle(first.open())
    const crashed = join(folder, 'crashed.sqlite')
    for (const suffix of ['', '-wal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, crashed + suffix)
    await environment.settle(first.close())
    expect(isUnclean(path)).toBe(false)
    expect(isUnclean(crashed)).toBe(true)
    expect(isSound(crashed)).toBe(true)
    expect(isUnclean(join(folder, 'none.sqlite'))).toBe(false)
  })

  it('[PL24] does not call a damaged one sound', async () => {
    const first = layer('create')
    await environment.settle(first.open())
    await environment.settle(first.close())
    const db = new Database(path)
    db.exec('UPDATE log SET isClean = 0')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    const file = openSync(path, 'r+')
    const { size } = statSync(path)
    for (let at = 4096; at < size; at += 4096) writeSync(file, Buffer.alloc(64, 0xff), 0, 64, at)
    closeSync(file)
    expect(isSound(path)).toBe(false)
  })
})
