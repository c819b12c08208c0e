import { expect, it } from 'vitest'
import { holdIdle } from '../../testing/holdIdle'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'

const BLOCKS = 1400

async function longPage(blocks = BLOCKS) {
  const idle = holdIdle()
  const lines = Array.from({ length: blocks }, (_, index) => paragraph(`Line ${index}`))
  const { text } = await openPage((space) => writePage(space, space.contentId, 'Page', lines))
  const element = text.element() as HTMLElement
  while (element.childElementCount < blocks) idle.step()
  const block = (index: number): HTMLElement => element.children[index] as HTMLElement
  const isLaidOut = (index: number): boolean => getComputedStyle(block(index)).contentVisibility === 'visible'
  return { element, block, isLaidOut, step: idle.step }
}

it('[UI188] lays a long page out from its top, until it is as high as it is', async () => {
  const { element, block, isLaidOut, step } = await longPage()
  expect([0, 30, 100, BLOCKS - 1].map(isLaidOut)).toEqual([true, true, false, false])
  step()
  expect([0, 30, 100, BLOCKS - 1].map(isLaidOut)).toEqual([true, true, true, false])
  while (step());
  const height = block(0).offsetHeight
  expect([...element.children].every((each) => (each as HTMLElement).offsetHeight === height)).toBe(true)
  expect(element.querySelector('[data-later]')).toBeNull()
})

it('[UI188] leaves pages of common length alone', async () => {
  const { isLaidOut, step } = await longPage(300)
  expect(isLaidOut(299)).toBe(true)
  expect(step()).toBe(false)
})
