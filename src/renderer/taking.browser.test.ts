import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import { placeLinkOf } from '../core/space/PlaceLink'
import { FakeHome } from './testing/FakeHome'
import { openBoard } from './testing/openBoard'
import { openPage } from './testing/openPage'
import { renderSpaceWindow } from './testing/renderWindow'
import { paragraph, writePage } from './testing/sampleSpace'

/** What is written to the clipboard from now on, by type. */
function clipboard(): Map<string, string> {
  const written = new Map<string, string>()
  const write = vi.spyOn(navigator.clipboard, 'write').mockImplementation(async ([item]) => {
    for (const type of item?.types ?? []) written.set(type, (await (await item?.getType(type))?.text()) ?? '')
  })
  onTestFinished(() => write.mockRestore())
  return written
}

/** As on paper, until the test ends. */
async function onPaper(): Promise<void> {
  const session = cdp() as unknown as { send: (method: string, params: object) => Promise<unknown> }
  await session.send('Emulation.setEmulatedMedia', { media: 'print' })
  onTestFinished(async () => {
    await session.send('Emulation.setEmulatedMedia', { media: '' })
  })
}

describe('links to places', () => {
  it('[UI291] are copied by Mod+Shift+C and from the row, as text and under the name of the entry', async () => {
    const { screen, space, made } = await openPage()
    const written = clipboard()
    const link = placeLinkOf({ spaceId: space.id, entryId: made })
    await userEvent.keyboard('{Control>}{Shift>}C{/Shift}{/Control}')
    await expect.element(screen.getByText('Copied the link to "Page"')).toBeVisible()
    expect(written.get('text/plain')).toBe(link)
    expect(written.get('text/html')).toBe(`<a href="${link.replace('&', '&amp;')}">Page</a>`)
    written.clear()
    await screen.getByRole('treeitem', { name: 'Page' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Copy link' }).click()
    await expect.poll(() => written.get('text/plain')).toBe(link)
  })

  it('[UI291] a clipboard that may not be written to is said', async () => {
    const { screen } = await openPage()
    vi.spyOn(navigator.clipboard, 'write').mockRejectedValueOnce(new Error('denied'))
    await userEvent.keyboard('{Control>}{Shift>}C{/Shift}{/Control}')
    await expect.element(screen.getByText(/the clipboard may not be written to here/)).toBeVisible()
  })

  it('[UI292] open at their place, in whichever space it is; what is nowhere is said', async () => {
    const home = new FakeHome(3)
    const { state, screen, space, made } = await openPage(undefined, home)
    state.workspace?.navigation.goHome()
    home.emit('link.opened', placeLinkOf({ spaceId: space.id, entryId: made }))
    await expect.element(screen.getByRole('textbox', { name: 'Page text' })).toBeVisible()
    const other = await home.createSpace({ name: 'Other', color: 'blue', icon: '🌊' })
    home.emit('link.opened', placeLinkOf({ spaceId: other.id, entryId: null }))
    await expect.poll(() => state.workspace?.id).toBe(other.id)
    home.emit('link.opened', placeLinkOf({ spaceId: space.id, entryId: 'gone' }))
    await expect.poll(() => state.workspace?.id).toBe(space.id)
    await expect.element(screen.getByText('This page is gone')).toBeVisible()
    home.emit('link.opened', placeLinkOf({ spaceId: 'f'.repeat(32), entryId: null }))
    await expect.element(screen.getByText(/That space is not here/)).toBeVisible()
    expect(state.workspace?.id).toBe(space.id)
  })

  it('[UI292] a window opens the space it was asked for, also where another was open last', async () => {
    const home = new FakeHome(4)
    const first = await home.createSpace({ name: 'First', color: 'green', icon: '🌳' })
    const second = await home.createSpace({ name: 'Second', color: 'blue', icon: '🌊' })
    await home.request('settings.set', { lastSpaceId: first.id })
    const state = await home.openWindow({ spaceId: second.id })
    expect(state.workspace?.id).toBe(second.id)
    const nowhere = await home.openWindow({ spaceId: 'f'.repeat(32), entryId: 'a' })
    expect(nowhere.workspace?.navigation.entryId).toBeUndefined()
    expect(nowhere.toasts.list.map(({ text }) => text).join()).toContain('That space is not here')
  })

  it('[UI293] pasted into a page of their space become links that follow the name', async () => {
    const { screen, space, text } = await openPage((space) => {
      writePage(space, space.contentId, 'Other', [paragraph('There')])
      return writePage(space, space.contentId, 'Page', [paragraph('Hello')])
    })
    const other = space.entries.children(space.contentId).find(({ name }) => name === 'Other')
    await text.click()
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', placeLinkOf({ spaceId: space.id, entryId: other?.id ?? '' }))
    text.element().dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    await expect.element(text.getByRole('button', { name: 'Other' })).toBeVisible()
    space.entries.rename(other?.id ?? '', 'Elsewhere')
    await text.getByRole('button', { name: 'Elsewhere' }).click()
    await expect.element(screen.getByText('There')).toBeVisible()
  })
})

describe('a page elsewhere', () => {
  it('[EX14] is copied as the Markdown an export writes', async () => {
    const { screen } = await openPage()
    const written = clipboard()
    await screen.getByRole('treeitem', { name: 'Page' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Copy as Markdown' }).click()
    await expect.element(screen.getByText('Copied "Page" as Markdown')).toBeVisible()
    expect([...written]).toEqual([['text/plain', 'Hello\n']])
  })

  it('[EX14] of a board, its columns and cards', async () => {
    const { workspace } = await openBoard()
    const written = clipboard()
    await workspace.clipboard.copyMarkdown(workspace.navigation.entryId)
    expect(written.get('text/plain')).toContain('## To do\n\n- Milk\n- Bread')
  })

  it('[UI294] Mod+P prints; where nothing can be printed, that is said', async () => {
    const print = vi.spyOn(window, 'print').mockImplementation(() => undefined)
    onTestFinished(() => print.mockRestore())
    const { screen, workspace } = await openPage()
    await userEvent.keyboard('{Control>}p{/Control}')
    await expect.poll(() => print.mock.calls.length).toBe(1)
    workspace.navigation.goHome()
    await expect.element(screen.getByText('No page is open')).toBeVisible()
    await userEvent.keyboard('{Control>}p{/Control}')
    await expect.element(screen.getByText('Open a page, a board or a file to print it.')).toBeVisible()
    expect(print).toHaveBeenCalledTimes(1)
  })

  it('[UI295] on paper is black on white, with its title and nothing around it', async () => {
    const { state, screen, text } = await openPage()
    state.settings.change({ theme: 'dark' })
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark')
    await onPaper()
    await expect.element(text).toBeVisible()
    expect(getComputedStyle(text.element()).color).toBe('rgb(17, 17, 17)')
    expect(getComputedStyle(document.body).backgroundColor).toBe('rgb(255, 255, 255)')
    const heading = screen.getByRole('heading', { name: 'Page', exact: true, includeHidden: true }).first()
    expect(heading.element().getBoundingClientRect().height).toBeGreaterThan(20)
    for (const around of ['nav', 'main > header', '.above .unprinted', '.title']) {
      const element = document.querySelector(around)
      expect(element && element.getClientRects().length, around).toBe(0)
    }
  })

  it('[UI296] is saved as a PDF of its name, and shown where it lies', async () => {
    const home = new FakeHome(5, { 'pdf.save': ({ name }) => ({ file: `${name}.pdf` }), 'pdf.show': () => null })
    const { screen } = await renderSpaceWindow(
      (space) => writePage(space, space.contentId, 'Page', [paragraph('Hello')]),
      home,
    )
    await screen.getByRole('treeitem', { name: 'Page' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Save as PDF…' }).click()
    await expect.element(screen.getByText('Saved Page.pdf')).toBeVisible()
    // What is written is what the window shows: the page is there by then.
    await expect.element(screen.getByRole('textbox', { name: 'Page text' })).toBeVisible()
    await screen.getByRole('button', { name: 'Show in folder' }).click()
    expect(home.asked.map(({ name }) => name)).toContain('pdf.show')
    home.refuse('pdf.save', { code: 'not-exported', path: '/Page.pdf', reason: 'no room' })
    home.emit('menu.command', 'save-pdf')
    await expect.element(screen.getByText(/could not be written \(no room\)/)).toBeVisible()
  })
})
