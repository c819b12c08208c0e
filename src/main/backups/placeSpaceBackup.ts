import type { Environment } from '../../core/environment'
import type { SpaceId } from '../../core/space/Space'
import type { GroveHome } from '../../home/GroveHome'
import { layerIdOf, type LayerEntry } from '../../home/keyringData'
import { placeBackup } from '../../layers/backup/placeBackup'

export interface BackupDoors {
  readonly home: GroveHome
  readonly environment: Environment
  readonly appVersion: string
  /** Grove's own. */
  readonly dataFolder: string
}

export type NewBackup = Pick<LayerEntry, 'isEncrypted' | 'isPaused' | 'olderPlace'>

/**
 * Begins a backup of a space in a folder, or goes on with the one that is there, and has the space follow it from then on.
 * Returns its layer's id. Rejects with AppError where a backup cannot be or cannot be sealed.
 */
export async function placeSpaceBackup(
  { home, environment, appVersion, dataFolder }: BackupDoors,
  spaceId: SpaceId,
  folder: string,
  backup: NewBackup,
): Promise<string> {
  const cipher = home.ciphers.of(spaceId, backup.isEncrypted)
  const open = await home.catalogue.hold(spaceId)
  const spaceName = (await open.look())?.name ?? ''
  const place = await placeBackup({ folder, spaceId, spaceName, cipher, environment, appVersion, dataFolder })
  const layer: LayerEntry = { kind: 'backup', place, ...backup }
  await home.keyring.putLayer(spaceId, layer)
  return layerIdOf(layer)
}
