import { describe, expect, it, onTestFinished } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import type * as Y from 'yjs'
import { FakePerson } from '../../testing/FakePerson'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { typeElsewhere } from '../../testing/typeElsewhere'

async function pageWithBen() {
  const opened = await openPage((space) =>
    writePage(space, space.contentId, 'Page', [paragraph('Hello everyone'), paragraph('Second line')]),
  )
  const { space, made, text } = opened
  const ben = new FakePerson(opened.workspace.openSpace.presence, 'Ben', 1)
  onTestFinished(() => ben.leave())
  const root = text.element()
  // Here the caret is, as far as the editor knows.
  await text.getByText('Second line').click()
  await userEvent.keyboard('{Home}')
  return {
    ...opened,
    paragraphs: () => [...root.querySelectorAll('p')].map((each) => each.textContent),
    elsewhere: (change: (body: Y.XmlFragment) => void) => typeElsewhere(space, made, change),
    benAt: async (block: number, at: number) => {
      await ben.putCaret(space, made, block, at)
      await expect.poll(() => root.querySelectorAll('.peer-caret').length).toBe(1)
    },
  }
}

/** The browser is late to tell that the selection has changed, as it is when there is much to do. Returns how it tells. */
function lateBrowser(): () => void {
  const hold = (event: Event) => event.stopImmediatePropagation()
  window.addEventListener('selectionchange', hold, true)
  const release = () => window.removeEventListener('selectionchange', hold, true)
  onTestFinished(release)
  return () => {
    release()
    document.dispatchEvent(new Event('selectionchange'))
  }
}

function insert(body: Y.XmlFragment, block: number, at: number, letters: string): void {
  const text = (body.get(block) as Y.XmlElement).get(0) as Y.XmlText
  text.insert(at, letters)
}

function selection(): Selection {
  return document.getSelection()!
}

describe('where the caret was put just now', () => {
  it('[UI183] stays while others write in its block, before and after it', async () => {
    const { paragraphs, elsewhere } = await pageWithBen()
    const tell = lateBrowser()
    await userEvent.keyboard('{End}')
    await elsewhere((body) => insert(body, 1, 0, 'My '))
    tell()
    await userEvent.keyboard('!')
    expect(paragraphs()).toEqual(['Hello everyone', 'My Second line!'])
    const tellAgain = lateBrowser()
    await userEvent.keyboard('{ArrowLeft}')
    await elsewhere((body) => insert(body, 1, 'My Second line!'.length, ' Theirs'))
    tellAgain()
    await userEvent.keyboard('?')
    expect(paragraphs()).toEqual(['Hello everyone', 'My Second line?! Theirs'])
  })

  it('[UI183] stays while others write in other blocks, or in the one it has left', async () => {
    const { paragraphs, elsewhere } = await pageWithBen()
    const tell = lateBrowser()
    await userEvent.keyboard('{ArrowUp}{End}')
    await elsewhere((body) => insert(body, 1, 0, 'Their '))
    tell()
    await userEvent.keyboard('!')
    expect(paragraphs()).toEqual(['Hello everyone!', 'Their Second line'])
  })

  it('[UI183] stays where it was clicked', async () => {
    const { text, paragraphs, elsewhere } = await pageWithBen()
    const tell = lateBrowser()
    await text.getByText('Hello everyone').click({ position: { x: 1, y: 8 } })
    await elsewhere((body) => insert(body, 0, 'Hello everyone'.length, ' there'))
    tell()
    await userEvent.keyboard('Oh. ')
    expect(paragraphs()).toEqual(['Oh. Hello everyone there', 'Second line'])
  })

  it('[UI183] stays when the change comes in the same task', async () => {
    const { paragraphs, elsewhere } = await pageWithBen()
    await elsewhere((body) => {
      selection().modify('move', 'forward', 'lineboundary')
      insert(body, 1, 0, 'My ')
    })
    await userEvent.keyboard('!')
    expect(paragraphs()).toEqual(['Hello everyone', 'My Second line!'])
  })

  it('[UI183] stays when only the caret of somebody else moves', async () => {
    const { paragraphs, benAt } = await pageWithBen()
    const tell = lateBrowser()
    await userEvent.keyboard('{End}')
    await benAt(1, 3)
    tell()
    await userEvent.keyboard('!')
    expect(paragraphs()).toEqual(['Hello everyone', 'Second line!'])
  })

  it('[UI183] is a selection as well', async () => {
    const { paragraphs, elsewhere, benAt } = await pageWithBen()
    const tell = lateBrowser()
    await userEvent.keyboard('{Shift>}{End}{/Shift}')
    await elsewhere((body) => insert(body, 1, 'Second'.length, ' own'))
    await benAt(0, 3)
    expect(selection().toString()).toBe('Second own line')
    tell()
    await userEvent.keyboard('Mine')
    expect(paragraphs()).toEqual(['Hello everyone', 'Mine'])
  })

  it('[UI183] stays in another field', async () => {
    const { screen, elsewhere, benAt } = await pageWithBen()
    const title = screen.getByRole('textbox', { name: 'Title' })
    await title.click()
    await userEvent.keyboard('{End}s')
    await elsewhere((body) => insert(body, 1, 0, 'Their '))
    await benAt(1, 2)
    await userEvent.keyboard('!')
    await expect.element(title).toHaveValue('Pages!')
  })

  it('[UI183] is left to the input method while it composes', async () => {
    const { paragraphs, elsewhere, benAt } = await pageWithBen()
    const browser = cdp() as unknown as { send(method: string, parameters: object): Promise<unknown> }
    const compose = (text: string) =>
      browser.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await compose('n')
    await compose('ni')
    await elsewhere((body) => insert(body, 0, 0, 'Oh. '))
    await benAt(0, 3)
    await compose('nih')
    await browser.send('Input.insertText', { text: '日' })
    await userEvent.keyboard('!')
    expect(paragraphs()).toEqual(['Oh. Hello everyone', '日!Second line'])
  })
})
