import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { FakeHome } from '../../testing/FakeHome'
import { onePage, openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'

function opened(content: JSONContent[], home?: FakeHome) {
  return openPage((space) => writePage(space, space.contentId, 'Page', content), home)
}

function row(type: string, ...cells: string[]): JSONContent {
  return { type: 'tableRow', content: cells.map((text) => ({ type, content: [paragraph(text)] })) }
}

function callout(title: string, collapsed = 'none'): JSONContent {
  const titleText = title === '' ? {} : { content: [{ type: 'text', text: title }] }
  return {
    type: 'callout',
    attrs: { type: 'tip', collapsed },
    content: [{ type: 'calloutTitle', ...titleText }, paragraph('Inside the box')],
  }
}

describe('tables', () => {
  const table = { type: 'table', content: [row('tableHeader', 'Bed', 'Crop'), row('tableCell', 'North', 'Peas')] }

  it('[UI26] get and lose rows, columns and their header by the bar above them', async () => {
    const { text, screen, body } = await opened([table])
    const cells = (): string[][] =>
      [...text.element().querySelectorAll('tr')].map((line) => [...line.children].map((cell) => cell.textContent))
    await text.getByText('North').click()
    const choose = async (menu: string, item: string): Promise<void> => {
      await screen.getByRole('button', { name: menu }).click()
      await screen.getByRole('menuitem', { name: item }).click()
    }
    await choose('Rows', 'Insert row below')
    await expect.poll(cells).toEqual([
      ['Bed', 'Crop'],
      ['North', 'Peas'],
      ['', ''],
    ])
    await choose('Columns', 'Insert column left')
    await expect.poll(cells).toEqual([
      ['', 'Bed', 'Crop'],
      ['', 'North', 'Peas'],
      ['', '', ''],
    ])
    await choose('Columns', 'Delete column')
    await choose('Rows', 'Delete row')
    await expect.poll(() => cells().length).toBe(2)
    await screen.getByRole('button', { name: 'Header row' }).click()
    await expect.poll(() => text.element().querySelectorAll('th').length).toBe(0)
    expect(await body()).not.toContain('<tableheader')
    await screen.getByRole('button', { name: 'Delete table' }).click()
    await expect.element(text.getByRole('table')).not.toBeInTheDocument()
  })
})

describe('code blocks', () => {
  it('[UI27] are coloured in the language one picks', async () => {
    const code = { type: 'codeBlock', content: [{ type: 'text', text: 'return 1' }] }
    const { text, body } = await opened([code, paragraph('End')])
    expect(text.element().querySelector('.hljs-keyword')).toBeNull()
    await text.getByRole('combobox', { name: 'Language of this code' }).selectOptions('python')
    await expect.poll(() => text.element().querySelector('.hljs-keyword')?.textContent).toBe('return')
    expect(await body()).toContain('language="python"')
  })
})

describe('files', () => {
  const hash = 'b'.repeat(64)

  function homeWithFiles(): FakeHome {
    return new FakeHome(5, {
      'files.add': ({ name, bytes }) => {
        const mimeType = name.endsWith('.png') ? 'image/png' : 'application/pdf'
        return { hash, sizeBytes: bytes.byteLength, mimeType }
      },
    })
  }

  function transfer(name: string, type: string): DataTransfer {
    const data = new DataTransfer()
    data.items.add(new File(['four'], name, { type }))
    return data
  }

  it('[UI28] are stored and shown where they are pasted', async () => {
    const home = homeWithFiles()
    const { text, body, space } = await openPage(onePage, home)
    await text.click()
    await userEvent.keyboard('{End}')
    const paste = { clipboardData: transfer('bed.png', 'image/png'), bubbles: true, cancelable: true }
    text.element().dispatchEvent(new ClipboardEvent('paste', paste))
    await expect.poll(body).toContain(`hash="${hash}"`)
    expect(await body()).toMatch(/Hello.*<image [^>]*mimeType="image\/png"/)
    const asked = home.asked.find(({ name }) => name === 'files.add')
    expect(asked?.question).toMatchObject({
      spaceId: space.id,
      name: 'bed.png',
      bytes: new TextEncoder().encode('four'),
    })
  })

  it('[UI28] are stored and shown where they are dropped', async () => {
    const home = homeWithFiles()
    const { text, body } = await openPage((space) => {
      return writePage(space, space.contentId, 'Page', [paragraph('First'), paragraph('Second')])
    }, home)
    const place = text.getByText('First').element().getBoundingClientRect()
    const at = { clientX: place.left + 1, clientY: place.top + place.height / 2 }
    const dataTransfer = transfer('plan.pdf', 'application/pdf')
    text
      .getByText('First')
      .element()
      .dispatchEvent(new DragEvent('drop', { dataTransfer, ...at, bubbles: true, cancelable: true }))
    await expect.element(text.getByRole('button', { name: /plan.pdf/ })).toBeVisible()
    expect(await body()).toMatch(/<file [^>]*name="plan.pdf"[^>]*><\/file>First/)
  })

  it('[UI28] that cannot be stored leave the page as it is, and the reason is said', async () => {
    const { text, screen, body } = await openPage(onePage)
    const paste = { clipboardData: transfer('bed.png', 'image/png'), bubbles: true, cancelable: true }
    await text.click()
    text.element().dispatchEvent(new ClipboardEvent('paste', paste))
    await expect.element(screen.getByText(/nobody answers files.add here/)).toBeVisible()
    expect(await body()).toBe('<paragraph>Hello</paragraph>')
  })
})

describe('links typed out', () => {
  it('[UI29] become links to the page of that name, or to one that is missing; nothing is made', async () => {
    const { text, body, space } = await openPage((made) => {
      for (let index = 0; index < 15; index++) made.createPage(made.contentId, `Bed ${index}`)
      made.createPage(made.contentId, 'Bed')
      return onePage(made)
    })
    const before = space.entries.children(space.contentId)
    await text.click()
    await userEvent.keyboard('{End} [[[[bed]]and [[[[Nowhere]]')
    await expect.element(text.getByRole('button', { name: 'Bed', exact: true })).toBeVisible()
    await expect.element(text.getByRole('button', { name: 'Nowhere, missing page' })).toBeVisible()
    const bed = before.find((entry) => entry.name === 'Bed')
    expect(await body()).toContain(`entryId="${bed?.id ?? ''}"`)
    expect(space.entries.children(space.contentId)).toHaveLength(before.length)
  })
})

describe('callouts', () => {
  it('[UI30] are unwrapped by Backspace at their start', async () => {
    const { text, body } = await opened([paragraph('Before'), callout('A title')])
    await text.getByText('A title').click()
    await userEvent.keyboard('{Home}')
    // Browsers tell of a moved caret a moment later than of the key.
    await expect.poll(() => getSelection()?.anchorOffset).toBe(0)
    await new Promise((resolve) => requestAnimationFrame(resolve))
    await userEvent.keyboard('{Backspace}')
    const unwrapped = '<paragraph>Before</paragraph><paragraph>A title</paragraph><paragraph>Inside the box</paragraph>'
    expect(await body()).toBe(unwrapped)
    await userEvent.keyboard('And ')
    expect(await body()).toContain('<paragraph>And A title</paragraph>')
  })

  it('[UI31] are folded to look at, which is no edit', async () => {
    const { text, body } = await opened([callout('Folded', 'closed'), callout('Plain')])
    const inside = text.getByText('Inside the box').first()
    const before = await body()
    await expect.element(inside).not.toBeVisible()
    await text.getByRole('button', { name: 'Unfold callout' }).click()
    await expect.element(inside).toBeVisible()
    await text.getByRole('button', { name: 'Fold callout', exact: true }).click()
    await expect.element(inside).not.toBeVisible()
    expect(await body()).toBe(before)
  })

  it('[UI31] become foldable, and of another kind, by their menu', async () => {
    const { text, screen, body } = await opened([callout('Plain')])
    await text.getByRole('button', { name: 'Tip callout, change kind' }).click()
    await screen.getByRole('menuitem', { name: 'Make it foldable' }).click()
    await expect.element(text.getByRole('button', { name: 'Fold callout' })).toBeVisible()
    await text.getByRole('button', { name: 'Tip callout, change kind' }).click()
    await screen.getByRole('menuitem', { name: 'Warning' }).click()
    await expect.poll(body).toMatch(/<callout [^>]*type="warning"/)
    expect(await body()).toContain('collapsed="open"')
  })
})
