import type { KeysState } from '../bridge/contract'
import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import { decodeBase64Url, encodeBase64Url } from '../core/keys/base64url'
import { PassphraseSealer, type PassphraseCost } from '../core/keys/PassphraseSealer'
import { SealingKey } from '../core/keys/SealingKey'
import { Writable, type Readable } from '../core/Readable'
import type { KeyringLock } from './keyringData'
import type { Sealer } from '../core/keys/Sealer'

export interface KeySafeOptions {
  /** The key store of the operating system; null where there is none. */
  readonly system: Sealer | null
  readonly environment: Environment
  readonly cost?: PassphraseCost
}

/** First byte of what was sealed: by whom. Not every key store notices that a text is not its own. */
const BY_SYSTEM = 1
const BY_PASSPHRASE = 2
const MACHINE_KEY_BYTES = 32

/**
 * Seals tokens, keys and secrets on this machine: with the key store of the system, else with a passphrase, else not at
 * all, never weakly. Once a passphrase was set, it is what seals, whatever the system offers later.
 */
export class KeySafe implements Sealer {
  readonly #state: Writable<KeysState>
  #lock: KeyringLock | null
  #machineKey: Uint8Array | undefined
  #machine: SealingKey | undefined

  constructor(
    readonly options: KeySafeOptions,
    lock: KeyringLock | null,
  ) {
    this.#lock = lock
    this.#state = new Writable(this.#look())
  }

  get state(): Readable<KeysState> {
    return this.#state
  }

  /** A lock for another passphrase, to be made durable before `use`. Rejects with AppError `keys-locked`. */
  async lockWith(passphrase: string): Promise<KeyringLock> {
    if (this.#state.current.isLocked) throw new AppError({ code: 'keys-locked' })
    const { environment, cost } = this.options
    this.#machineKey ??= environment.randomBytes(MACHINE_KEY_BYTES)
    const sealer = await PassphraseSealer.create(passphrase, environment, cost)
    return { passphrase: sealer.lock, machineKey: encodeBase64Url(sealer.seal(this.#machineKey)) }
  }

  /** From now on what is sealed here can be opened with the passphrase of this lock. */
  use(lock: KeyringLock): void {
    this.#lock = lock
    this.#begin()
  }

  /** Rejects with AppError `wrong-passphrase`. */
  async unlock(passphrase: string): Promise<void> {
    if (!this.#lock || this.#machine) return
    const sealer = await PassphraseSealer.open(passphrase, this.#lock.passphrase, this.options.environment)
    this.#machineKey = sealer.unseal(decodeBase64Url(this.#lock.machineKey) ?? new Uint8Array())
    this.#begin()
  }

  /** The passphrase and what it sealed are given up. */
  forget(): void {
    this.#lock = null
    this.#machine = undefined
    this.#machineKey = undefined
    this.#state.set(this.#look())
  }

  seal(text: string): Uint8Array | undefined {
    const { system, environment } = this.options
    if (!this.#lock) return marked(BY_SYSTEM, system?.seal(text))
    return marked(BY_PASSPHRASE, this.#machine?.sealAfresh('', new TextEncoder().encode(text), environment))
  }

  unseal(sealed: Uint8Array): string | undefined {
    const content = sealed.subarray(1)
    if (sealed[0] === BY_SYSTEM) return this.options.system?.unseal(content)
    const opened = sealed[0] === BY_PASSPHRASE ? this.#machine?.open('', content) : undefined
    return opened && new TextDecoder().decode(opened)
  }

  #begin(): void {
    if (this.#machineKey) this.#machine = new SealingKey(this.#machineKey, 'machine')
    this.#state.set(this.#look())
  }

  #look(): KeysState {
    if (this.#lock) return { kind: 'passphrase', isLocked: this.#machine === undefined }
    return { kind: this.options.system ? 'system' : 'memory', isLocked: false }
  }
}

function marked(by: number, sealed: Uint8Array | undefined): Uint8Array | undefined {
  return sealed && Uint8Array.of(by, ...sealed)
}
