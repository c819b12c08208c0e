import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import * as Y from 'yjs'
import type { Space } from '../../../core/space/Space'
import { holdIdle } from '../../testing/holdIdle'
import { openPage } from '../../testing/openPage'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { typeElsewhere } from '../../testing/typeElsewhere'

const BLOCKS = 900
const FIRST = 60
const LINES = Array.from({ length: BLOCKS }, (_, index) => `Line ${index}`)

function fill(space: Space): string {
  const blocks = LINES.map((line) => paragraph(line))
  const heading = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'The end' }] }
  return writePage(space, space.contentId, 'Page', [...blocks, heading])
}

/** A long page of which the first screenful is there. */
async function growingPage() {
  const idle = holdIdle()
  const opened = await openPage(fill)
  const { space, made, text } = opened
  const lines = (): string[] => [...text.element().children].map((block) => block.textContent)
  expect(lines()).toEqual(LINES.slice(0, FIRST))
  const elsewhere = (change: (body: Y.XmlFragment) => void) => typeElsewhere(space, made, change)
  const grow = (): void => {
    while (lines().at(-1) !== 'The end') idle.step()
  }
  return { ...opened, ...idle, lines, elsewhere, grow, whole: [...LINES, 'The end'] }
}

function line(text: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  element.insert(0, [new Y.XmlText(text)])
  return element
}

describe('a long page', () => {
  it('[UI195] shows its beginning at once and the rest in steps, without a change to it', async () => {
    const { lines, step, grow, whole, body, space, text } = await growingPage()
    const before = await body()
    step()
    expect(lines().length).toBeGreaterThan(FIRST)
    expect(lines().length).toBeLessThan(BLOCKS)
    expect(text.element().parentElement?.ariaBusy).toBe('true')
    grow()
    expect(lines()).toEqual(whole)
    await expect.poll(() => text.element().parentElement?.ariaBusy).toBe('false')
    expect(await body()).toBe(before)
    expect(space.hasLocalOps).toBe(false)
  })

  it('[UI195] is whole for whoever clicks into it, and writes where one has clicked', async () => {
    const { text, lines, whole, body } = await growingPage()
    await text.getByText('Line 3', { exact: true }).click()
    expect(lines()).toEqual(whole)
    await userEvent.keyboard('{End}!')
    expect(lines().slice(2, 5)).toEqual(['Line 2', 'Line 3!', 'Line 4'])
    expect(await body()).toContain('<paragraph>Line 3!</paragraph><paragraph>Line 4</paragraph>')
    expect(await body()).toContain('The end')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(lines()).toEqual(whole)
  })

  it('[UI195] is whole when all of it is selected, and is emptied by that, and comes back', async () => {
    const { text, lines, whole, body } = await growingPage()
    const before = await body()
    text.element().focus()
    await userEvent.keyboard('{Control>}a{/Control}{Delete}')
    expect(lines()).toEqual([''])
    expect(await body()).not.toContain('Line')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(lines()).toEqual(whole)
    expect(await body()).toBe(before)
  })

  it('[UI195] is whole before a shortcut is answered, before it is printed, and when all of the window is selected', async () => {
    for (const act of [
      () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true })),
      () => window.dispatchEvent(new Event('beforeprint')),
      () => document.body.dispatchEvent(new Event('selectstart', { bubbles: true })),
      () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true })),
    ]) {
      const { lines, whole, screen } = await growingPage()
      act()
      expect(lines()).toEqual(whole)
      await screen.unmount()
    }
  })

  it('[UI195] takes the keyboard from the title', async () => {
    const { screen, lines, whole } = await growingPage()
    await screen.getByRole('textbox', { name: 'Title' }).click()
    expect(lines().length).toBe(FIRST)
    await userEvent.keyboard('{Enter}Now ')
    expect(lines()).toEqual(['Now Line 0', ...whole.slice(1)])
  })

  it('[UI196] has what others write while it is drawn, above and below what is there', async () => {
    const { lines, elsewhere, step, grow, whole, text } = await growingPage()
    await elsewhere((their) => {
      their.insert(FIRST + 10, [line('Late')])
      their.delete(2)
      their.insert(1, [line('New'), line('Newer')])
    })
    await elsewhere((their) => ((their.get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Their '))
    step()
    await elsewhere((their) => ((their.get(5) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'Their '))
    grow()
    const merged = ['Their Line 0', 'New', 'Newer', 'Line 1', 'Line 3', 'Their Line 4', ...whole.slice(5)]
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
    const { workspace, made, body, text, step, lines, grow, whole } = await growingPage()
    const before = await body()
    workspace.navigation.openTrash()
    await expect.element(text).not.toBeInTheDocument()
    expect(step()).toBe(false)
    expect(await body()).toBe(before)
    workspace.navigation.open(made)
    await expect.element(text).toBeVisible()
    grow()
    expect(lines()).toEqual(whole)
  })

  it('[UI197] is not seen before one is where one comes to in it', async () => {
    const idle = holdIdle()
    const { workspace, screen, made } = await renderSpaceWindow(fill)
    workspace.navigation.open(made, 'The end')
    const text = screen.getByRole('textbox', { name: 'Page text', includeHidden: true })
    await expect.element(text).toBeInTheDocument()
    expect(text.element().childElementCount).toBe(FIRST)
    expect(getComputedStyle(text.element()).visibility).toBe('hidden')
    while (text.element().childElementCount <= BLOCKS) idle.step()
    await expect.element(text.getByRole('heading')).toBeInViewport()
    expect(getComputedStyle(text.element()).visibility).toBe('visible')
  })
})
