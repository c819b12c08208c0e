import type { Environment } from '../core/environment'
import { SpaceManager } from '../core/space/SpaceManager'
import type { DataFolder } from '../layers/runtime/DataFolder'
import { SQLitePersistenceLayer } from '../layers/sqlite/SQLitePersistenceLayer'
import type { SecretSealer } from '../layers/sqlite/SecretTable'

/** The main process keeps each space in one SQLite file, its journal. */
export function setUpSpaceManager(folder: DataFolder, sealer: SecretSealer, environment: Environment): SpaceManager {
  return new SpaceManager(environment, (spaceId, mode) => {
    const journal = new SQLitePersistenceLayer({ spaceId, path: folder.database(spaceId), mode, environment, sealer })
    return { journal, cursors: journal }
  })
}
