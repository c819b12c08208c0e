import type { Environment } from '../core/environment'
import { SpaceManager } from '../core/space/SpaceManager'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { SecretSealer } from '../layers/sqlite/SecretTable'
import { SQLitePersistenceLayer } from '../layers/sqlite/SQLitePersistenceLayer'

/** The command line has no key store to ask: it leaves sealed secrets as they are and writes none. */
const noKeyStore: SecretSealer = { seal: () => undefined, unseal: () => undefined }

/** The command line works on the same SQLite files as the app, while the app is closed. */
export function setUpSpaceManager(folder: DataFolder, environment: Environment): SpaceManager {
  return new SpaceManager(environment, (spaceId, mode) => {
    const path = folder.database(spaceId)
    const journal = new SQLitePersistenceLayer({ spaceId, path, mode, environment, sealer: noKeyStore })
    return { journal, memory: journal }
  })
}
