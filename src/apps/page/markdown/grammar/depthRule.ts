import type { StateBlock } from 'markdown-it'

/** Containers this deep are kept as source; a quote counts one, a list item two. */
const DEPTH_LIMIT = 40

/**
 * Keeps what is nested deeper than anyone writes as one `raw_block` token: every later stage works recursively, and a
 * thousand `>` must not overflow its stack.
 */
export function depthRule(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if (silent || state.level < DEPTH_LIMIT) return false
  let line = startLine + 1
  while (line < endLine && (state.isEmpty(line) || state.sCount[line]! >= state.blkIndent)) line += 1
  while (line > startLine + 1 && state.isEmpty(line - 1)) line -= 1
  const token = state.push('raw_block', '', 0)
  token.content = state.getLines(startLine, line, state.blkIndent, false)
  token.map = [startLine, line]
  token.meta = { why: `nested deeper than ${DEPTH_LIMIT} levels` }
  state.line = line
  return true
}
