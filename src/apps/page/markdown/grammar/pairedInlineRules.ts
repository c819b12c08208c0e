import type { StateInline } from 'markdown-it'
import { nextIndexOf } from './nextIndexOf'

/** `%%text%%` inside a paragraph, line ends allowed. */
export function commentInlineRule(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('%%', state.pos)) return false
  const end = nextIndexOf(state, '%%', state.pos + 2)
  return !isBrokenBlock(state, end) && takeUntil(state, '%%', end, 'comment_inline', silent)
}

/** `$$tex$$` in the middle of a line. */
export function displayMathRule(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('$$', state.pos)) return false
  const end = nextIndexOf(state, '$$', state.pos + 2)
  return end > state.pos + 2 && !isBrokenBlock(state, end) && takeUntil(state, '$$', end, 'math_display', silent)
}

/**
 * `$tex$` on one line. As in Pandoc and Obsidian there is no space inside the dollars and no digit after the second,
 * so that "$5 and $10" stays money.
 */
export function inlineMathRule(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  if (src.charCodeAt(pos) !== DOLLAR || !/[^\s$]/.test(src.charAt(pos + 1))) return false
  const lineEnd = nextIndexOf(state, '\n', pos)
  const end = closingDollar(state, pos + 1)
  return (lineEnd === -1 || end < lineEnd) && takeUntil(state, '$', end, 'math_inline', silent)
}

/** A block of several lines that slipped out of its list or quote: as one line it could not be written back. */
function isBrokenBlock(state: StateInline, end: number): boolean {
  if (state.pos > 0) return false
  const lineEnd = nextIndexOf(state, '\n', 0)
  return lineEnd !== -1 && lineEnd < end && /^(?:\n|$)/.test(state.src.slice(end + 2, end + 3))
}

const DOLLAR = 36

/** The next dollar that is not escaped, if it can close; the first one decides, as a formula holds no dollars. */
function closingDollar(state: StateInline, from: number): number {
  let at = nextIndexOf(state, '$', from)
  while (at !== -1 && state.src[at - 1] === '\\') at = nextIndexOf(state, '$', at + 1)
  return at !== -1 && /^\S\$(?!\d)/.test(state.src.slice(at - 1, at + 2)) ? at : -1
}

function takeUntil(state: StateInline, marker: string, end: number, type: string, silent: boolean): boolean {
  if (end === -1 || end + marker.length > state.posMax) return false
  if (!silent) {
    const token = state.push(type, '', 0)
    token.content = state.src.slice(state.pos + marker.length, end)
    token.markup = marker
  }
  state.pos = end + marker.length
  return true
}
