import type { Environment } from '../core/environment'
import type { SpaceCipher } from '../core/keys/SpaceCipher'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { SpaceId } from '../core/space/Space'
import { SpaceManager } from '../core/space/SpaceManager'
import { BackupPersistenceLayer } from '../layers/backup/BackupPersistenceLayer'
import { FolderFileStore } from '../layers/files/FolderFileStore'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { Sealer } from '../core/keys/Sealer'
import { SQLitePersistenceLayer } from '../layers/sqlite/SQLitePersistenceLayer'

/** The command line has no key store to ask: it leaves sealed secrets as they are and writes none. */
const noKeyStore: Sealer = { seal: () => undefined, unseal: () => undefined }

/** The command line works on the same SQLite files as the app, while the app is closed. */
export function setUpSpaceManager(folder: DataFolder, environment: Environment): SpaceManager {
  return new SpaceManager(environment, (spaceId, mode) => {
    const path = folder.database(spaceId)
    const journal = new SQLitePersistenceLayer({ spaceId, path, mode, environment, sealer: noKeyStore })
    return { journal, memory: journal }
  })
}

/** The journal alone of a space that is there. */
export function journalOf(
  folder: DataFolder,
  spaceId: SpaceId,
  environment: Environment,
  log: (sentence: string) => void,
): SQLitePersistenceLayer {
  const path = folder.database(spaceId)
  return new SQLitePersistenceLayer({ spaceId, path, mode: 'open', environment, sealer: noKeyStore, log })
}

/** A backup of a space; `place` is the backup's own folder. */
export function backupLayerOf(
  open: OpenSpace,
  place: string,
  cipher: SpaceCipher,
  folder: DataFolder,
): BackupPersistenceLayer {
  return new BackupPersistenceLayer({
    spaceId: open.id,
    folder: place,
    cipher,
    files: new FolderFileStore(folder.files(open.id)),
    environment: open.environment,
    writer: () => open.journal.summary().logId,
  })
}
