import type { JSONContent } from '@tiptap/core'
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap'
import { pageSchema } from '../../apps/page/schema'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import { sampleBoard } from './sampleBoard'

/** Makes a page with this text. */
export function writePage(
  space: Space,
  parentId: VertexId,
  name: string,
  content: JSONContent[],
  icon?: string,
): VertexId {
  const { entryId } = space.createPage(parentId, name, {
    ...(icon === undefined ? {} : { properties: { icon } }),
    write: ({ tree }) => {
      const rootId = tree.root?.id
      if (rootId === undefined) return
      const fragment = tree.text(rootId, 'body').getXmlFragment('body')
      prosemirrorJSONToYXmlFragment(pageSchema, { type: 'doc', content }, fragment)
    },
  })
  return entryId
}

export function paragraph(...content: (string | JSONContent)[]): JSONContent {
  return {
    type: 'paragraph',
    content: content.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)),
  }
}

/** A small garden of entries: folders, pages in pages, and a page that shows every kind of block. */
export function fillSampleSpace(space: Space): {
  readonly showcase: VertexId
  readonly ids: Readonly<Record<string, VertexId>>
} {
  const top = space.contentId
  const projects = space.entries.createFolder(top, 'Projects')
  const garden = writePage(
    space,
    projects,
    'Garden plan',
    [paragraph('Beds, paths, and where the water comes from.')],
    '🌱',
  )
  const beds = writePage(space, garden, 'Raised beds', [paragraph('Two by one metre, larch.')])
  const kitchen = writePage(space, projects, 'Kitchen', [paragraph('Measure twice.')])
  const board = sampleBoard(space, projects, garden)
  const journal = space.entries.createFolder(top, 'Journal')
  for (const day of ['Monday', 'Tuesday', 'Wednesday'])
    writePage(space, journal, day, [paragraph(`What ${day} was like.`)])
  const reading = writePage(space, top, 'Reading list', [paragraph('Books for the winter.')], '📚')
  const showcase = writePage(space, top, 'How we plant', showcaseContent(garden, reading), '🪴')
  space.tree.setProperty(showcase, 'links', [garden, reading].sort())
  space.tree.setProperty(kitchen, 'links', [showcase])
  return { showcase, ids: { projects, garden, beds, kitchen, board, journal, reading } }
}

/** `count` pages without text, a hundred to a folder. */
export function fillMany(space: Space, count: number): void {
  space.tree.transact(() => {
    for (let made = 0; made < count; made += 100) {
      const properties = { kind: 'folder', name: `Shelf ${made / 100 + 1}`, order: `z${String(made).padStart(7, '0')}` }
      const folderId = space.tree.createVertex(space.contentId, properties)
      for (let index = made; index < Math.min(made + 100, count); index++) {
        const order = `a${String(index).padStart(7, '0')}`
        const name = `${WORDS[index % 7]} ${WORDS[(index * 3) % 11]} ${index}`
        space.tree.createVertex(folderId, { kind: 'entry', appId: 'page', treeId: `t${index}`, name, order })
      }
    }
  })
}

const WORDS = [
  'Apple',
  'Birch',
  'Cedar',
  'Daisy',
  'Elder',
  'Fern',
  'Garlic',
  'Hazel',
  'Iris',
  'Juniper',
  'Kale',
] as const

function showcaseContent(garden: VertexId, reading: VertexId): JSONContent[] {
  const bold = (text: string): JSONContent => ({ type: 'text', text, marks: [{ type: 'bold' }] })
  const item = (type: string, text: string, attrs?: Record<string, unknown>): JSONContent => ({
    type,
    ...(attrs ? { attrs } : {}),
    content: [paragraph(text)],
  })
  const row = (type: string, cells: string[]): JSONContent => ({
    type: 'tableRow',
    content: cells.map((text) => ({ type, content: [paragraph(text)] })),
  })
  const callout = (type: string, title: string, text: string, collapsed = 'none'): JSONContent => ({
    type: 'callout',
    attrs: { type, collapsed },
    content: [
      { type: 'calloutTitle', ...(title ? { content: [{ type: 'text', text: title }] } : {}) },
      paragraph(text),
    ],
  })
  return [
    paragraph(
      'Everything begins in ',
      { type: 'pageLink', attrs: { entryId: garden, target: 'Garden plan' } },
      ', and most of it is ',
      bold('patience'),
      '. See also ',
      { type: 'pageLink', attrs: { entryId: null, target: 'Compost' } },
      ' and the ',
      { type: 'text', text: 'almanac', marks: [{ type: 'link', attrs: { href: 'https://example.org' } }] },
      '.',
    ),
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Before the frost' }] },
    {
      type: 'taskList',
      content: [
        item('taskItem', 'Order seeds', { checked: true }),
        item('taskItem', 'Turn the compost', { checked: false }),
        item('taskItem', 'Mend the fence', { checked: false }),
      ],
    },
    callout('tip', 'Water in the morning', 'Leaves dry before the night, and mildew stays away.'),
    callout('warning', '', 'Tulip bulbs are poisonous to dogs.', 'open'),
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'What grows where' }] },
    {
      type: 'table',
      content: [
        row('tableHeader', ['Bed', 'Spring', 'Autumn']),
        row('tableCell', ['North', 'Peas', 'Kale']),
        row('tableCell', ['South', 'Tomatoes', 'Garlic']),
      ],
    },
    {
      type: 'codeBlock',
      attrs: { language: 'python' },
      content: [
        { type: 'text', text: 'def days_until(frost, today):\n    # both are dates\n    return (frost - today).days' },
      ],
    },
    { type: 'blockquote', content: [paragraph('A garden is never finished.')] },
    { type: 'bulletList', content: [item('listItem', 'Spade'), item('listItem', 'Fork'), item('listItem', 'String')] },
    { type: 'pageEmbed', attrs: { entryId: reading, target: 'Reading list' } },
    paragraph(
      'Inline ',
      { type: 'text', text: 'code', marks: [{ type: 'code' }] },
      ', ',
      { type: 'text', text: 'a highlight', marks: [{ type: 'highlight' }] },
      ' and an end.',
    ),
  ]
}
