/** More and longer ones than these are those of some import, or of an attack: they stay with the trees that have them. */
const MAX_SHARED = 1_000
const MAX_LENGTH = 256

const names = new Map<string, string>()
const lists = new Map<string, string[]>()

/** The same name as the one string that all trees hold of it: every document has the same few keys. */
export function sharedName(name: string): string {
  return shared(names, name, name)
}

/** The same names as the one list that all trees hold that have these names in this order; nobody may change it. */
export function sharedList(list: string[]): string[] {
  return shared(lists, JSON.stringify(list), list)
}

function shared<T>(known: Map<string, T>, key: string, made: T): T {
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size < MAX_SHARED && key.length <= MAX_LENGTH) known.set(key, made)
  return made
}
