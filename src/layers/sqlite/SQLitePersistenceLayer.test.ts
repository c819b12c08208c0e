import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { persistenceLayerContract, TREE_A } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { testSealer } from './testing/testSealer'

persistenceLayerContract('SQLitePersistenceLayer', (seed) => {
  const environment = new TestEnvironment(seed)
  const folder = mkdtempSync(join(tmpdir(), 'grove-sqlite-'))
  let generation = 0
  let mode: 'create' | 'open' = 'create'
  let process = environment.fork()
  let blocker: Database.Database | undefined
  const path = (): string => join(folder, String(generation), 'space.sqlite')
  return Promise.resolve({
    environment,
    makeLayer: () => {
      process = environment.fork()
      const layer = new SQLitePersistenceLayer({
        spaceId: TREE_A,
        path: path(),
        mode,
        environment: process.environment,
        sealer: testSealer,
      })
      mode = 'open'
      return layer
    },

    // A crashed process leaves the files as they are, write-ahead log included: the next one opens a copy of them.
    crash: () => {
      process.kill()
      const before = path()
      generation += 1
      mkdirSync(dirname(path()))
      for (const suffix of ['', '-wal']) if (existsSync(before + suffix)) copyFileSync(before + suffix, path() + suffix)
      return Promise.resolve()
    },
    startOver: () => {
      generation += 1
      mode = 'create'
    },
    // Another connection holds the write lock: every commit fails until it lets go.
    breakMedium: () => {
      blocker = new Database(path())
      blocker.exec('BEGIN IMMEDIATE')
    },
    healMedium: () => {
      blocker?.close()
      blocker = undefined
    },
    brokenCode: 'folder-in-use',
    dispose: () => {
      blocker?.close()
      process.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  })
})
