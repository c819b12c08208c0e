import type { JSONContent } from '@tiptap/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import * as Y from 'yjs'
import type { Space } from '../../../core/space/Space'
import { holdIdle } from '../../testing/holdIdle'
import { openPage } from '../../testing/openPage'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { typeElsewhere } from '../../testing/typeElsewhere'

const BLOCKS = 900
const FIRST = 120
const WHOLE = Array.from({ length: BLOCKS }, (_, index) => `Line ${index}`)
WHOLE[500] = 'Middle'
WHOLE[BLOCKS - 1] = 'The end'

function heading(text: string): JSONContent {
  return { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text }] }
}

function fill(space: Space): string {
  const blocks = WHOLE.map((line) => (line.startsWith('Line') ? paragraph(line) : heading(line)))
  return writePage(space, space.contentId, 'Page', blocks)
}

/** A long page of which the first screenful is there. */
async function growingPage() {
  const idle = holdIdle()
  const opened = await openPage(fill)
  const { space, made, screen } = opened
  const text = screen.getByRole('textbox', { name: 'Page text', includeHidden: true })
  const lines = (): string[] => [...text.element().children].map((block) => block.textContent)
  expect(lines()).toEqual(WHOLE.slice(0, FIRST))
  const elsewhere = (change: (body: Y.XmlFragment) => void) => typeElsewhere(space, made, change)
  const grow = (): void => {
    while (lines().at(-1) !== 'The end') idle.step()
  }
  return { ...opened, ...idle, text, lines, elsewhere, grow }
}

/** What is drawn next has been drawn: only then what is on the screen is kept where it is. */
function frame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

function line(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  return element
}

