import { describe, expect, it, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import * as Y from 'yjs'
import { pageText } from '../../../apps/page/PageModel'
import { FakeHome } from '../../testing/FakeHome'
import { holdDeferred } from '../../testing/holdDeferred'
import { onePage, openPage } from '../../testing/openPage'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { fillSampleSpace, writePage } from '../../testing/sampleSpace'
import { typeElsewhere } from '../../testing/typeElsewhere'

describe('a page', () => {
  it('[UI56] leaves the window its keys, and underlines by its own', async () => {
    const { text, state, body } = await openPage()
    await text.click()
    await userEvent.keyboard('{Control>}a{/Control}{Control>}{Shift>}u{/Shift}{/Control}')
    await expect.poll(() => state.dialogs.current?.kind).toBe('sync')
    await userEvent.keyboard('{Escape}')
    await expect.poll(() => state.dialogs.current).toBeUndefined()
    expect(await body()).not.toContain('underline')
    await text.click()
    await userEvent.keyboard('{Control>}a{/Control}{Control>}u{/Control}')
    await expect.poll(body).toContain('underline')
  })

  it('[UI9] is opened without a change to it', async () => {
    const { space, screen } = await openPage((made) => fillSampleSpace(made).showcase)
    await expect.element(screen.getByText('A garden is never finished.')).toBeVisible()
    const written: string[] = []
    for (const tree of [space.tree]) tree.onLocalOps(() => written.push(tree.treeId))
    await new Promise((resolve) => requestAnimationFrame(resolve))
    expect(space.hasLocalOps).toBe(false)
    expect(written).toEqual([])
  })

  it('[UI10] keeps what is typed in its document, letter by letter', async () => {
    const { text, body } = await openPage()
    await text.click()
    await userEvent.keyboard('{End} world')
    expect(await body()).toContain('Hello world')
  })

  it('[UI248] has one editor, with its caret and its undo, whatever is set meanwhile', async () => {
    const { text, state, body, screen } = await openPage()
    await text.click()
    await userEvent.keyboard('{End} one')
    const element = text.element()
    state.settings.change({ theme: 'dark' })
    await expect.poll(() => document.documentElement.dataset['theme']).toBe('dark')
    await userEvent.keyboard(' two')
    expect(text.element()).toBe(element)
    expect(await body()).toContain('Hello one two')
    state.settings.change({ theme: 'system' })
    expect((element as HTMLElement).spellcheck).toBe(false)
    state.settings.change({ spellCheck: true })
    await expect.poll(() => (element as HTMLElement).spellcheck).toBe(true)
    await expect.element(screen.getByText('This page could not be shown.')).not.toBeInTheDocument()
  })

  it('[UI10] shows the edits of another editor of the same page, and undoes only its own', async () => {
    const { text, space, made, body } = await openPage()
    await text.click()
    await userEvent.keyboard('{End} mine')
    await typeElsewhere(space, made, (their) => {
      const first = their.get(0) as Y.XmlElement
      ;(first.get(0) as Y.XmlText).insert(0, 'Theirs: ')
    })
    expect(await body()).toContain('Theirs: Hello mine')
    await expect.element(text).toHaveTextContent('Theirs: Hello mine')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.element(text).toHaveTextContent('Theirs: Hello')
  })

  it('[UI14] makes blocks by "/" and by Markdown', async () => {
    const { text, body } = await openPage()
    await text.click()
    await userEvent.keyboard('{End}{Enter}/head')
    await userEvent.keyboard('{Enter}A heading{Enter}## Smaller')
    const stored = await body()
    expect(stored).toContain('<heading level="1">A heading</heading>')
    expect(stored).toContain('<heading level="2">Smaller</heading>')
  })

  it('[UI212] offers styles for what one selects, until Escape', async () => {
    const { text, screen } = await openPage()
    const styles = screen.getByRole('toolbar', { name: 'Text style' })
    await text.click()
    await userEvent.keyboard('{Home}{Shift>}{End}{/Shift}')
    await expect.element(styles).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(styles).not.toBeInTheDocument()
    await expect.element(text).toHaveFocus()
    await userEvent.keyboard('{End}{Shift>}{ArrowLeft}{/Shift}')
    await expect.element(styles).toBeVisible()
  })

  it('[UI210] finds pages for "[[" as quick open does, and takes Enter for what was typed last', async () => {
    const home = new FakeHome(1)
    const { text, screen, body } = await openPage((space) => {
      const { entries, contentId } = space
      for (const name of ['Vegetable garden', 'Plans for the garden']) space.createPage(contentId, name)
      space.createPage(entries.createFolder(contentId, 'Autumn'), 'Leaves')
      return onePage(space)
    }, home)
    await text.click()
    await userEvent.keyboard('{End} [[[[garden plan')
    const first = screen.getByRole('option').first()
    await expect.element(first).toHaveAccessibleName(/^Plans for the garden/)
    await userEvent.keyboard('{Enter}[[[[autu')
    await expect.element(first).toHaveAccessibleName(/^Autumn/)
    await userEvent.keyboard('{Backspace}{Backspace}{Backspace}{Backspace}vegetable')
    await expect.element(first).toHaveAccessibleName(/^Vegetable/)
    const goOn = holdDeferred(home)
    await userEvent.keyboard(
      '{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}{Backspace}leav{Enter}',
    )
    await expect.element(first).toHaveAccessibleName(/^Page/)
    goOn()
    await expect.element(screen.getByRole('option')).not.toBeInTheDocument()
    await expect.element(text).toHaveTextContent('Hello Plans for the garden Leaves')
    expect(await body()).not.toContain('Vegetable')
  })

  it('[UI14] links pages by "[[", and makes the ones that are missing', async () => {
    const { text, space, made, screen } = await openPage((made) => {
      made.createPage(made.contentId, 'Garden')
      return onePage(made)
    })
    await text.click()
    await userEvent.keyboard('{End} [[[[gard')
    await expect.element(screen.getByRole('option', { name: /Garden/ }).first()).toBeVisible()
    await userEvent.keyboard('{Enter}[[[[Brand new')
    await userEvent.keyboard('{Enter}')
    const entries = space.entries.children(space.contentId)
    expect(entries.map((entry) => entry.name)).toEqual(['Garden', 'Page', 'Brand new'])
    const ids = entries.filter((entry) => entry.id !== made).map((entry) => entry.id)
    await expect.poll(() => space.tree.property(made, 'links')).toEqual([...ids].sort())
  })

  it('[UI213] keeps all links where two write some at once, and none where somebody only reads', async () => {
    const { text, space, made } = await openPage((written) => {
      for (const name of ['Garden', 'Kitchen']) written.createPage(written.contentId, name)
      return onePage(written)
    })
    const links = () => space.tree.property(made, 'links')
    const [garden, kitchen] = space.entries.children(space.contentId).map(({ id }) => id)
    const linkElsewhere = async (id: string | undefined): Promise<void> => {
      await typeElsewhere(space, made, (body) => {
        const link = new Y.XmlElement('pageLink')
        link.setAttribute('entryId', id ?? '')
        const block = body.get(0)
        if (block instanceof Y.XmlElement) block.push([link])
      })
      space.tree.setProperty(made, 'links', [id ?? ''])
    }
    await linkElsewhere(kitchen)
    await expect.element(text.getByRole('button', { name: 'Kitchen' })).toBeVisible()
    await text.click()
    await userEvent.keyboard('{Home}[[[[Gard')
    await expect.element(page.getByRole('option').first()).toBeVisible()
    expect(links()).toEqual([kitchen])
    await userEvent.keyboard('{Enter}')
    const both = [garden ?? '', kitchen ?? ''].sort()
    await expect.poll(links).toEqual(both)
    await linkElsewhere(kitchen)
    await expect.poll(links).toEqual(both)
  })

  it('[UI12] tells the pages that link here; writing links is no step to undo', async () => {
    const { screen, space } = await openPage((made) => fillSampleSpace(made).showcase)
    await expect.element(screen.getByText('1 page links here')).toBeVisible()
    await screen.getByRole('button', { name: /^Kitchen/ }).click()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Kitchen')
    expect(space.entries.history.state.current.undoLabel).toBe('Create')
  })

  it('[UI13] shows links by the present name of their page, and dead ones as dead', async () => {
    const { screen, space, text } = await openPage((made) => fillSampleSpace(made).showcase)
    await expect.element(text.getByRole('button', { name: 'Compost, missing page' })).toBeVisible()
    const garden = space.entries.children(space.entries.children(space.contentId)[0]?.id ?? '')[0]
    space.entries.rename(garden?.id ?? '', 'The new plan')
    await expect.element(text.getByRole('button', { name: 'The new plan' })).toBeVisible()
    space.entries.trash(garden?.id ?? '')
    await expect.element(text.getByRole('button', { name: 'The new plan, missing page' })).toBeVisible()
    await expect
      .element(screen.getByRole('region', { name: 'Embedded page' }).getByText('Books for the winter.'))
      .toBeVisible()
  })

  it('[UI13] shows links in bold text bold', async () => {
    const { text } = await openPage((space) => {
      const attrs = { entryId: null, target: 'Somewhere', marks: JSON.stringify([{ type: 'bold' }]) }
      return writePage(space, space.contentId, 'Page', [{ type: 'paragraph', content: [{ type: 'pageLink', attrs }] }])
    })
    const link = text.getByRole('button', { name: 'Somewhere, missing page' })
    await expect.element(link).toBeVisible()
    expect(getComputedStyle(link.element()).fontWeight).toBe('700')
  })

  it('[UI21] opens addresses outside of the window', async () => {
    const { text, home } = await openPage((made) => fillSampleSpace(made).showcase)
    await text.getByRole('link', { name: 'almanac' }).click()
    expect(home.asked).toContainEqual({ name: 'shell.openExternal', question: { url: 'https://example.org' } })
  })

  it('[UI11] edits its name in the title, as one step to undo', async () => {
    const { screen, space, made, text } = await openPage()
    await screen.getByRole('textbox', { name: 'Title' }).click()
    await userEvent.keyboard('{End} two{Enter}')
    await expect.element(text).toHaveFocus()
    expect(space.entries.get(made)?.name).toBe('Page two')
    expect(space.entries.history.undo()).toBe(true)
    expect(space.entries.get(made)?.name).toBe('Page')
  })

  it('[UI110] keeps what is typed before it is there', async () => {
    const { screen, space, workspace, made } = await renderSpaceWindow(onePage)
    const openTree = space.openAppTree.bind(space)
    let arrive: () => void = () => undefined
    const arrival = new Promise<void>((resolve) => (arrive = resolve))
    vi.spyOn(space, 'openAppTree').mockImplementation((treeId) => arrival.then(() => openTree(treeId)))
    workspace.navigation.open(made)
    await screen.getByRole('textbox', { name: 'Title' }).click()
    await userEvent.keyboard('{Enter}early{Enter}words')
    arrive()
    const text = screen.getByRole('textbox', { name: 'Page text' })
    await expect.element(text).toHaveFocus()
    await userEvent.keyboard(' and late, ')
    expect([...text.element().children].map((line) => line.textContent)).toEqual(['early', 'words and late, Hello'])
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Page')
  })

  it('[UI181] keeps what is typed into a page that is left before it is there', async () => {
    const { screen, space, state, workspace, made } = await renderSpaceWindow(onePage)
    const openTree = space.openAppTree.bind(space)
    const arrivals: (() => void)[] = []
    vi.spyOn(space, 'openAppTree').mockImplementation((treeId) =>
      new Promise<void>((resolve) => arrivals.push(resolve)).then(() => openTree(treeId)),
    )
    const begin = async (keys: string): Promise<void> => {
      workspace.navigation.open(made)
      await screen.getByRole('textbox', { name: 'Title' }).click()
      await userEvent.keyboard(`{Enter}${keys}`)
    }
    await begin('one{Enter}two')
    workspace.navigation.openTrash()
    await expect.poll(() => arrivals.length).toBe(2)
    for (const arrive of arrivals.splice(0)) arrive()
    const text = (): Promise<string> =>
      space.withAppTree(space.entries.get(made)?.treeId ?? '', ({ tree }) => pageText(tree))
    vi.mocked(space.openAppTree).mockImplementation(openTree)
    await expect.poll(text).toBe('one\ntwo\nHello')

    vi.mocked(space.openAppTree).mockImplementationOnce(() => new Promise(() => undefined))
    await begin('three')
    await state.finish()
    expect(await text()).toBe('three\none\ntwo\nHello')
  })

  it('[UI181] leaves what is typed where it can be copied when the page cannot be opened', async () => {
    const { screen, space, workspace, made } = await renderSpaceWindow(onePage)
    let fail: (error: Error) => void = () => undefined
    vi.spyOn(space, 'openAppTree').mockImplementation(() => new Promise((_resolve, reject) => (fail = reject)))
    workspace.navigation.open(made)
    await screen.getByRole('textbox', { name: 'Title' }).click()
    await userEvent.keyboard('{Enter}precious')
    fail(new Error('no'))
    await expect.element(screen.getByText('This page could not be opened')).toBeVisible()
    await expect.element(screen.getByRole('textbox', { name: /Text, while/ })).toHaveValue('precious')
  })
})
