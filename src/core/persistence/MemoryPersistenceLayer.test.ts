import { journalContract, type JournalUnderTest } from '../testing/journalContract'
import { persistenceLayerContract, TREE_A } from '../testing/persistenceLayerContract'
import { TestEnvironment } from '../testing/TestEnvironment'
import { MemoryMedium } from './MemoryMedium'
import { MemoryPersistenceLayer } from './MemoryPersistenceLayer'

async function journalUnderTest(seed: number): Promise<JournalUnderTest> {
  const environment = new TestEnvironment(seed)
  let medium = new MemoryMedium(environment)
  let process = environment.fork()
  return {
    environment,
    makeLayer: () => {
      process = environment.fork()
      return new MemoryPersistenceLayer(TREE_A, medium, process.environment)
    },
    crash: () => {
      process.kill()
      return Promise.resolve()
    },
    startOver: () => {
      medium = new MemoryMedium(environment)
    },
    breakMedium: () => {
      medium.failure = { code: 'disk-full', path: 'memory' }
    },
    healMedium: () => {
      medium.failure = null
    },
    brokenCode: 'disk-full',
    damageSnapshot: (treeId) => {
      const stored = medium.snapshotByTree.get(treeId)
      if (stored) medium.snapshotByTree.set(treeId, { ...stored, bytes: stored.bytes.map((byte) => byte ^ 1) })
    },
    dispose: () => process.kill(),
  }
}

persistenceLayerContract('MemoryPersistenceLayer', journalUnderTest)
journalContract('MemoryPersistenceLayer', journalUnderTest)
