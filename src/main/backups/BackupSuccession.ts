import path from 'node:path'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Cancel } from '../../core/environment'
import type { SpaceId } from '../../core/space/Space'
import { layerIdOf, type LayerEntry } from '../../home/keyringData'
import { placeSpaceBackup, type BackupDoors } from './placeSpaceBackup'

/**
 * Where a space got a key, its unsealed backups end, and a sealed one begins beside each. A folder that cannot be reached
 * is tried again at the next start, and whenever something changes in the keyring.
 */
export class BackupSuccession {
  readonly #doors: BackupDoors
  readonly #onTrouble: (detail: ErrorDetail) => void
  #stopListening: Cancel | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(doors: BackupDoors, onTrouble: (detail: ErrorDetail) => void) {
    this.#doors = doors
    this.#onTrouble = onTrouble
  }

  /** Nothing waits for it. */
  start(): void {
    this.#stopListening = this.#doors.home.keyring.entries.subscribe(() => this.#look())
    this.#look()
  }

  /** Resolves when what was begun has come to an end. */
  async close(): Promise<void> {
    this.#stopListening?.()
    await this.#turn
  }

  #look(): void {
    const { keyring } = this.#doors.home
    for (const { id, layers } of keyring.entries.current.spaces) {
      if (!keyring.isSealable(id)) continue
      for (const layer of layers) {
        if (layer.kind === 'backup' && !layer.isEncrypted) this.#turn = this.#turn.then(() => this.#succeed(id, layer))
      }
    }
  }

  async #succeed(spaceId: SpaceId, { kind, place, isPaused }: LayerEntry): Promise<void> {
    const { keyring } = this.#doors.home
    const layerId = layerIdOf({ kind, place })
    // It may have been done, or stopped, while this waited for its turn.
    if (!keyring.layer(spaceId, layerId)) return
    try {
      const backup = { isEncrypted: true, isPaused, olderPlace: place }
      // First the new one: whatever breaks off in between is done again, and finds what is there.
      await placeSpaceBackup(this.#doors, spaceId, path.dirname(place), backup)
      await keyring.removeLayer(spaceId, layerId)
    } catch (error) {
      this.#onTrouble(AppError.detailOf(error))
    }
  }
}
