import type { Delimiter, StateInline } from 'markdown-it'

const EQUALS = 61

/** Notes each `==` that may open or close a highlight; longer runs are text. */
export function highlightDelimiterRule(state: StateInline, silent: boolean): boolean {
  if (silent || state.src.charCodeAt(state.pos) !== EQUALS) return false
  const run = state.scanDelims(state.pos, true)
  if (run.length !== 2) {
    state.pending += '='.repeat(run.length)
    state.pos += run.length
    return true
  }
  state.push('text', '', 0).content = '=='
  const token = state.tokens.length - 1
  state.delimiters.push({ marker: EQUALS, length: 0, token, end: -1, open: run.can_open, close: run.can_close })
  state.pos += 2
  return true
}

/** Turns the pairs that were found into `mark_open` and `mark_close`. */
export function highlightPairsRule(state: StateInline): void {
  pair(state, state.delimiters)
  for (const meta of state.tokens_meta) if (meta?.delimiters) pair(state, meta.delimiters)
}

function pair(state: StateInline, delimiters: readonly Delimiter[]): void {
  for (const opener of delimiters) {
    const closer = opener.marker === EQUALS ? delimiters[opener.end] : undefined
    if (!closer) continue
    become(state, opener, 'mark_open', 1)
    become(state, closer, 'mark_close', -1)
  }
}

function become(state: StateInline, delimiter: Delimiter, type: string, nesting: 1 | -1): void {
  const token = state.tokens[delimiter.token]
  if (!token) return
  token.type = type
  token.tag = 'mark'
  token.nesting = nesting
  token.content = ''
  token.markup = '=='
}
