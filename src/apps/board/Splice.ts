/** The one place where two texts differ. */
export interface Splice {
  readonly at: number
  /** How many characters go. */
  readonly removed: number
  readonly inserted: string
}

/** The shortest way from one text to the other. Never cuts a character of two code units apart: Yjs would break it. */
export function spliceBetween(from: string, to: string): Splice {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start++
  if (start > 0 && isHighSurrogate(from.charCodeAt(start - 1))) start--
  let end = 0
  while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end++
  if (end > 0 && isLowSurrogate(from.charCodeAt(from.length - end))) end--
  return { at: start, removed: from.length - end - start, inserted: to.slice(start, to.length - end) }
}

/**
 * What one made of `base`, done to what others made of it meanwhile. Undefined where both changed the same place: then
 * there is no telling what was meant.
 */
export function mergeTexts(base: string, mine: string, theirs: string): string | undefined {
  if (theirs === base || theirs === mine) return mine
  const own = spliceBetween(base, mine)
  const other = spliceBetween(base, theirs)
  const isAfter = own.at >= other.at + other.removed
  if (!isAfter && own.at + own.removed > other.at) return undefined
  const at = isAfter ? own.at + other.inserted.length - other.removed : own.at
  return theirs.slice(0, at) + own.inserted + theirs.slice(at + own.removed)
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000
}
