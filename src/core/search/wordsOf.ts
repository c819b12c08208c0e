/** A word of a text and where it stands there. */
export interface FoundWord {
  /** Folded: without case and accents, so that equal words are equal. */
  readonly word: string
  readonly start: number
  readonly end: number
}

const RUN = /[\p{L}\p{N}\p{M}\p{Co}]+/gu
/** Scripts that put no spaces between words: there each character counts as one, and words are found as a row of them. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const hasUnspaced = new RegExp(`[${UNSPACED}]`, 'u')
const pieces = new RegExp(`[${UNSPACED}]\\p{M}*|[^${UNSPACED}]+`, 'gu')
const PLAIN = /^[\0-\x7f]*$/
/** Accents, Hebrew points and Arabic vowel marks, which people leave out when they search; the marks of other scripts are letters. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g

/** The words of a text, in their order. */
export function* wordsOf(text: string): Generator<FoundWord> {
  for (const run of text.matchAll(RUN)) {
    const [letters] = run
    if (!hasUnspaced.test(letters)) yield found(letters, run.index)
    else for (const piece of letters.matchAll(pieces)) yield found(piece[0], run.index + piece.index)
  }
}

/** The same text as folded words with blanks between them: what an index is given. */
export function foldedText(text: string): string {
  // Nothing else folds what has only these letters, and then the words need not be made one by one.
  if (PLAIN.test(text)) return text.toLowerCase()
  const words: string[] = []
  for (const { word } of wordsOf(text)) words.push(word)
  return words.join(' ')
}

function found(letters: string, start: number): FoundWord {
  return { word: folded(letters), start, end: start + letters.length }
}

function folded(letters: string): string {
  if (PLAIN.test(letters)) return letters.toLowerCase()
  // By way of capitals, where ß is SS; a sigma at the end of a word is a sigma.
  const bare = letters
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
  return bare.normalize('NFC').replace(ACCENTS, '')
}
