import { getSchema, type AnyExtension } from '@tiptap/core'
import { Table, TableRow } from '@tiptap/extension-table'
import type { Schema } from '@tiptap/pm/model'
import { StarterKit } from '@tiptap/starter-kit'
import { Callout } from './Callout'
import { CalloutTitle } from './CalloutTitle'
import { FileLink } from './FileLink'
import { FootnoteDefinition } from './FootnoteDefinition'
import { Highlight } from './Highlight'
import { PageBulletList, PageListItem, PageOrderedList, PageTaskItem, PageTaskList } from './lists'
import { PageEmbed } from './PageEmbed'
import { PageImage } from './PageImage'
import { PageLink } from './PageLink'
import { PageTextLink } from './PageTextLink'
import { PageTableCell, PageTableHeader } from './table'
import { PageCode, PageCodeBlock, PageHardBreak } from './text'
import * as verbatim from './verbatimNodes'

// What is off here is either replaced below or belongs to an editor (history is Yjs's).
const plainNodesAndMarks = StarterKit.configure({
  bulletList: false,
  orderedList: false,
  listItem: false,
  listKeymap: false,
  code: false,
  codeBlock: false,
  hardBreak: false,
  link: false,
  undoRedo: false,
  dropcursor: false,
  gapcursor: false,
  trailingNode: false,
})

/**
 * Everything a page's document may hold, without views: an editor adds node views (replace an extension by name),
 * collaboration, cursors and keymaps. Carries no history.
 */
export const pageExtensions: readonly AnyExtension[] = [
  plainNodesAndMarks,
  PageBulletList,
  PageOrderedList,
  PageListItem,
  PageTaskList,
  PageTaskItem,
  PageCode,
  PageCodeBlock,
  PageHardBreak,
  PageTextLink,
  Highlight,
  Callout,
  CalloutTitle,
  Table.configure({ resizable: false }),
  TableRow,
  PageTableHeader,
  PageTableCell,
  PageImage,
  FileLink,
  PageLink,
  PageEmbed,
  FootnoteDefinition,
  ...Object.values(verbatim),
]

/** The ProseMirror schema of a page. Works in plain Node, no DOM. */
export const pageSchema: Schema = getSchema([...pageExtensions])
