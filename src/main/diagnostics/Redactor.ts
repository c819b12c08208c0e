export interface RedactorOptions {
  /** Words of the program itself, in small letters: all others are somebody's. */
  readonly vocabulary: ReadonlySet<string>
  /** What stands for folders and ids, longest first: `/home/ada` by `~`, a space's id by `space-1`. */
  readonly names: ReadonlyMap<string, string>
}

const HIDDEN = '…'
const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]*/gi
const MAIL = /[^\s"'<>(]+@[^\s"'<>)]+/g
const NUMBERED_HOST = /\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b|\b[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}\b/gi
/** Long, with letters and digits mixed: keys, tokens, hashes. */
const TOKEN = /(?=[A-Za-z0-9+_=-]*\d)(?=[A-Za-z0-9+_=-]*[A-Za-z])[A-Za-z0-9+_=-]{20,}/g
const LONG_NUMBER = /\d{8,}/g
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z/
const WORD = /[\p{L}\p{M}\p{N}_$]+/gu
/** Beyond what anything of ours is made of; used only while a text is worked on. */
const MARK = '\uE000'
const MARKED = /\uE000(\d+)\uE000/g

/**
 * Keeps of a text only words that stand in Grove's own program, and numbers; everything else may be somebody's title,
 * name, host or key, and becomes `…`. What is not known to be harmless goes, so no new kind of leak needs a new rule.
 */
export class Redactor {
  readonly #stands: readonly string[]
  readonly #names: readonly (readonly [string, string])[]

  constructor(readonly options: RedactorOptions) {
    this.#names = [...options.names].filter(([name]) => name !== '').sort(([a], [b]) => b.length - a.length)
    this.#stands = this.#names.map(([, stand]) => stand)
  }

  /** Line by line, each with its time. */
  text(text: string): string {
    return text
      .split('\n')
      .map((line) => this.#line(line))
      .join('\n')
  }

  #line(line: string): string {
    const time = TIME.exec(line)?.[0] ?? ''
    let rest = line.slice(time.length).replaceAll(MARK, '')
    for (const [index, [name]] of this.#names.entries()) rest = rest.replaceAll(name, `${MARK}${index}${MARK}`)
    const kept = rest
      .replace(ADDRESS, HIDDEN)
      .replace(MAIL, HIDDEN)
      .replace(NUMBERED_HOST, HIDDEN)
      .replace(TOKEN, HIDDEN)
      .replace(WORD, (word) => (this.#isOurs(word) ? word : HIDDEN))
      .replace(LONG_NUMBER, HIDDEN)
    return time + kept.replace(MARKED, (_all, index: string) => this.#stands[Number(index)] ?? HIDDEN)
  }

  #isOurs(word: string): boolean {
    if (/^\d+$/.test(word)) return true
    const { vocabulary } = this.options
    if (vocabulary.has(word.toLowerCase())) return true
    const parts = word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu) ?? []
    // Names of the program are made of its words; a word cut by chance into such is not.
    return parts.length > 1 && parts.join('') === word && parts.every((part) => isPart(part, vocabulary))
  }
}

function isPart(part: string, vocabulary: ReadonlySet<string>): boolean {
  return /^\d{1,4}$/.test(part) || (part.length > 2 && vocabulary.has(part.toLowerCase()))
}
