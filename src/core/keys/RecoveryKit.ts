import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { AppError } from '../AppError'
import { isOneSlipAway } from './isOneSlipAway'
import type { SpaceKey } from './SpaceKey'

export const KIT_WORDS = 24

const listed = new Set(wordlist)
/** A pasted text of this length is no list of words. */
const MAX_TEXT_LENGTH = 2000

/** The key as 24 English words with a checksum (BIP-39). */
export function wordsOfKey(key: SpaceKey): string[] {
  return entropyToMnemonic(key, wordlist).split(' ')
}

/**
 * The key of 24 words in any case, with numbers, commas or line breaks between them. Throws AppError `wrong-words`, which
 * says what to look at.
 */
export function keyOfWords(text: string): SpaceKey {
  if (text.length > MAX_TEXT_LENGTH) throw wrongWords('the text is too long')
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  for (const [index, word] of words.entries()) {
    if (!listed.has(word))
      throw wrongWords(`word ${index + 1}, "${word.slice(0, 20)}", is not one of the list${hint(word)}`)
  }
  if (words.length !== KIT_WORDS) throw wrongWords(`there are ${words.length} words where ${KIT_WORDS} are needed`)
  try {
    return mnemonicToEntropy(words.join(' '), wordlist)
  } catch (error) {
    throw wrongWords('each is on the list, but one is another word or stands in another place', error)
  }
}

function hint(word: string): string {
  const near = wordlist.filter((candidate) => isOneSlipAway(word, candidate))
  return near.length > 0 && near.length <= 3 ? `: perhaps "${near.join('" or "')}"` : ''
}

function wrongWords(reason: string, cause?: unknown): AppError {
  return new AppError({ code: 'wrong-words', reason }, { cause })
}
