import { deleteDB } from 'idb'
import type { Cancel } from '../../core/environment'
import { persistenceLayerContract, TREE_A } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { IndexedDBPersistenceLayer } from './IndexedDBPersistenceLayer'
import { breakStorage } from './testing/breakStorage'
import { settledDatabases } from './testing/settledDatabases'
import { testSealer } from './testing/testSealer'

persistenceLayerContract('IndexedDBPersistenceLayer', async (seed) => {
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
    dispose: () => {
      process.kill()
      heal()
    },
  }
})
