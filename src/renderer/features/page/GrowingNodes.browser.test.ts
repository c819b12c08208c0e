import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { holdIdle } from '../../testing/holdIdle'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'

const ITEMS = 1000

const items = (type: string, each: (index: number) => JSONContent[]): JSONContent[] =>
  Array.from({ length: ITEMS }, (_, index) => ({ type, content: each(index) }))

const list = (type: string, item: string): JSONContent => ({
  type,
  content: items(item, (index) => [paragraph(`Item ${index}`)]),
})
const nested: JSONContent = {
  type: 'bulletList',
  content: [{ type: 'listItem', content: [paragraph('All'), list('orderedList', 'listItem')] }],
}
const table: JSONContent = {
  type: 'table',
  content: items('tableRow', (index) => [{ type: 'tableCell', content: [paragraph(`Item ${index}`)] }]),
}
const quote: JSONContent = {
  type: 'blockquote',
  content: Array.from({ length: ITEMS }, (_, index) => paragraph(`Item ${index}`)),
}

/** A page of one block of many items, of which the first are there. */
async function growingBlock(block: JSONContent) {
  const { step } = holdIdle()
  const opened = await openPage((space) => writePage(space, space.contentId, 'Page', [block, paragraph('The end')]))
  const element = opened.text.element() as HTMLElement
  const shown = (): string[] =>
    [...element.querySelectorAll('p')].map((each) => each.textContent).filter((text) => text.startsWith('Item'))
  const isBusy = (): boolean => element.parentElement?.ariaBusy === 'true'
  return { ...opened, element, step, shown, isBusy }
}

const ALL = Array.from({ length: ITEMS }, (_, index) => `Item ${index}`)

describe('a long block', () => {
  it.each([
    ['list', list('bulletList', 'listItem')],
    ['task list', list('taskList', 'taskItem')],
    ['list in a list', nested],
    ['table', table],
    ['quote', quote],
  ])('[UI235] that is a %s is drawn in steps, without a change to it', async (_kind, block) => {
    const { shown, step, body, space, isBusy } = await growingBlock(block)
    const before = await body()
    const first = shown().length
    expect(first).toBeGreaterThan(20)
    expect(first).toBeLessThan(ITEMS / 4)
    step()
    expect(shown().length).toBeGreaterThan(first)
    expect(shown().length).toBeLessThan(ITEMS)
    expect(shown()).toEqual(ALL.slice(0, shown().length))
    while (isBusy() && step());
    expect(shown()).toEqual(ALL)
    expect(await body()).toBe(before)
    expect(space.hasLocalOps).toBe(false)
  })

  it('[UI235] is whole for whoever clicks into it, who writes where one has clicked', async () => {
    const { text, shown, body } = await growingBlock(list('bulletList', 'listItem'))
    await text.getByText('Item 3', { exact: true }).click()
    expect(shown()).toEqual(ALL)
    await userEvent.keyboard('{End}!{Enter}Item new')
    expect(shown().slice(2, 6)).toEqual(['Item 2', 'Item 3!', 'Item new', 'Item 4'])
    expect(await body()).toContain('<paragraph>Item 3!</paragraph>')
    expect(await body()).toContain(`<paragraph>Item ${ITEMS - 1}</paragraph>`)
  })

  it('[UI236] lays out what can be seen of a long list, and all of a short one', async () => {
    const { element, step } = await growingBlock(list('bulletList', 'listItem'))
    while (step());
    const item = (index: number): HTMLElement => element.querySelectorAll('li')[index] as HTMLElement
    const isDrawn = (index: number): boolean =>
      item(index).firstElementChild?.checkVisibility({ contentVisibilityAuto: true }) === true
    await expect.poll(() => isDrawn(0)).toBe(true)
    expect(isDrawn(ITEMS - 1)).toBe(false)
    expect(item(ITEMS - 1).offsetHeight).toBeGreaterThan(10)
    item(ITEMS - 1).scrollIntoView()
    await expect.poll(() => isDrawn(ITEMS - 1)).toBe(true)
    expect(element.querySelectorAll('[data-many]').length).toBe(1)
  })
})
