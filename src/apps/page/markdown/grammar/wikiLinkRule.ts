import type { StateInline } from 'markdown-it'
import { nextIndexOf } from './nextIndexOf'

/** `[[inner]]` and `![[inner]]`, on one line, as a `wiki_link` token whose content is the inner text. */
export function wikiLinkRule(state: StateInline, silent: boolean): boolean {
  const opener = state.src.startsWith('[[', state.pos) ? '[[' : '![['
  if (!state.src.startsWith(opener, state.pos)) return false
  const start = state.pos + opener.length
  const end = nextIndexOf(state, ']]', start)
  if (end === -1 || end + 2 > state.posMax) return false
  const lineEnd = nextIndexOf(state, '\n', start)
  if (lineEnd !== -1 && lineEnd < end) return false
  const nextOpener = nextIndexOf(state, '[[', start)
  if (nextOpener !== -1 && nextOpener < end) return false
  const inner = state.src.slice(start, end)
  if (inner.trim() === '') return false
  if (!silent) {
    const token = state.push('wiki_link', '', 0)
    token.content = inner
    token.markup = opener
  }
  state.pos = end + 2
  return true
}
