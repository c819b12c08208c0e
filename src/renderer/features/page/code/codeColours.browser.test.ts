import { expect, it, onTestFinished, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { openPage } from '../../../testing/openPage'
import { paragraph, writePage } from '../../../testing/sampleSpace'
import { PAUSE_MS } from './CodeInSight'

const LINES = 700

async function codePage(lines: number) {
  const code = Array.from({ length: lines }, (_, index) => `const value${index} = ${index}`).join('\n')
  const block = { type: 'codeBlock', attrs: { language: 'javascript' }, content: [{ type: 'text', text: code }] }
  const opened = await openPage((space) => writePage(space, space.contentId, 'Page', [paragraph('Top'), block]))
  const text = opened.text.element()
  const scroller = text.closest('[data-page-scroll]')!
  const numbers = (): string[] => [...text.querySelectorAll('.hljs-number')].map((piece) => piece.textContent)
  return { ...opened, scroller, numbers }
}

it('[UI230] colours of long code the lines that can be seen, also after scrolling, and all of it on paper', async () => {
  const { numbers, scroller } = await codePage(LINES)
  await expect.poll(() => numbers()[0]).toBe('0')
  expect(numbers()).not.toContain(String(LINES - 1))
  scroller.scrollTop = scroller.scrollHeight
  await expect.poll(() => numbers().at(-1)).toBe(String(LINES - 1))
  expect(numbers()).not.toContain('0')
  window.dispatchEvent(new Event('beforeprint'))
  expect(numbers()).toHaveLength(LINES)
  window.dispatchEvent(new Event('afterprint'))
  await expect.poll(() => numbers().length).toBeLessThan(LINES)
})

it('[UI230] moves the colours of long code along with what is typed, and puts them right in a pause', async () => {
  const after = window.setTimeout.bind(window)
  let endPause: (() => void) | undefined
  const { numbers, text } = await codePage(LINES)
  await expect.poll(() => numbers()[0]).toBe('0')
  onTestFinished(() => void vi.restoreAllMocks())
  vi.spyOn(window, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => {
    if (ms !== PAUSE_MS) return after(run, ms)
    endPause = run
    return 0
  }) as typeof window.setTimeout)
  await text.getByText('Top').click()
  await userEvent.keyboard('{ArrowDown}{Home}x')
  await expect.poll(() => text.element().querySelector('code')?.textContent.startsWith('xconst value0')).toBe(true)
  const keywords = (): string[] =>
    [...text.element().querySelectorAll('.hljs-keyword')].map((piece) => piece.textContent)
  await expect.poll(() => endPause).toBeDefined()
  expect([keywords()[0], numbers()[0]]).toEqual(['const', '0'])
  const coloured = keywords().length
  endPause?.()
  await expect.poll(() => keywords().length).toBe(coloured - 1)
})

it('[UI230] colours what is typed into short code at once', async () => {
  const { numbers, text } = await codePage(2)
  await expect.poll(numbers).toEqual(['0', '1'])
  await text.getByText('Top').click()
  await userEvent.keyboard('{ArrowDown}{Home}9;')
  await expect.poll(numbers).toEqual(['9', '0', '1'])
})
