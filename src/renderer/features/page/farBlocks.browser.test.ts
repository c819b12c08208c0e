import { beforeEach, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { PAUSE_MS } from './farBlocks'

const BLOCKS = 600

/** Ends the pause after what was typed last, which no machine is too slow for otherwise. */
let endPause: () => void

beforeEach(() => {
  const after = window.setTimeout.bind(window)
  vi.spyOn(window, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => {
    if (ms !== PAUSE_MS) return after(run, ms)
    endPause = run
    return 0
  }) as typeof window.setTimeout)
  return () => vi.restoreAllMocks()
})

async function longPage(blocks = BLOCKS) {
  const lines = Array.from({ length: blocks }, (_, index) => paragraph(`Line ${index}`))
  const opened = await openPage((space) => writePage(space, space.contentId, 'Page', lines))
  const block = (index: number): Element | undefined => opened.text.element().children[index]
  const inSight = (index: number): boolean => getComputedStyle(block(index)!).visibility === 'visible'
  await opened.text.getByText('Line 0', { exact: true }).click()
  return { ...opened, block, inSight }
}

it('[UI111] takes what is far out of sight while somebody types, and leaves it where it is', async () => {
  const { inSight, block, text } = await longPage()
  const height = text.element().scrollHeight
  await userEvent.keyboard('{End}, and more')
  expect([0, 100, 200, BLOCKS - 1].map(inSight)).toEqual([true, true, false, false])
  expect(text.element().scrollHeight).toBe(height)
  expect(block(0)?.textContent).toBe('Line 0, and more')
})

it('[UI111] shows everything again after a pause', async () => {
  const { inSight } = await longPage()
  await userEvent.keyboard('x')
  expect(inSight(BLOCKS - 1)).toBe(false)
  endPause()
  expect(inSight(BLOCKS - 1)).toBe(true)
})

it('[UI111] shows everything again before a shortcut is followed, which may lead anywhere', async () => {
  const { inSight, block } = await longPage()
  await userEvent.keyboard('x')
  expect(inSight(BLOCKS - 1)).toBe(false)
  await userEvent.keyboard('{Control>}{End}{/Control}{End}')
  expect(inSight(BLOCKS - 1)).toBe(true)
  await userEvent.keyboard(', the last')
  expect(block(BLOCKS - 1)?.textContent).toBe(`Line ${BLOCKS - 1}, the last`)
  expect([0, BLOCKS - 1].map(inSight)).toEqual([false, true])
})

it('[UI111] shows everything again when one scrolls away or leaves the text', async () => {
  const { inSight, screen, text } = await longPage()
  await userEvent.keyboard('x')
  const scroller = text.element().closest('[data-page-scroll]')!
  scroller.scrollTop = scroller.scrollHeight
  await expect.poll(() => inSight(BLOCKS - 1)).toBe(true)
  const scrolled = new Promise((resolve) => scroller.addEventListener('scroll', resolve, { once: true }))
  scroller.scrollTop = 0
  await scrolled
  await userEvent.keyboard('x')
  expect(inSight(BLOCKS - 1)).toBe(false)
  await screen.getByRole('textbox', { name: 'Title' }).click()
  expect(inSight(BLOCKS - 1)).toBe(true)
})

it('[UI111] shows everything again before anything is selected: all is what can be seen', async () => {
  const { inSight, text } = await longPage()
  await userEvent.keyboard('x')
  expect(inSight(BLOCKS - 1)).toBe(false)
  text.element().dispatchEvent(new Event('selectstart', { bubbles: true, cancelable: true }))
  expect(inSight(BLOCKS - 1)).toBe(true)
})

it('[UI111] leaves pages of common length alone', async () => {
  const { inSight } = await longPage(300)
  await userEvent.keyboard('x')
  expect(inSight(299)).toBe(true)
})
