import type { Environment } from '../core/environment'
import { SpaceManager } from '../core/space/SpaceManager'
import { ClientLink } from '../core/sync/ClientLink'
import { RemotePersistenceLayer } from '../core/sync/RemotePersistenceLayer'
import { connectSpacePort } from './portConnection'
import type { BridgeClient } from './state/BridgeClient'

/** The layers of a space in a window: the main process is its journal, over a port of its own. */
export function createSpaceManager(bridge: BridgeClient, environment: Environment): SpaceManager {
  return new SpaceManager(environment, (spaceId) => ({
    journal: new RemotePersistenceLayer({
      id: 'main',
      spaceId,
      link: new ClientLink({ connect: () => connectSpacePort(bridge, spaceId), environment, name: 'window' }),
    }),
  }))
}
