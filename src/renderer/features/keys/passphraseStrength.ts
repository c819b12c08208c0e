export interface PassphraseStrength {
  /** 0: not to be used, 3: good for years. */
  readonly level: 0 | 1 | 2 | 3
  readonly words: string
}

const MIN_PASSPHRASE = 8

/** A hint, not a measurement: what helps is length that does not repeat itself. */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  const letters = [...passphrase.normalize('NFKC')]
  if (letters.length === 0)
    return { level: 0, words: 'Four or more words that have nothing to do with each other are good.' }
  if (letters.length < MIN_PASSPHRASE) return { level: 0, words: `Too short: at least ${MIN_PASSPHRASE} characters.` }
  const worth = weightOf(letters)
  if (worth < 12) return { level: 1, words: 'Weak: a computer would guess it. Add more words.' }
  if (worth < 18) return { level: 2, words: 'Fair. One more word makes it good.' }
  return { level: 3, words: 'Good.' }
}

/** Characters that are not a repetition or the next one in a row (`aaaa`, `1234`), which cost nobody a guess. */
function weightOf(letters: readonly string[]): number {
  const codes = letters.map((letter) => letter.codePointAt(0) ?? 0)
  const fresh = codes.filter((code, index) => {
    const step = code - (codes[index - 1] ?? Number.NaN)
    return !(Math.abs(step) <= 1)
  })
  return Math.min(fresh.length, new Set(codes).size * 2)
}
