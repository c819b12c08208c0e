import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import { PLAIN_CIPHER } from '../core/keys/plainCipher'
import { sealedCipher } from '../core/keys/sealedCipher'
import type { SpaceCipher } from '../core/keys/SpaceCipher'
import type { SpaceId } from '../core/space/Space'
import type { Keyring } from './Keyring'
import type { LayerEntry } from './keyringData'

/** How each space is sealed, as far as its key is here. */
export class Ciphers {
  readonly #cipherBySpace = new Map<SpaceId, SpaceCipher>()

  constructor(
    readonly keyring: Keyring,
    readonly environment: Environment,
  ) {}

  /** Throws AppError `key-missing`, or `keys-locked` while a passphrase keeps it. */
  of(spaceId: SpaceId, isEncrypted: boolean): SpaceCipher {
    if (!isEncrypted) return PLAIN_CIPHER
    const key = this.keyring.key(spaceId)
    const keyId = this.keyring.space(spaceId)?.keyId ?? null
    if (!key) {
      const isLocked = keyId !== null && this.keyring.safe.state.current.isLocked
      throw new AppError(isLocked ? { code: 'keys-locked' } : { code: 'key-missing', space: spaceId })
    }
    const known = this.#cipherBySpace.get(spaceId)
    if (known && known.keyId === keyId) return known
    const cipher = sealedCipher(key, this.environment)
    this.#cipherBySpace.set(spaceId, cipher)
    return cipher
  }

  /** The same for a layer. A backup that was begun unsealed throws `backup-unsealed` once the space has a key and its kit is kept. */
  ofLayer(spaceId: SpaceId, { kind, place, isEncrypted }: LayerEntry): SpaceCipher {
    if (kind === 'backup' && !isEncrypted && this.keyring.isSealable(spaceId)) {
      throw new AppError({ code: 'backup-unsealed', path: place })
    }
    return this.of(spaceId, isEncrypted)
  }
}
