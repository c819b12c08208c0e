import { TableCell, TableHeader } from '@tiptap/extension-table'

// One paragraph, because a Markdown cell is one line: a cell can then always be written back.
const oneLine = 'paragraph'

export const PageTableCell = TableCell.extend({ content: oneLine })
export const PageTableHeader = TableHeader.extend({ content: oneLine })
