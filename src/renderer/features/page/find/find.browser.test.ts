import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type * as Y from 'yjs'
import type { Space } from '../../../../core/space/Space'
import type { Workspace } from '../../../state/Workspace.svelte'
import { complaints } from '../../../testing/complaints'
import { FakeHome } from '../../../testing/FakeHome'
import { openPage } from '../../../testing/openPage'
import { paragraph, writePage } from '../../../testing/sampleSpace'
import { typeElsewhere } from '../../../testing/typeElsewhere'
import { PageFinder } from './PageFinder.svelte'

const bold = { type: 'text', text: 'tulip', marks: [{ type: 'bold' }] }
const filler = Array.from({ length: 60 }, (_, index) => paragraph(`Line ${index}`))

function cell(text: string): JSONContent {
  return { type: 'tableCell', content: [paragraph(text)] }
}

function garden(space: Space): string {
  return writePage(space, space.contentId, 'Garden', [
    paragraph('A Tulip, and one more tulip.'),
    paragraph('In ', bold, ' colours, tulips'),
    ...filler,
    {
      type: 'callout',
      attrs: { type: 'note', collapsed: 'closed' },
      content: [{ type: 'calloutTitle', content: [{ type: 'text', text: 'Folded' }] }, paragraph('A hidden tulip')],
    },
    { type: 'table', content: [{ type: 'tableRow', content: [cell('one'), cell('tulip')] }] },
    { type: 'codeBlock', attrs: { language: 'js' }, content: [{ type: 'text', text: 'let a = tulip\nlet b' }] },
  ])
}

async function openBar(fill = garden, home?: FakeHome) {
  const opened = await openPage(fill, home)
  const { screen, text } = opened
  await userEvent.click(text)
  await userEvent.keyboard('{Control>}{Home}{/Control}{Control>}f{/Control}')
  const field = screen.getByRole('textbox', { name: 'Find', exact: true })
  await expect.element(field).toHaveFocus()
  const bar = screen.getByRole('search', { name: 'Find in this page' })
  return { ...opened, field, bar, count: bar.getByRole('status') }
}

function here({ finding }: Workspace): PageFinder {
  if (!(finding.here instanceof PageFinder)) throw new Error('No page is open')
  return finding.here
}

/** What is painted as found, from the top to the end. */
function marked(name: 'found' | 'found-present'): string[] {
  return [...(CSS.highlights.get(name) ?? [])].map((range) => (range as Range).toString())
}

function isInSight(): boolean {
  const [range] = [...(CSS.highlights.get('found-present') ?? [])] as Range[]
  const rect = range?.getBoundingClientRect()
  const box = document.querySelector('[data-page-scroll]')?.getBoundingClientRect()
  return Boolean(rect && box && rect.height > 0 && rect.top > box.top && rect.bottom < box.bottom)
}

