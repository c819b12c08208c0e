import type { Env, StateBlock, StateInline } from 'markdown-it'

const definitionStart = /\[\^([^\]\s[]+)\]:/y
const reference = /\[\^([^\]\s[]+)\]/y

/** `[^label]: blocks`, continued by lines indented four columns. */
export function footnoteDefinitionRule(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (state.sCount[startLine]! - state.blkIndent >= 4) return false
  definitionStart.lastIndex = state.bMarks[startLine]! + state.tShift[startLine]!
  const match = definitionStart.exec(state.src)
  if (!match || definitionStart.lastIndex > state.eMarks[startLine]!) return false
  if (silent) return true
  const contentStart = Math.min(state.skipSpaces(definitionStart.lastIndex), state.eMarks[startLine]!)
  const label = match[1] ?? ''
  footnoteLabels(state.env).add(label.toLowerCase())
  const open = state.push('footnote_open', '', 1)
  open.meta = { label }
  const lines: [number, number] = [startLine, startLine + 1]
  open.map = lines
  inDefinition(state, startLine, contentStart, () => state.md.block.tokenize(state, startLine, endLine))
  lines[1] = state.line
  state.push('footnote_close', '', -1)
  return true
}

/** Runs `read` as if the first line started at `contentStart`, indented by four columns. */
function inDefinition(state: StateBlock, line: number, contentStart: number, read: () => void): void {
  const { blkIndent, parentType, tight, listIndent } = state
  const [start, shift, indent] = [state.bMarks[line]!, state.tShift[line]!, state.sCount[line]!]
  state.blkIndent += 4
  state.parentType = 'footnote'
  state.listIndent = -1
  state.bMarks[line] = contentStart
  state.tShift[line] = 0
  state.sCount[line] = state.blkIndent
  state.line = line + 1
  read()
  state.bMarks[line] = start
  state.tShift[line] = shift
  state.sCount[line] = indent
  Object.assign(state, { blkIndent, parentType, tight, listIndent })
}

/** `[^label]` where the page defines the label; elsewhere it is text. */
export function footnoteReferenceRule(state: StateInline, silent: boolean): boolean {
  reference.lastIndex = state.pos
  const match = reference.exec(state.src)
  if (!match || reference.lastIndex > state.posMax) return false
  const label = match[1] ?? ''
  if (!footnoteLabels(state.env).has(label.toLowerCase())) return false
  if (!silent) state.push('footnote_reference', '', 0).content = label
  state.pos = reference.lastIndex
  return true
}

/** `^[text]`. */
export function footnoteInlineRule(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('^[', state.pos)) return false
  const end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
  if (end < 0) return false
  if (!silent) state.push('footnote_inline', '', 0).content = state.src.slice(state.pos + 2, end)
  state.pos = end + 1
  return true
}

function footnoteLabels(env: Env): Set<string> {
  env['footnotes'] ??= new Set<string>()
  return env['footnotes'] as Set<string>
}