describe('a long page', () => {
  it('[UI195] shows its beginning at once and the rest in steps, without a change to it', async () => {
    const { lines, step, grow, body, space, text } = await growingPage()
    const before = await body()
    step()
    expect(lines().length).toBeGreaterThan(FIRST)
    expect(lines().length).toBeLessThan(BLOCKS)
    expect(text.element().parentElement?.ariaBusy).toBe('true')
    grow()
    expect(lines()).toEqual(WHOLE)
    await expect.poll(() => text.element().parentElement?.ariaBusy).toBe('false')
    expect(await body()).toBe(before)
    expect(space.hasLocalOps).toBe(false)
  })

  it('[UI195] is whole for whoever clicks into it, and writes where one has clicked', async () => {
    const { text, lines, body } = await growingPage()
    await text.getByText('Line 3', { exact: true }).click()
    expect(lines()).toEqual(WHOLE)
    await userEvent.keyboard('{End}!')
    expect(lines().slice(2, 5)).toEqual(['Line 2', 'Line 3!', 'Line 4'])
    expect(await body()).toContain('<paragraph>Line 3!</paragraph><paragraph>Line 4</paragraph>')
    expect(await body()).toContain('The end')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(lines()).toEqual(WHOLE)
  })

  it('[UI195] is whole when all of it is selected, and is emptied by that, and comes back', async () => {
    const { text, lines, body } = await growingPage()
    const before = await body()
    text.element().focus()
    await userEvent.keyboard('{Control>}a{/Control}{Delete}')
    expect(lines()).toEqual([''])
    expect(await body()).not.toContain('Line')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(lines()).toEqual(WHOLE)
    expect(await body()).toBe(before)
  })

  it('[UI195] is whole before a shortcut is answered, before it is printed, and when all of the window is selected', async () => {
    for (const act of [
      () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true })),
      () => window.dispatchEvent(new Event('beforeprint')),
      () => document.body.dispatchEvent(new Event('selectstart', { bubbles: true })),
      () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true })),
    ]) {
      const { lines, screen } = await growingPage()
      act()
      expect(lines()).toEqual(WHOLE)
      await screen.unmount()
    }
  })

  it('[UI195] takes the keyboard from the title', async () => {
    const { screen, lines } = await growingPage()
    await screen.getByRole('textbox', { name: 'Title' }).click()
    expect(lines().length).toBe(FIRST)
    await userEvent.keyboard('{Enter}Now ')
    expect(lines()).toEqual(['Now Line 0', ...WHOLE.slice(1)])
  })

  it('[UI196] has what others write while it is drawn, above and below what is there', async () => {
    const { lines, elsewhere, step, grow, text } = await growingPage()
    await elsewhere((their) => {
      their.insert(FIRST + 10, [line('Late')])
      their.delete(2)
      their.insert(1, [line('New'), line('Newer')])
    })
    await elsewhere((their) => ((their.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Their '))
    step()
    await elsewhere((their) => ((their.get(5) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Their '))
    grow()
    const merged = ['Their Line 0', 'New', 'Newer', 'Line 1', 'Line 3', 'Their Line 4', ...WHOLE.slice(5)]
    merged.splice(merged.indexOf(`Line ${FIRST + 10}`), 0, 'Late')
    expect(lines()).toEqual(merged)

    await text.getByText('Newer').click()
    await userEvent.keyboard('{End}!')
    await elsewhere((their) => ((their.get(800) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Their '))
    const typed = merged.map((each, index) => (index === 2 ? 'Newer!' : index === 800 ? `Their ${each}` : each))
    expect(lines()).toEqual(typed)
    await userEvent.keyboard('{Control>}z{/Control}')
    typed[2] = 'Newer'
    expect(lines()).toEqual(typed)
  })

  it('[UI196] loses nothing when it is left before it is whole', async () => {
    const { workspace, made, body, text, step, lines, grow } = await growingPage()
    const before = await body()
    workspace.navigation.openTrash()
    await expect.element(text).not.toBeInTheDocument()
    expect(step()).toBe(false)
    expect(await body()).toBe(before)
    workspace.navigation.open(made)
    await expect.element(text).toBeVisible()
    grow()
    expect(lines()).toEqual(WHOLE)
  })

  it('[UI197] is not seen before one is where one comes to in it, and stays there while the rest is laid out', async () => {
    const idle = holdIdle()
    const { workspace, screen, made } = await renderSpaceWindow(fill)
    workspace.navigation.open(made, 'Middle')
    const text = screen.getByRole('textbox', { name: 'Page text', includeHidden: true })
    await expect.element(text).toBeInTheDocument()
    expect(text.element().childElementCount).toBe(FIRST)
    expect(getComputedStyle(text.element()).visibility).toBe('hidden')
    while (text.element().childElementCount < BLOCKS) idle.step()
    const heading = text.getByRole('heading', { name: 'Middle' })
    await expect.element(heading).toBeInViewport()
    expect(getComputedStyle(text.element()).visibility).toBe('visible')
    const top = heading.element().getBoundingClientRect().top
    const height = text.element().scrollHeight
    while (idle.step()) await frame()
    expect(text.element().scrollHeight).not.toBe(height)
    expect(heading.element().getBoundingClientRect().top).toBeCloseTo(top, 0)
  })

  it('[UI197] is at the words that were searched for, and stays there while the rest is laid out', async () => {
    const idle = holdIdle()
    const { workspace, screen, made } = await renderSpaceWindow(fill)
    workspace.navigation.openAt(made, { text: 'Line 700', words: ['700'] })
    const text = screen.getByRole('textbox', { name: 'Page text', includeHidden: true })
    await expect.element(text).toBeInTheDocument()
    while (text.element().childElementCount < BLOCKS) idle.step()
    const found = text.getByText('Line 700', { exact: true })
    await expect.element(found).toBeInViewport()
    expect(text.element().querySelector('.found-words')?.textContent).toBe('700')
    const { top } = found.element().getBoundingClientRect()
    while (idle.step()) await frame()
    expect(found.element().getBoundingClientRect().top).toBeCloseTo(top, 0)
  })

  it('[UI197] is at the words that were searched for in a page of common length, too', async () => {
    const { workspace, screen, made } = await renderSpaceWindow((space) =>
      writePage(
        space,
        space.contentId,
        'Page',
        WHOLE.slice(0, 100).map((each) => paragraph(each)),
      ),
    )
    workspace.navigation.openAt(made, { text: 'Line 70', words: ['70'] })
    await expect.poll(() => screen.container.querySelector('.found-words')?.textContent).toBe('70')
  })

  it.each([true, false])(
    '[UI197] [UI206] is as far down as it was when one left it, and only what is there is laid out; browser keeps places: %s',
    async (keepsPlaces) => {
      if (!keepsPlaces) doWithoutAnchoring()
      const { workspace, made, text, grow, step } = await growingPage()
      grow()
      while (step()) await frame()
      const scroller = (): Element => text.element().closest('[data-page-scroll]')!
      const line = (index: number): Element => text.getByText(`Line ${index}`, { exact: true }).element()
      const lineTop = (): number => line(600).getBoundingClientRect().top
      scroller().scrollTop += lineTop() - 300
      const top = lineTop()
      await frame()
      workspace.navigation.openTrash()
      await expect.element(text).not.toBeInTheDocument()
      workspace.navigation.back()
      await expect.element(text).toBeInTheDocument()
      expect(workspace.navigation.entryId).toBe(made)
      grow()
      await expect.poll(lineTop).toBeCloseTo(top, 0)
      const isLaidOut = [200, 590, 600].map((index) => getComputedStyle(line(index)).contentVisibility === 'visible')
      expect(isLaidOut).toEqual([false, true, true])
      const height = scroller().scrollHeight
      while (step()) {
        await frame()
        expect(lineTop()).toBeCloseTo(top, 0)
      }
      expect(scroller().scrollHeight).not.toBe(height)
    },
  )
})

/** As Safari does: what is on the screen moves when what is above it gets another height. */
function doWithoutAnchoring(): void {
  const style = document.createElement('style')
  style.textContent = '[data-page-scroll] { overflow-anchor: none }'
  document.head.append(style)
  const supports = vi.spyOn(CSS, 'supports').mockReturnValue(false)
  onTestFinished(() => {
    style.remove()
    supports.mockRestore()
  })
}
