import type { JSONContent } from '@tiptap/core'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Board, BOARD_APP, NOTES } from '../apps/board/Board'
import { BoardEdits } from '../apps/board/BoardEdits'
import { parseMarkdown } from '../apps/page/markdown/parseMarkdown'
import { replaceText } from '../apps/page/PageModel'
import type { SpaceTree } from '../core/tree/SpaceTree'
import { DataFolder } from '../layers/runtime/DataFolder'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { buildProgram } from './buildProgram'
import { Workplace } from './Workplace'

let root: string
let data: DataFolder
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'grove-boards-'))
  data = new DataFolder(path.join(root, 'data'))
  await mkdir(path.join(root, 'Notes'))
  await writeFile(path.join(root, 'Notes', 'Recipe.md'), 'Flour.\n')
  await grove('import', path.join(root, 'Notes'), '--space', 'Home')
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function grove(...args: string[]): Promise<string> {
  const results: string[] = []
  const terminal = {
    result: (text: string) => void results.push(text),
    progress: () => undefined,
    notice: () => undefined,
  }
  const program = buildProgram({ environment: nodeEnvironment, terminal, setExitCode: () => undefined })
  await program.parseAsync([...args, '--data', data.root], { from: 'user' })
  return results.join('\n')
}

/** A board in the space, whose first card has these notes. */
function makeBoard(notes: JSONContent): Promise<void> {
  return Workplace.use(data, nodeEnvironment, async (workplace) => {
    const open = await workplace.open('Home')
    const space = await open.space()
    const write = (tree: SpaceTree): void => {
      const edits = new BoardEdits(new Board(tree), nodeEnvironment)
      const columnId = edits.addColumn('To *do*') ?? ''
      replaceText(tree, edits.addCard(columnId, 'Bake bread'), notes, NOTES)
      edits.addCard(columnId, '')
      edits.addColumn('Done')
    }
    space.createPage(space.contentId, 'Kitchen', { appId: BOARD_APP, write: ({ tree }) => write(tree) })
    await open.flush()
  })
}

it('[BD22] a board is printed as Markdown: columns as headings, cards as lists, notes below them', async () => {
  await makeBoard(parseMarkdown('As in [[Recipe]].\n\n- flour\n- water').doc)
  expect(await grove('page', 'Home', 'Kitchen')).toBe(
    '## To \\*do\\*\n\n- Bake bread\n\n  As in [[Recipe]].\n  - flour\n  - water\n- Untitled\n\n## Done\n',
  )
})

it('[BD22] a check reads the notes, and misses the files they refer to', async () => {
  const hash = 'ab'.repeat(32)
  const picture = { type: 'image', attrs: { hash, target: 'map.png' } }
  await makeBoard({ type: 'doc', content: [{ type: 'paragraph', content: [picture] }] })
  expect(await grove('check', 'Home')).toContain(hash)
})
