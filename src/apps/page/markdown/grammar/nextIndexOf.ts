import type { StateInline } from 'markdown-it'

interface Search {
  from: number
  at: number
}

const searchesByState = new WeakMap<StateInline, Map<string, Search>>()

/**
 * Like `indexOf` on the state's source, remembering the last answer: a line of a million openers without a closer
 * is then searched once and not a million times.
 */
export function nextIndexOf(state: StateInline, needle: string, position: number): number {
  let searches = searchesByState.get(state)
  if (!searches) searchesByState.set(state, (searches = new Map<string, Search>()))
  const last = searches.get(needle)
  if (last && last.from <= position && (last.at === -1 || last.at >= position)) return last.at
  const at = state.src.indexOf(needle, position)
  searches.set(needle, { from: position, at })
  return at
}
