import { expect, it } from 'vitest'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { layOutFromTop } from './layOutFromTop'

const BLOCKS = 1400
const PATIENCE = { timeout: 10_000 }

async function longPage(blocks = BLOCKS) {
  const lines = Array.from({ length: blocks }, (_, index) => paragraph(`Line ${index}`))
  const { text } = await openPage((space) => writePage(space, space.contentId, 'Page', lines))
  const element = text.element() as HTMLElement
  const isLaidOut = (index: number): boolean =>
    getComputedStyle(element.children[index]!).contentVisibility === 'visible'
  await expect.poll(() => isLaidOut(blocks - 1), PATIENCE).toBe(true)
  return { element, isLaidOut }
}

it('[UI188] lays a long page out from its top, until it is as high as it is', async () => {
  const { element, isLaidOut } = await longPage()
  const height = element.scrollHeight
  layOutFromTop(element)
  expect([0, 30, 100, BLOCKS - 1].map(isLaidOut)).toEqual([true, true, false, false])
  await expect.poll(() => isLaidOut(BLOCKS - 1), PATIENCE).toBe(true)
  expect([0, 100, 1100].map(isLaidOut)).toEqual([true, true, true])
  expect(element.scrollHeight).toBe(height)
  expect(document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules])).toEqual([])
})

it('[UI188] leaves pages of common length alone', async () => {
  const { element, isLaidOut } = await longPage(300)
  layOutFromTop(element)
  expect(isLaidOut(299)).toBe(true)
})
