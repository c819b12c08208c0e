import { deleteDB, openDB } from 'idb'
import type { Cancel } from '../../core/environment'
import { journalContract, type JournalUnderTest } from '../../core/testing/journalContract'
import { persistenceLayerContract, TREE_A } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { IndexedDBPersistenceLayer } from './IndexedDBPersistenceLayer'
import type { SpaceSchema } from './schema'
import { breakStorage } from './testing/breakStorage'
import { settledDatabases } from './testing/settledDatabases'
import { testSealer } from './testing/testSealer'

async function journalUnderTest(seed: number): Promise<JournalUnderTest> {
  const environment = new TestEnvironment(seed, settledDatabases)
  let process = environment.fork()
  let heal: Cancel = () => undefined
  let mode: 'create' | 'open' = 'create'
  const startOver = async (): Promise<void> => {
    mode = 'create'
    await deleteDB(`grove-space-${TREE_A}`)
  }
  await startOver()
  return {
    environment,
    makeLayer: () => {
      process = environment.fork()
      const layer = new IndexedDBPersistenceLayer({
        spaceId: TREE_A,
        mode,
        environment: process.environment,
        sealer: testSealer,
      })
      mode = 'open'
      return layer
    },
    crash: async () => process.kill(),
    startOver,
    breakMedium: () => {
      heal = breakStorage()
    },
    healMedium: () => heal(),
    brokenCode: 'disk-full',
    damageSnapshot: async (treeId) => {
      const db = await openDB<SpaceSchema>(`grove-space-${TREE_A}`)
      const row = await db.get('snapshot', treeId)
      if (row) await db.put('snapshot', { ...row, bytes: row.bytes.map((byte) => byte ^ 1) })
      db.close()
    },
    dispose: () => {
      process.kill()
      heal()
    },
  }
}

persistenceLayerContract('IndexedDBPersistenceLayer', journalUnderTest)
journalContract('IndexedDBPersistenceLayer', journalUnderTest)
