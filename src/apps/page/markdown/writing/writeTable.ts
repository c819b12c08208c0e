import type { JSONContent } from '@tiptap/core'
import type { LinkNames } from './LinkNames'
import { writeInline } from './InlineWriter'

/** A table as GFM has it: the first row is the header. */
export function writeTable(table: JSONContent, names: LinkNames): string[] {
  const rows = (table.content ?? []).map((row) => (row.content ?? []).map((cell) => writeCell(cell, names)))
  const columns = Math.max(1, ...rows.map((row) => row.length))
  const header = table.content?.[0]?.content ?? []
  const rules = Array.from({ length: columns }, (_, column) => rule(header[column]?.attrs?.['align']))
  const [first = [], ...rest] = rows.map((row) => line([...row, ...Array<string>(columns - row.length).fill('')]))
  return [typeof first === 'string' ? first : line([]), line(rules), ...rest]
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function rule(align: unknown): string {
  if (align === 'center') return ':---:'
  if (align === 'right') return '---:'
  return align === 'left' ? ':---' : '---'
}

/** Several paragraphs (from elsewhere than Markdown) become lines of one. */
function writeCell(cell: JSONContent, names: LinkNames): string {
  const paragraphs = (cell.content ?? []).map((paragraph) =>
    writeInline(paragraph.content ?? [], { names, oneLine: true, atLineStart: false }),
  )
  return paragraphs.join('<br>').replace(/\|/g, '\\|')
}
