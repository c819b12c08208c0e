import { MemoryMedium } from '../persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../persistence/MemoryPersistenceLayer'
import { SpaceManager } from '../space/SpaceManager'
import { persistenceLayerContract, TREE_A } from '../testing/persistenceLayerContract'
import { QueuedWire } from '../testing/QueuedWire'
import { TestEnvironment } from '../testing/TestEnvironment'
import { ClientLink } from './ClientLink'
import type { Port } from './Port'
import { RemotePersistenceLayer } from './RemotePersistenceLayer'
import { SpaceHost } from './SpaceHost'

persistenceLayerContract('RemotePersistenceLayer', (seed) => {
  const environment = new TestEnvironment(seed)
  let medium = new MemoryMedium(environment)
  let hostProcess = environment.fork()
  let host: SpaceHost | undefined
  const startHost = (): SpaceHost => {
    hostProcess = environment.fork()
    const manager = new SpaceManager(hostProcess.environment, (spaceId) => ({
      journal: new MemoryPersistenceLayer(spaceId, medium, hostProcess.environment),
    }))
    return new SpaceHost(manager)
  }
  const connect = (): Promise<Port> => {
    const wire = new QueuedWire(environment.timers, environment.random, { maxDelayMs: 3 })
    host ??= startHost()
    host.accept(wire.host)
    return Promise.resolve(wire.client)
  }
  let clientProcess = environment.fork()
  return Promise.resolve({
    environment,
    makeLayer: () => {
      host ??= startHost()
      clientProcess = environment.fork()
      return new RemotePersistenceLayer({
        id: 'remote',
        spaceId: TREE_A,
        link: new ClientLink({ connect, environment: clientProcess.environment, name: 'contract' }),
      })
    },
    crash: () => {
      clientProcess.kill()
      hostProcess.kill()
      host = undefined
      return Promise.resolve()
    },
    startOver: async () => {
      if (host) await environment.settle(host.close())
      host = undefined
      medium = new MemoryMedium(environment)
    },
    breakMedium: () => {
      medium.failure = { code: 'read-only', path: 'memory' }
    },
    healMedium: () => {
      medium.failure = null
    },
    brokenCode: 'read-only',
    dispose: async () => {
      if (host) await environment.settle(host.close())
    },
  })
})
