import type { StateBlock } from 'markdown-it'

/**
 * A rule for blocks that start and end with the same marker, `$$tex$$` or `%%comment%%`, over as many lines (blank ones
 * too) as it takes. The token's content is exactly what stands between. Text after the closing marker makes it no
 * block: then it is read inside a paragraph.
 */
export function pairedBlockRule(marker: '$$' | '%%', type: string) {
  return (state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean => {
    if (state.sCount[startLine]! - state.blkIndent >= 4) return false
    const start = state.bMarks[startLine]! + state.tShift[startLine]!
    if (!state.src.startsWith(marker, start)) return false
    const last = closingLine(state, marker, startLine, endLine)
    if (last === -1) return false
    if (silent) return true
    const text = state.getLines(startLine, last + 1, state.blkIndent, false).trim()
    const token = state.push(type, '', 0)
    token.content = text.slice(marker.length, -marker.length)
    token.markup = marker
    token.map = [startLine, last + 1]
    state.line = last + 1
    return true
  }
}

function closingLine(state: StateBlock, marker: string, startLine: number, endLine: number): number {
  for (let line = startLine; line < endLine; line++) {
    const start = state.bMarks[line]! + state.tShift[line]!
    const end = state.eMarks[line]!
    const leftTheContainer = start < end && state.sCount[line]! < state.blkIndent
    if (line > startLine && leftTheContainer) return -1
    const text = state.src.slice(start + (line === startLine ? marker.length : 0), end)
    const at = text.indexOf(marker)
    if (at === -1) continue
    return text.slice(at + marker.length).trim() === '' ? line : -1
  }
  return -1
}
