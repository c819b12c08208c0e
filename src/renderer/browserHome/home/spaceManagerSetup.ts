import type { Environment } from '../../../core/environment'
import { SpaceManager } from '../../../core/space/SpaceManager'
import type { Sealer } from '../../../core/keys/Sealer'
import { IndexedDBPersistenceLayer } from '../../../layers/indexeddb/IndexedDBPersistenceLayer'

export { makeServerLayer as makeLayer } from '../../../home/spaceManagerSetup'

/** The browser keeps each space in one IndexedDB database, its journal. */
export function setUpSpaceManager(sealer: Sealer, environment: Environment): SpaceManager {
  return new SpaceManager(environment, (spaceId, mode) => {
    const journal = new IndexedDBPersistenceLayer({ spaceId, mode, environment, sealer })
    return { journal, memory: journal }
  })
}
