/*
 * Documents begin alike: the same keys, and the same first moves and writes. What they have in common is held once for all of
 * them. Whoever got something here must not change it.
 */

/** More and longer ones than these are those of some import, or of an attack: they stay with the trees that have them. */
const MAX_SHARED = 1_000
const MAX_LENGTH = 512

const nameByItself = new Map<string, string>()
const namesByText = new Map<string, string[]>()
const numbersByText = new Map<string, number[]>()

/** The same name as the one string that all trees hold of it. */
export function sharedName(name: string): string {
  return shared(nameByItself, name, name)
}

/** The same names in the same order as the one list that all trees hold of them. */
export function sharedNames(names: string[]): string[] {
  return shared(namesByText, JSON.stringify(names), names)
}

/** The same for whole numbers. */
export function sharedNumbers(numbers: number[]): number[] {
  return shared(numbersByText, numbers.join(), numbers)
}

function shared<T>(known: Map<string, T>, text: string, made: T): T {
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size < MAX_SHARED && text.length <= MAX_LENGTH) known.set(text, made)
  return made
}
