import Database from 'better-sqlite3'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { copyDatabase } from '../../layers/sqlite/copyDatabase'
import { DataCopies } from './DataCopies'

const ID = 'a'.repeat(32)

describe('DataCopies', () => {
  let folder: DataFolder
  let now: number
  let live: Database.Database | undefined
  const copies = (copy = copyDatabase): DataCopies =>
    new DataCopies({
      folder,
      now: () => now,
      copyDatabase: async (from, to) => copy(from, to),
    })
  const packs = (file: string): unknown => {
    const db = new Database(file, { readonly: true })
    const row = db.prepare('SELECT count(*) AS n FROM pack').get()
    db.close()
    return row
  }

  beforeEach(() => {
    folder = new DataFolder(mkdtempSync(path.join(tmpdir(), 'grove-copies-')))
    now = 1000
    mkdirSync(folder.files(ID), { recursive: true })
    writeFileSync(path.join(folder.files(ID), 'picture'), 'never changes')
    writeFileSync(folder.settings, '{"theme":"dark"}')
    live = new Database(folder.database(ID))
    live.pragma('journal_mode = WAL')
    live.exec('CREATE TABLE pack (count INTEGER); PRAGMA user_version = 7; INSERT INTO pack VALUES (1), (2)')
  })
  afterEach(() => {
    live?.close()
    rmSync(folder.root, { recursive: true, force: true })
  })

  it('[UP15] copies databases in use, settings and keyring, but no stored files', async () => {
    await copies().make('0.1.0')
    const [copy] = await copies().list()
    expect(copy).toMatchObject({ version: '0.1.0', madeAt: 1000, spaceIds: [ID] })
    const there = copy?.folder ?? folder
    expect(packs(there.database(ID))).toEqual({ n: 2 })
    const db = new Database(there.database(ID), { readonly: true })
    expect(db.pragma('user_version', { simple: true })).toBe(7)
    db.close()
    expect(readFileSync(there.settings, 'utf8')).toBe('{"theme":"dark"}')
    expect(existsSync(there.files(ID))).toBe(false)
  })

  it('[UP15] keeps the newest two, and replaces the one of the same version', async () => {
    for (const version of ['0.1.0', '0.2.0', '0.10.0']) {
      now += 1
      await copies().make(version)
    }
    live?.exec('INSERT INTO pack VALUES (3)')
    now += 1
    await copies().make('0.10.0')
    expect((await copies().list()).map(({ version }) => version)).toEqual(['0.10.0', '0.2.0'])
    expect(readdirSync(folder.beforeUpdate).sort()).toEqual(['0.10.0', '0.2.0'])
    expect(packs(path.join(folder.beforeUpdate, '0.10.0', 'spaces', ID, 'space.sqlite'))).toEqual({ n: 3 })
  })

  it('[UP15] a copy that fails leaves the one before it, and nothing half', async () => {
    await copies().make('0.1.0')
    const full = (): never => {
      throw new AppError({ code: 'disk-full', path: folder.root })
    }
    await expect(copies(full).make('0.1.0')).rejects.toMatchObject({
      detail: { code: 'update-no-copy', reason: 'the disk is full' },
    })
    expect(readdirSync(folder.beforeUpdate)).toEqual(['0.1.0'])
    expect(await copies().list()).toHaveLength(1)
  })

  it('[UP15] what a kill left half-way is no copy', async () => {
    mkdirSync(path.join(folder.beforeUpdate, '0.1.0.part'), { recursive: true })
    mkdirSync(path.join(folder.beforeUpdate, '0.0.9'), { recursive: true })
    expect(await copies().list()).toEqual([])
    await copies().make('0.1.0')
    expect(await copies().list()).toHaveLength(1)
  })

  it.each([
    ['is no database', 'Once upon a time. '.repeat(100)],
    ['is empty', ''],
  ])(
    '[UP15] a space whose file %s does not keep anybody from updating: it is copied as it lies',
    async (_what, bytes) => {
      live?.close()
      live = undefined
      for (const end of ['', '-wal', '-shm']) rmSync(folder.database(ID) + end, { force: true })
      writeFileSync(folder.database(ID), bytes)
      await copies().make('0.1.0')
      const [copy] = await copies().list()
      const content = readFileSync(copy?.folder.database(ID) ?? '')
      expect(content.length === 0 || content.toString() === bytes || content.length === 4096).toBe(true)
    },
  )

  it('[UP15] a folder without a database is left out', async () => {
    mkdirSync(folder.space('b'.repeat(32)))
    await copies().make('0.1.0')
    expect((await copies().list())[0]?.spaceIds).toHaveLength(2)
  })
})
