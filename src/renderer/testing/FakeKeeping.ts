import type {
  BackupLook,
  DocumentPlace,
  KeysState,
  LayerSummary,
  SecretSummary,
  SpaceSummary,
  SpaceSyncSummary,
} from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { SpaceLook } from '../../core/space/Entry'
import type { Answers } from './Answers'
import { KIT_WORDS, type FakeSync } from './FakeSync'
import { layerSummary } from './layerSummary'

export interface FakeKeepingHome {
  readonly sync: FakeSync
  readonly createSpace: (look: SpaceLook) => Promise<SpaceSummary>
  readonly keysChanged: (keys: KeysState) => void
}

/** The part of a home that keeps keys, secrets and backups, and knows where a document is. */
export class FakeKeeping {
  /** The one that opens the keys, once it was set. */
  passphrase: string | undefined
  readonly secrets = new Map<string, readonly SecretSummary[]>()
  /** What the person picks in the dialogs of the system; null: closes them. */
  folder: string | null = '/media/ada/Stick/Grove'
  found: Partial<BackupLook> = {}
  /** Restoring ends with this. */
  restored: Promise<void> = Promise.resolve()
  /** By layer; what is left out holds everything when its layer has nothing to send. */
  readonly places = new Map<string, Pick<DocumentPlace, 'isThere' | 'isVerified'>>()
  readonly #home: FakeKeepingHome

  constructor(home: FakeKeepingHome) {
    this.#home = home
  }

  setKeys(keys: KeysState): void {
    this.#home.sync.keys = keys
    this.#home.keysChanged(keys)
  }

  answers(): Answers {
    return { ...this.#keyAnswers(), ...this.#secretAnswers(), ...this.#backupAnswers() }
  }

  #keyAnswers(): Answers {
    return {
      'keys.setPassphrase': ({ passphrase }) => {
        this.passphrase = passphrase
        this.setKeys({ kind: 'passphrase', isLocked: false })
        return this.#home.sync.keys
      },
      'keys.reset': () => {
        this.passphrase = undefined
        this.setKeys({ kind: 'memory', isLocked: false })
        return this.#home.sync.keys
      },
      'keys.unlock': ({ passphrase }) => {
        if (passphrase !== this.passphrase) throw new AppError({ code: 'wrong-passphrase' })
        this.setKeys({ kind: 'passphrase', isLocked: false })
        return this.#home.sync.keys
      },
    }
  }

  #secretAnswers(): Answers {
    return {
      'secrets.list': ({ spaceId }) => {
        if (this.#home.sync.keys.isLocked) throw new AppError({ code: 'keys-locked' })
        return this.secrets.get(spaceId) ?? []
      },
      'secrets.set': ({ spaceId, key, value }) => {
        const all = this.secrets.get(spaceId) ?? []
        const version = (all.find((secret) => secret.key === key)?.version ?? 0) + 1
        const others = all.filter((secret) => secret.key !== key)
        this.secrets.set(spaceId, value === null ? others : [...others, { key, value, version }])
        return null
      },
    }
  }

  #backupAnswers(): Answers {
    return {
      'backup.add': async ({ spaceId }) => {
        if (this.folder === null) return null
        const layer = layerSummary({
          ...{ kind: 'backup', place: this.folder, layerId: `backup:${this.folder}`, role: null },
          ...{ state: 'catching-up', isVerified: false, verifiedAt: null, toSend: 412 },
        })
        const others = (await this.#layers(spaceId)).filter(({ layerId }) => layerId !== layer.layerId)
        this.#home.sync.set(spaceId, [...others, layer])
        return layer
      },
      'backup.choose': () => (this.folder === null ? null : this.#look(this.folder)),
      'backup.restore': async ({ folder, words }) => {
        const { needsWords, spaceName } = this.#look(folder)
        if (needsWords && words?.trim() !== KIT_WORDS.join(' ')) {
          throw new AppError({ code: 'wrong-words', reason: '"gardn" is not a word of any kit' })
        }
        await this.restored
        return this.#home.createSpace({ name: spaceName ?? 'Orchard', color: 'orange', icon: '🍎' })
      },
      'sync.document': async ({ spaceId }) =>
        (await this.#layers(spaceId)).map(({ layerId, place, toSend, isVerified }) => ({
          ...{ layerId, place, isThere: toSend === 0, isVerified },
          ...this.places.get(layerId),
        })),
    }
  }

  #look(folder: string): BackupLook {
    return {
      ...{ folder, spaceId: 'e'.repeat(32), spaceName: 'Orchard', isEncrypted: true, needsWords: false },
      ...{ writtenAt: Date.UTC(2026, 10, 20, 18, 30), isHere: false },
      ...this.found,
    }
  }

  async #layers(spaceId: string): Promise<readonly LayerSummary[]> {
    const spaces: readonly SpaceSyncSummary[] = (await this.#home.sync.answers()['sync.state']?.(undefined)) ?? []
    return spaces.find((space) => space.spaceId === spaceId)?.layers ?? []
  }
}
