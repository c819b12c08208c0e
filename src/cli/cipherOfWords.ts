import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import { PLAIN_CIPHER } from '../core/keys/plainCipher'
import { keyOfWords } from '../core/keys/RecoveryKit'
import { sealedCipher } from '../core/keys/sealedCipher'
import type { SpaceCipher } from '../core/keys/SpaceCipher'
import type { SpaceId } from '../core/space/Space'

/**
 * The command line has no keys of its own: the cipher of a space comes from the words of its recovery kit. Throws
 * `key-missing` when the space needs a key and there are no words, and `wrong-key` when they are another space's.
 *
 * @param expected the id of the key the space has; null when none is known
 */
export function cipherOfWords(
  words: string | undefined,
  expected: string | null,
  spaceId: SpaceId,
  environment: Environment,
): SpaceCipher {
  if (words === undefined) {
    if (expected === null) return PLAIN_CIPHER
    throw new AppError({ code: 'key-missing', space: spaceId })
  }
  const cipher = sealedCipher(keyOfWords(words), environment)
  if (expected !== null && cipher.keyId !== expected) throw new AppError({ code: 'wrong-key' })
  return cipher
}