describe('finding in a page', () => {
  it('[UI260] counts what is found, marks it, and goes from one to the next, wherever it stands', async () => {
    const { count, screen } = await openBar()
    await userEvent.keyboard('tulip')
    await expect.element(count).toHaveTextContent('1 of 7')
    await expect.poll(() => marked('found-present')).toEqual(['Tulip'])
    expect(marked('found').slice(0, 3)).toEqual(['tulip', 'tulip', 'tulip'])
    await userEvent.keyboard('{Enter}{Enter}{Enter}')
    await expect.element(count).toHaveTextContent('4 of 7')
    expect(document.querySelector('.isFolded')).not.toBeNull()
    await userEvent.keyboard('{Enter}')
    await expect.element(count).toHaveTextContent('5 of 7')
    expect(document.querySelector('.isFolded')).toBeNull()
    await expect.poll(isInSight).toBe(true)
    await userEvent.keyboard('{F3}')
    await expect.poll(isInSight).toBe(true)
    await userEvent.keyboard('{Control>}g{/Control}')
    await expect.element(count).toHaveTextContent('7 of 7')
    await expect.poll(isInSight).toBe(true)
    await userEvent.keyboard('{Enter}')
    await expect.element(count).toHaveTextContent('1 of 7')
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}')
    await expect.element(count).toHaveTextContent('7 of 7')
    await screen.getByRole('button', { name: 'Close' }).click()
    expect(CSS.highlights.has('found')).toBe(false)
  })

  it('[UI261] takes whole words and capitals as they are, if one wants that', async () => {
    const { count, bar, field } = await openBar()
    await userEvent.keyboard('tulip')
    await bar.getByRole('button', { name: 'Whole words' }).click()
    await expect.element(count).toHaveTextContent('1 of 6')
    await bar.getByRole('button', { name: 'Match case' }).click()
    await expect.element(count).toHaveTextContent('1 of 5')
    await field.fill('rose')
    await expect.element(count).toHaveTextContent('Nothing found')
  })

  it('[UI262] begins with what is selected, from the caret, and Escape selects what was found', async () => {
    const { text, count, field } = await openBar()
    await userEvent.keyboard('colours{Escape}')
    await expect.element(text).toHaveFocus()
    expect(String(document.getSelection())).toBe('colours')
    await userEvent.keyboard('{Control>}f{/Control}')
    await expect.element(field).toHaveValue('colours')
    await field.fill('tulip')
    await expect.element(count).toHaveTextContent('4 of 7')
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => String(document.getSelection())).toBe('tulip')
    await userEvent.keyboard('{F3}')
    await expect.element(count).toHaveTextContent('5 of 7')
  })

  it('[UI263] replaces one, and all as one step to undo, with the style of what was there', async () => {
    const { count, bar, body } = await openBar()
    await userEvent.keyboard('tulip')
    await userEvent.keyboard('{Control>}{Alt>}f{/Alt}{/Control}')
    await bar.getByRole('textbox', { name: 'Replace with' }).fill('rose')
    await userEvent.keyboard('{Enter}')
    await expect.element(count).toHaveTextContent('1 of 6')
    expect(await body()).toContain('A rose, and one more tulip.')
    await bar.getByRole('button', { name: 'Replace all' }).click()
    await expect.element(count).toHaveTextContent('6 replaced')
    expect(await body()).toContain('A rose, and one more rose.')
    expect(await body()).toContain('<bold>rose</bold> colours, roses')
    expect(await body()).toContain('let a = rose')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.element(count).toHaveTextContent('6 found')
    expect(await body()).toContain('A rose, and one more tulip.')
    expect(await body()).toContain('let a = tulip')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.element(count).toHaveTextContent('7 found')
  })

  it('[UI263] leaves what others write between two that are replaced', async () => {
    const { count, bar, body, space, made } = await openBar()
    await userEvent.keyboard('tulip')
    await expect.element(count).toHaveTextContent('1 of 7')
    await userEvent.keyboard('{Control>}{Alt>}f{/Alt}{/Control}')
    await bar.getByRole('textbox', { name: 'Replace with' }).fill('rose')
    // Of somebody who has not seen any of it yet.
    let merge: () => void = () => undefined
    await space.withAppTree(space.entries.get(made)?.treeId ?? '', ({ tree }) => {
      const other = tree.replicate('12345678901234567890')
      const their = other.text(other.root?.id ?? '', 'body').getXmlFragment('body')
      ;((their.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(13, 'very ')
      const ops = other.takeLocalOps()
      merge = () => tree.mergeOps(ops)
    })
    await bar.getByRole('button', { name: 'Replace all' }).click()
    await expect.element(count).toHaveTextContent('7 replaced')
    merge()
    expect(await body()).toContain('A rose, and very one more rose.')
  })

  it('[UI263] replaces very many in one paragraph, each with its style', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) =>
      index % 100 === 0 ? [bold, ', and '] : ['tulip, and '],
    ).flat()
    const { count, bar, workspace } = await openBar((space) =>
      writePage(space, space.contentId, 'Garden', [paragraph('One ', ...many, 'no more.')]),
    )
    await userEvent.keyboard('tulip')
    await expect.element(count).toHaveTextContent('1 of 5,000')
    await userEvent.keyboard('{Control>}{Alt>}f{/Alt}{/Control}')
    await bar.getByRole('textbox', { name: 'Replace with' }).fill('rose')
    await bar.getByRole('button', { name: 'Replace all' }).click()
    await expect.element(count).toHaveTextContent('5,000 replaced')
    const { editor } = here(workspace).page
    const block = editor.state.doc.child(0)
    expect(block.textContent).toBe(`One ${'rose, and '.repeat(5_000)}no more.`)
    const inBold = block.children.filter(({ marks }) => marks.some(({ type }) => type.name === 'bold'))
    expect(inBold.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, () => 'rose'))
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.element(count).toHaveTextContent('5,000 found')
    expect(editor.state.doc.child(0).textContent).toBe(`One ${'tulip, and '.repeat(5_000)}no more.`)
  })

  it('[UI263] replaces in a long list in short steps', async () => {
    const items = Array.from({ length: 200 }, (_, index) => ({
      type: 'listItem',
      content: [paragraph(`Tulip ${index}, a tulip`)],
    }))
    const { count, bar, workspace } = await openBar((space) =>
      writePage(space, space.contentId, 'Garden', [{ type: 'bulletList', content: items }]),
    )
    await userEvent.keyboard('tulip')
    await expect.element(count).toHaveTextContent('1 of 400')
    await userEvent.keyboard('{Control>}{Alt>}f{/Alt}{/Control}')
    await bar.getByRole('textbox', { name: 'Replace with' }).fill('rose')
    const edits: number[] = []
    const { editor } = here(workspace).page
    editor.on('transaction', ({ transaction: { steps } }) => void edits.push(steps.length))
    await bar.getByRole('button', { name: 'Replace all' }).click()
    await expect.element(count).toHaveTextContent('400 replaced')
    expect(editor.state.doc.textContent).not.toMatch(/tulip/i)
    expect(edits.reduce((sum, some) => sum + some, 0)).toBe(400)
    expect(Math.max(...edits)).toBeLessThanOrEqual(15)
  })

  it('[UI264] keeps count and place while others write', async () => {
    const { count, space, made } = await openBar()
    await userEvent.keyboard('tulip{Enter}')
    await expect.element(count).toHaveTextContent('2 of 7')
    await typeElsewhere(space, made, (their) => {
      ;((their.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'One tulip. ')
    })
    await expect.element(count).toHaveTextContent('3 of 8')
    await expect.poll(() => marked('found').length).toBe(4)
  })

  it('[UI265] searches in pages where none is open', async () => {
    const { state, workspace } = await openPage(garden)
    workspace.navigation.goHome()
    await expect.poll(() => workspace.finding.here).toBeUndefined()
    await userEvent.keyboard('{Control>}f{/Control}')
    await expect.poll(() => state.dialogs.current?.kind).toBe('search')
  })

  it('[UI266] replaces nothing in a space one may only read', async () => {
    const home = new FakeHome(5)
    const { bar, count, space } = await openBar(garden, home)
    await userEvent.keyboard('tulip{Control>}{Alt>}f{/Alt}{/Control}')
    await expect.element(bar.getByRole('textbox', { name: 'Replace with' })).toBeVisible()
    home.sync.set(space.id, [{ role: 'viewer' }])
    await expect.element(bar.getByRole('textbox', { name: 'Replace with' })).not.toBeInTheDocument()
    await expect.element(bar.getByRole('button', { name: 'Replace' })).not.toBeInTheDocument()
    await expect.element(count).toHaveTextContent('1 of 7')
  })

  it.each(['light', 'dark'] as const)('[UI260] axe finds no fault in %s', async (theme) => {
    const home = new FakeHome(5)
    await home.request('settings.set', { theme })
    await openBar(garden, home)
    await userEvent.keyboard('tulip{Control>}{Alt>}f{/Alt}{/Control}')
    expect(await complaints()).toEqual([])
  })
})
