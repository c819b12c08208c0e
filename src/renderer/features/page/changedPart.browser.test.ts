import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import * as Y from 'yjs'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { typeElsewhere } from '../../testing/typeElsewhere'

async function pageOf(count: number) {
  const opened = await openPage((space) =>
    writePage(
      space,
      space.contentId,
      'Page',
      Array.from({ length: count }, (_, index) => paragraph(`Line ${index}`)),
    ),
  )
  const { space, made, text, screen } = opened
  const root = text.element()
  const line = (index: number) => text.getByText(`Line ${index}`, { exact: true })
  return {
    ...opened,
    line,
    paragraphs: () => [...root.querySelectorAll('p')].map((each) => each.textContent),
    lit: () => document.querySelector('[role=option][aria-selected=true]')?.textContent,
    menu: screen.getByRole('listbox', { name: 'Blocks' }),
    elsewhere: (change: (body: Y.XmlFragment) => void) => typeElsewhere(space, made, change),
    /** Puts a line into the middle of the screen; returns how far it has gone from there since, in pixels. */
    lookAt: async (index: number) => {
      const element = line(index).element()
      element.scrollIntoView({ block: 'center' })
      await frames()
      const before = element.getBoundingClientRect().top
      return async () => {
        await frames()
        return Math.abs(line(index).element().getBoundingClientRect().top - before)
      }
    },
  }
}

function frames(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

function insertBlocks(body: Y.XmlFragment, at: number, names: readonly string[]): void {
  body.insert(
    at,
    names.map((name) => {
      const block = new Y.XmlElement('paragraph')
      block.insert(0, [new Y.XmlText(name)])
      return block
    }),
  )
}

function insertText(body: Y.XmlFragment, block: number, letters: string): void {
  const text = (body.get(block) as Y.XmlElement).get(0) as Y.XmlText
  text.insert(0, letters)
}

const NAMES = Array.from({ length: 20 }, (_, index) => `New ${index}`)

describe('what stays while others write', () => {
  it.each(['here', 'above', 'nowhere'])('[UI184] the screen, with the caret %s', async (caret) => {
    const { line, lookAt, elsewhere, paragraphs } = await pageOf(200)
    if (caret === 'above') await line(2).click()
    const moved = await lookAt(100)
    if (caret === 'here') await line(100).click()
    const element = line(100).element()
    await elsewhere((body) => insertBlocks(body, 5, NAMES))
    expect(await moved()).toBeLessThan(2)
    await elsewhere((body) => body.delete(3, 40))
    expect(await moved()).toBeLessThan(2)
    expect(line(100).element()).toBe(element)
    expect(paragraphs().length).toBe(180)
  })

  it('[UI184] what is written here and there, and what both have of it', async () => {
    const { line, elsewhere, paragraphs, body } = await pageOf(6)
    await line(3).click()
    await userEvent.keyboard('{End}')
    const change = [
      (their: Y.XmlFragment) => insertBlocks(their, 0, ['A', 'B']),
      (their: Y.XmlFragment) => insertBlocks(their, their.length, ['C']),
      (their: Y.XmlFragment) => their.delete(1),
      (their: Y.XmlFragment) => {
        insertText(their, 0, 'a')
        insertBlocks(their, 2, ['D'])
        their.delete(their.length - 1)
      },
      (their: Y.XmlFragment) => insertText(their, their.length - 1, 'z'),
    ]
    for (const [index, each] of change.entries()) {
      await elsewhere(each)
      await userEvent.keyboard(String(index))
    }
    expect(paragraphs()).toEqual(['aA', 'Line 0', 'D', 'Line 1', 'Line 2', 'Line 301234', 'Line 4', 'zLine 5'])
    expect((await body()).replaceAll('</paragraph>', '').split('<paragraph>').slice(1)).toEqual(paragraphs())
  })

  it('[UI184] bold that was switched on for what comes next', async () => {
    const { line, elsewhere, body } = await pageOf(3)
    await line(1).click()
    await userEvent.keyboard('{End}{Control>}b{/Control}')
    await elsewhere((their) => insertText(their, 0, 'Their '))
    await elsewhere((their) => insertBlocks(their, 0, ['New']))
    await userEvent.keyboard('!')
    expect(await body()).toContain('Line 1<bold>!</bold>')
  })

  it('[UI185] the menu under the caret, with the row one has chosen', async () => {
    const { line, elsewhere, lit, menu, body } = await pageOf(3)
    await line(1).click()
    await userEvent.keyboard('{End}{Enter}/{ArrowDown}{ArrowDown}')
    await expect.element(menu).toBeVisible()
    const chosen = lit()
    await elsewhere((their) => insertText(their, 0, 'Their '))
    await elsewhere((their) => insertBlocks(their, 0, ['New']))
    await frames()
    expect(chosen).toContain('Heading 2')
    expect(lit()).toBe(chosen)
    await userEvent.keyboard('{Enter}Title')
    expect(await body()).toContain('<heading level="2">Title</heading>')
  })

  it('[UI185] the menu closed that was closed', async () => {
    const { line, elsewhere, menu, body } = await pageOf(3)
    await line(1).click()
    await userEvent.keyboard('{End}{Enter}/')
    await expect.element(menu).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await elsewhere((their) => insertText(their, 0, 'Their own '))
    await elsewhere((their) => insertBlocks(their, 0, ['New one']))
    await userEvent.keyboard('h')
    await frames()
    await expect.element(menu).not.toBeInTheDocument()
    await userEvent.keyboard('{Enter}Next')
    expect(await body()).toContain('<paragraph>/h</paragraph><paragraph>Next</paragraph>')
  })

  it('[UI185] what is done with the words that are selected', async () => {
    const { line, elsewhere, screen, body } = await pageOf(3)
    await line(1).click()
    await userEvent.keyboard('{End}{Shift>}{Control>}{ArrowLeft}{/Control}{/Shift}')
    await screen.getByRole('button', { name: 'Link' }).click()
    await userEvent.keyboard('example.')
    await elsewhere((their) => insertText(their, 1, 'My '))
    await elsewhere((their) => insertBlocks(their, 0, ['New']))
    await userEvent.keyboard('org{Enter}')
    expect(await body()).toMatch(/My Line <link [^>]*example\.org[^>]*>1</)
  })
})
