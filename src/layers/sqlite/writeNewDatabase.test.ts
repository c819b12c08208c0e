import Database from 'better-sqlite3'
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase } from './openDatabase'
import { openingWork } from './openingWork'
import { writeNewDatabase } from './writeNewDatabase'

const NEW_LOG = { spaceId: 'a'.repeat(32), logId: 'b'.repeat(32) }
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'grove-new-'))
  path = join(folder, 'space.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('[SP45] a new database is one sound file, as if it had been made step by step', () => {
  writeNewDatabase(path, NEW_LOG)
  expect(readdirSync(folder)).toEqual(['space.sqlite'])
  const db = new Database(path)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(db.pragma('auto_vacuum', { simple: true })).toBe(2)
  expect(db.prepare('SELECT spaceId, logId, isClean FROM log').get()).toEqual({ ...NEW_LOG, isClean: 1 })
  db.close()
  expect(openingWork(path)).toBe('none')
})

it('[SP45] what a program left that ended while it wrote one is in nobody’s way', () => {
  writeFileSync(`${path}.new`, 'half of a')
  const { db, notice } = openDatabase(path, 'create', NEW_LOG)
  expect(notice).toBeNull()
  db.close()
  expect(readdirSync(folder)).toEqual(['space.sqlite'])
})

it('[SP45] nothing of a file that is gone gets into a new one of its name', () => {
  const { db } = openDatabase(path, 'create', NEW_LOG)
  db.exec("INSERT INTO note VALUES ('key', 'value')")
  copyFileSync(`${path}-wal`, join(folder, 'kept'))
  db.close()
  rmSync(path)
  copyFileSync(join(folder, 'kept'), `${path}-wal`)
  const made = openDatabase(path, 'create', { ...NEW_LOG, logId: 'c'.repeat(32) }).db
  expect(made.prepare('SELECT logId FROM log').pluck().get()).toBe('c'.repeat(32))
  expect(made.prepare('SELECT count(*) FROM note').pluck().get()).toBe(0)
  made.close()
})

it('[SP46] a space that was only opened when the power went is as sound as before; one that was written to is checked', () => {
  const after = join(folder, 'after.sqlite')
  const { db } = openDatabase(path, 'create', NEW_LOG)
  // Nothing was synced, so the disk may have none of the write-ahead log.
  copyFileSync(path, after)
  expect(openingWork(after)).toBe('none')
  expect(db.pragma('synchronous', { simple: true })).toBe(2)
  db.exec("INSERT INTO note VALUES ('key', 'value')")
  copyFileSync(`${path}-wal`, `${after}-wal`)
  expect(openingWork(after)).toBe('check')
  db.close()
})
