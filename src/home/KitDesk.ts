import type { RecoveryKit } from '../bridge/contract'
import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import { keyOfWords, wordsOfKey } from '../core/keys/RecoveryKit'
import { newSpaceKey, type SpaceKey } from '../core/keys/SpaceKey'
import type { SpaceId } from '../core/space/Space'
import type { Keyring } from './Keyring'

interface TypedWord {
  /** From 0. */
  readonly index: number
  readonly word: string
}

const ASKED_WORDS = 2

/** The recovery kits of the spaces: their keys as words, for a person to keep. */
export class KitDesk {
  constructor(
    readonly keyring: Keyring,
    readonly environment: Environment,
  ) {}

  /** Makes the key of a space that has none. Rejects with `key-missing` or `keys-locked` when it has one that is not here. */
  async show(spaceId: SpaceId, spaceName: string): Promise<RecoveryKit> {
    const words = wordsOfKey(this.#key(spaceId) ?? (await this.#newKey(spaceId)))
    const isChecked = this.keyring.space(spaceId)?.isKitChecked ?? false
    return { spaceId, spaceName, words, isChecked, ask: this.#choose(words.length) }
  }

  /** Right when at least two words, from different places, are those of the kit. */
  async check(spaceId: SpaceId, typed: readonly TypedWord[]): Promise<boolean> {
    const key = this.#key(spaceId)
    if (!key) throw new AppError({ code: 'key-missing', space: spaceId })
    const words = wordsOfKey(key)
    const isRight =
      new Set(typed.map(({ index }) => index)).size >= ASKED_WORDS &&
      typed.every(({ index, word }) => words[index] === word.trim().toLowerCase())
    if (isRight) await this.keyring.kitChecked(spaceId)
    return isRight
  }

  /** Whoever enters the words has the kit. Rejects with `wrong-words`, or `wrong-key` for those of another space. */
  async enter(spaceId: SpaceId, words: string): Promise<void> {
    await this.keyring.setKey(spaceId, keyOfWords(words))
    await this.keyring.kitChecked(spaceId)
  }

  #key(spaceId: SpaceId): SpaceKey | undefined {
    const key = this.keyring.key(spaceId)
    if (key || !this.keyring.space(spaceId)?.keyId) return key
    const { isLocked } = this.keyring.safe.state.current
    throw new AppError(isLocked ? { code: 'keys-locked' } : { code: 'key-missing', space: spaceId })
  }

  async #newKey(spaceId: SpaceId): Promise<SpaceKey> {
    const key = newSpaceKey(this.environment)
    await this.keyring.setKey(spaceId, key)
    return key
  }

  /** Places of words to be typed back, in order. */
  #choose(count: number): number[] {
    const chosen = new Set<number>()
    while (chosen.size < ASKED_WORDS) chosen.add((this.environment.randomBytes(1)[0] ?? 0) % count)
    return [...chosen].sort((a, b) => a - b)
  }
}
