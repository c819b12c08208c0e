import { persistenceLayerContract, TREE_A } from '../testing/persistenceLayerContract'
import { TestEnvironment } from '../testing/TestEnvironment'
import { MemoryMedium, MemoryPersistenceLayer } from './MemoryPersistenceLayer'

persistenceLayerContract('MemoryPersistenceLayer', (seed) => {
  const environment = new TestEnvironment(seed)
  let medium = new MemoryMedium(environment)
  let process = environment.fork()
  return Promise.resolve({
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
    dispose: () => process.kill(),
  })
})
