import { wordlist } from '@scure/bip39/wordlists/english.js'

/** What Node, SQLite and Chromium say when something fails, as far as our own program does not say it too. */
const SYSTEM_WORDS =
  'access address aborted already argument attempt bad broken busy cannot canceled certificate closed column conflict ' +
  'connect connection constraint corrupt crashed denied descriptor device directory disk down exists expired failed file ' +
  'forbidden found full handle host image incorrect in input interrupted into invalid io is killed left limit locked ' +
  'malformed many memory missing module mounted name network no not of on only open opened operation out output path ' +
  'permission permitted pipe port process protocol quota read readonly refused reset resolve resource schema self signed ' +
  'socket space stale such supported syntax system table terminated timed timeout to too transaction unable undefined ' +
  'unexpected unique unknown unreachable unsupported write wrong'

/**
 * The words a program is made of, in small letters, from its own text. The list of recovery words stands in it too: a word
 * that is nowhere else in the program is not one of its words.
 */
export function programWords(program: string): ReadonlySet<string> {
  const countByWord = new Map<string, number>()
  for (const [found] of program.matchAll(/[A-Za-z]+/g)) {
    for (const part of [found, ...(found.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [])]) {
      const word = part.toLowerCase()
      countByWord.set(word, (countByWord.get(word) ?? 0) + 1)
    }
  }
  // Each finding counts itself and its one part.
  const kits = new Set(wordlist.filter((word) => (countByWord.get(word) ?? 0) <= 2))
  const words = [...countByWord.keys(), ...SYSTEM_WORDS.split(' ')]
  return new Set(words.filter((word) => word.length <= 40 && !kits.has(word)))
}
