import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Position } from '../../core/persistence/PersistenceLayer'
import { journalContract, type JournalUnderTest } from '../../core/testing/journalContract'
import { persistenceLayerContract, TREE_A } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { compactDatabase } from './compactDatabase'
import { SQLitePersistenceLayer, type SQLiteOptions } from './SQLitePersistenceLayer'
import { syncAtOnce } from './testing/syncAtOnce'
import { testSealer } from './testing/testSealer'

/** Its log is compressed after every flush, down to the last pack. */
class CompactedLayer extends SQLitePersistenceLayer {
  readonly #path: string

  constructor(options: SQLiteOptions) {
    super(options)
    this.#path = options.path
  }

  override async flush(): Promise<Position> {
    const head = await super.flush()
    compactDatabase(this, this.#path, { keepNewest: 0, minPacks: 1 })
    return head
  }
}

const made = (Layer: typeof SQLitePersistenceLayer) => (seed: number) => Promise.resolve(underTest(Layer, seed))

persistenceLayerContract('SQLitePersistenceLayer', made(SQLitePersistenceLayer))
persistenceLayerContract('SQLitePersistenceLayer, compacted all the time', made(CompactedLayer))
journalContract('SQLitePersistenceLayer', made(SQLitePersistenceLayer))
journalContract('SQLitePersistenceLayer, compacted all the time', made(CompactedLayer))

function underTest(Layer: typeof SQLitePersistenceLayer, seed: number): JournalUnderTest {
  const environment = new TestEnvironment(seed)
  const folder = mkdtempSync(join(tmpdir(), 'grove-sqlite-'))
  let generation = 0
  let mode: 'create' | 'open' = 'create'
  let process = environment.fork()
  let blocker: Database.Database | undefined
  const path = (): string => join(folder, String(generation), 'space.sqlite')
  return {
    environment,
    makeLayer: () => {
      process = environment.fork()
      const layer = new Layer({
        spaceId: TREE_A,
        path: path(),
        mode,
        environment: process.environment,
        sealer: testSealer,
        sync: syncAtOnce,
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
    damageSnapshot: (treeId) => {
      const db = new Database(path())
      db.prepare("UPDATE snapshot SET bytes = CAST(x'00' || substr(bytes, 2) AS BLOB) WHERE treeId = ?").run(treeId)
      db.close()
    },
    brokenCode: 'folder-in-use',
    dispose: () => {
      blocker?.close()
      process.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
