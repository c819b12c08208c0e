import Heading1 from '@lucide/svelte/icons/heading-1'
import Heading2 from '@lucide/svelte/icons/heading-2'
import Heading3 from '@lucide/svelte/icons/heading-3'
import Image from '@lucide/svelte/icons/image'
import LayoutPanelTop from '@lucide/svelte/icons/layout-panel-top'
import Link from '@lucide/svelte/icons/link'
import List from '@lucide/svelte/icons/list'
import ListOrdered from '@lucide/svelte/icons/list-ordered'
import ListTodo from '@lucide/svelte/icons/list-todo'
import Paperclip from '@lucide/svelte/icons/paperclip'
import Pilcrow from '@lucide/svelte/icons/pilcrow'
import SeparatorHorizontal from '@lucide/svelte/icons/separator-horizontal'
import SquareCode from '@lucide/svelte/icons/square-code'
import Table from '@lucide/svelte/icons/table'
import TextQuote from '@lucide/svelte/icons/text-quote'
import type { ChainedCommands } from '@tiptap/core'
import type { PickItem } from '../../ui/PickItem'
import { CALLOUT_TYPES } from './calloutLooks'

export interface SlashItem extends PickItem {
  readonly words: string
  /** Changes the block the caret is in; the slash and what was typed after it are gone already. */
  readonly apply?: (chain: ChainedCommands) => ChainedCommands
  /** Asks for more first. */
  readonly ask?: 'image' | 'file' | 'page-link' | 'page-embed'
}

const callouts = CALLOUT_TYPES.map(({ type, label, emoji }): SlashItem => ({
  id: `callout-${type}`,
  label: `${label} callout`,
  icon: emoji,
  words: `callout box ${type}`,
  apply: (chain) =>
    chain.insertContent({
      type: 'callout',
      attrs: { type },
      content: [{ type: 'calloutTitle' }, { type: 'paragraph' }],
    }),
}))

const ITEMS: readonly SlashItem[] = [
  { id: 'text', label: 'Text', icon: Pilcrow, words: 'paragraph plain', apply: (chain) => chain.setParagraph() },
  {
    id: 'h1',
    label: 'Heading 1',
    icon: Heading1,
    detail: '#',
    words: 'title big',
    apply: (chain) => chain.setHeading({ level: 1 }),
  },
  {
    id: 'h2',
    label: 'Heading 2',
    icon: Heading2,
    detail: '##',
    words: 'section',
    apply: (chain) => chain.setHeading({ level: 2 }),
  },
  {
    id: 'h3',
    label: 'Heading 3',
    icon: Heading3,
    detail: '###',
    words: 'small',
    apply: (chain) => chain.setHeading({ level: 3 }),
  },
  {
    id: 'bullets',
    label: 'Bulleted list',
    icon: List,
    detail: '-',
    words: 'unordered points',
    apply: (chain) => chain.toggleBulletList(),
  },
  {
    id: 'numbers',
    label: 'Numbered list',
    icon: ListOrdered,
    detail: '1.',
    words: 'ordered',
    apply: (chain) => chain.toggleOrderedList(),
  },
  {
    id: 'tasks',
    label: 'Task list',
    icon: ListTodo,
    detail: '[ ]',
    words: 'todo checkbox check',
    apply: (chain) => chain.toggleTaskList(),
  },
  {
    id: 'quote',
    label: 'Quote',
    icon: TextQuote,
    detail: '>',
    words: 'blockquote citation',
    apply: (chain) => chain.toggleBlockquote(),
  },
  {
    id: 'code',
    label: 'Code block',
    icon: SquareCode,
    detail: '```',
    words: 'source program',
    apply: (chain) => chain.toggleCodeBlock(),
  },
  {
    id: 'table',
    label: 'Table',
    icon: Table,
    words: 'grid rows columns',
    apply: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  },
  {
    id: 'divider',
    label: 'Divider',
    icon: SeparatorHorizontal,
    detail: '---',
    words: 'rule line separator',
    apply: (chain) => chain.setHorizontalRule(),
  },
  { id: 'image', label: 'Image', icon: Image, words: 'picture photo', ask: 'image' },
  { id: 'file', label: 'File', icon: Paperclip, words: 'attachment upload', ask: 'file' },
  { id: 'page', label: 'Link to page', icon: Link, detail: '[[', words: 'reference', ask: 'page-link' },
  { id: 'embed', label: 'Embed page', icon: LayoutPanelTop, words: 'transclude include', ask: 'page-embed' },
  ...callouts,
]

/** The slash menu's rows for what was typed, best first: a label that begins with it, then any word that does. */
export function slashItems(query: string): SlashItem[] {
  const wanted = query.toLowerCase().trim()
  const rank = ({ label, words }: SlashItem): number => {
    const name = label.toLowerCase()
    if (name.startsWith(wanted)) return 0
    return `${name} ${words}`.split(' ').some((word) => word.startsWith(wanted)) ? 1 : 2
  }
  return ITEMS.filter((item) => rank(item) < 2).sort((a, b) => rank(a) - rank(b))
}
