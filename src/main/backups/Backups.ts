import type { BackupLook, LayerSummary, SpaceSummary } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import { PLAIN_CIPHER } from '../../core/keys/plainCipher'
import { keyOfWords } from '../../core/keys/RecoveryKit'
import { sealedCipher } from '../../core/keys/sealedCipher'
import { keyIdOf, type SpaceKey } from '../../core/keys/SpaceKey'
import type { SpaceId } from '../../core/space/Space'
import { lookAtBackup, type BackupInfo } from '../../layers/backup/lookAtBackup'
import { restoreBackup } from '../../layers/backup/restoreBackup'
import { chooseFolder } from '../chooseFolder'
import type { GroveWindow } from '../GroveWindow'
import { placeSpaceBackup, type BackupDoors } from './placeSpaceBackup'
import type { StoredFiles } from '../StoredFiles'

export interface BackupsParts extends BackupDoors {
  readonly files: StoredFiles
}

/** Backups of spaces in folders that people choose, and having a space back from one. */
export class Backups {
  /** Folders that a person chose: no other is read because a page asks for it. */
  readonly #chosen = new Set<string>()

  constructor(readonly parts: BackupsParts) {}

  /** Null when the person closed the dialog. A space that has a key is backed up sealed, once its recovery kit is kept. */
  async add(window: GroveWindow, spaceId: SpaceId): Promise<LayerSummary | null> {
    const { home } = this.parts
    const isEncrypted = Boolean(home.keyring.space(spaceId)?.keyId)
    if (isEncrypted && !home.keyring.isSealable(spaceId)) throw new AppError({ code: 'kit-unchecked' })
    // Before anybody chooses a folder in vain.
    home.ciphers.of(spaceId, isEncrypted)
    await home.catalogue.hold(spaceId)
    const chosen = await chooseFolder(window, { title: 'Keep a Backup', buttonLabel: 'Back Up Here', mayCreate: true })
    if (chosen === undefined) return null
    const layerId = await placeSpaceBackup(this.parts, spaceId, chosen, { isEncrypted, isPaused: false })
    return (await home.desk.run(spaceId, layerId)).summary(() => null)
  }

  /** What is in a folder of the person's choice; null when they closed the dialog. */
  async choose(window: GroveWindow): Promise<BackupLook | null> {
    const chosen = await chooseFolder(window, { title: 'Restore a Backup', buttonLabel: 'Choose' })
    if (chosen === undefined) return null
    const { folder, spaceId, spaceName, keyId, writtenAt } = await this.#look(chosen)
    this.#chosen.add(folder)
    const spaces = await this.parts.home.catalogue.list()
    return {
      folder,
      spaceId,
      spaceName,
      isEncrypted: keyId !== null,
      needsWords: keyId !== null && !this.#keyHere(spaceId, keyId),
      writtenAt,
      isHere: spaces.some(({ id }) => id === spaceId),
    }
  }

  /** Needs no network. A space that is here already gets what it lacks. Rejects with `wrong-key` before anything is made. */
  async restore(folder: string, words?: string): Promise<SpaceSummary> {
    if (!this.#chosen.has(folder)) throw new AppError({ code: 'bad-request', reason: 'choose the folder first' })
    const { home, environment } = this.parts
    const info = await this.#look(folder)
    const { spaceId } = info
    const key = keyToRestore(info, words === undefined ? this.#keyHere(spaceId, info.keyId) : keyOfWords(words))
    const cipher = key ? sealedCipher(key, environment) : PLAIN_CIPHER
    if (key) await home.keyring.setKey(spaceId, key)
    if (words !== undefined) await home.keyring.kitChecked(spaceId)
    const target = await home.catalogue.adopt(spaceId, info.spaceName ?? `Space ${spaceId.slice(0, 6)}`)
    const files = this.parts.files.of(spaceId)
    const { missing } = await restoreBackup({ folder, spaceId, cipher, target, files, environment })
    home.desk.filesAdded(spaceId)
    const summary = await home.catalogue.summary(spaceId)
    if (missing.length === 0) return summary
    return { ...summary, problem: `Not everything could be restored: ${missing.slice(0, 3).join(' ')}` }
  }

  #look(folder: string): Promise<BackupInfo> {
    return lookAtBackup(folder, (spaceId, keyId) => {
      const key = this.#keyHere(spaceId, keyId)
      return keyId === null ? PLAIN_CIPHER : key && sealedCipher(key, this.parts.environment)
    })
  }

  #keyHere(spaceId: SpaceId, keyId: string | null): SpaceKey | undefined {
    return this.parts.home.connecting.keyFor(spaceId, keyId)
  }
}

function keyToRestore({ spaceId, keyId }: BackupInfo, key: SpaceKey | undefined): SpaceKey | undefined {
  if (keyId === null) return undefined
  if (!key) throw new AppError({ code: 'key-missing', space: spaceId })
  if (keyIdOf(key) !== keyId) throw new AppError({ code: 'wrong-key' })
  return key
}
