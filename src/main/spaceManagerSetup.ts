import type { Environment } from '../core/environment'
import { SpaceManager } from '../core/space/SpaceManager'
import type { HomeLayer, LayerOrder } from '../home/HomeLayer'
import { layerIdOf } from '../home/keyringData'
import { makeServerLayer } from '../home/spaceManagerSetup'
import { BackupPersistenceLayer } from '../layers/backup/BackupPersistenceLayer'
import type { DataFolder } from '../layers/runtime/DataFolder'
import { SQLitePersistenceLayer } from '../layers/sqlite/SQLitePersistenceLayer'
import type { Sealer } from '../core/keys/Sealer'
import type { DatabaseOpening } from './opening/DatabaseOpening'
import type { Log } from './openLog'

/** The main process keeps each space in one SQLite file, its journal. */
export function setUpSpaceManager(
  folder: DataFolder,
  opening: DatabaseOpening,
  sealer: Sealer,
  environment: Environment,
  log: Log,
): SpaceManager {
  return new SpaceManager(environment, async (spaceId, mode) => {
    const path = folder.database(spaceId)
    const tell = (sentence: string): void => log.info('space', spaceId, sentence)
    const prepared = await opening.prepare(spaceId)
    prepared?.sentences.forEach(tell)
    const journal = new SQLitePersistenceLayer({
      spaceId,
      path,
      mode,
      environment,
      sealer,
      notice: prepared?.notice ?? null,
      log: tell,
    })
    return { journal, memory: journal }
  })
}

/** Beside the journal a space may be on servers and in backups. */
export function makeLayer(order: LayerOrder): HomeLayer {
  return order.entry.kind === 'server' ? makeServerLayer(order) : makeBackupLayer(order)
}

function makeBackupLayer({ entry, open, cipher, files }: LayerOrder): HomeLayer {
  const layer = new BackupPersistenceLayer({
    id: layerIdOf(entry),
    spaceId: open.id,
    folder: entry.place,
    cipher,
    files,
    environment: open.environment,
    writer: () => open.journal.summary().logId,
  })
  return {
    layer,
    files: layer.files,
    role: () => null,
    prove: async () => {
      await layer.verify()
    },
  }
}
