import { describe, expect, it, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { complaints } from './testing/complaints'
import { FakeHome } from './testing/FakeHome'
import { renderApp, renderEmptyWindow, renderSpaceWindow } from './testing/renderWindow'

describe('the window', () => {
  it('[UI1] begins with making a space, and is then ready to write', async () => {
    const { screen, home } = await renderEmptyWindow()
    await expect.element(screen.getByLabelText('Name')).toHaveFocus()
    await screen.getByRole('button', { name: 'Create space' }).click()
    await expect.element(screen.getByText('Give the space a name.')).toBeVisible()
    await screen.getByLabelText('Name').fill('Garden')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('Garden is ready')).toBeVisible()
    expect(home.asked.some(({ name }) => name === 'spaces.create')).toBe(true)
    await screen.getByRole('main').getByRole('button', { name: 'New page' }).nth(1).click()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveFocus()
  })

  it('[UI1] says why a space cannot be opened', async () => {
    const home = new FakeHome(2)
    const problem = 'It was written by a newer Grove.'
    home.setSpaces([{ id: 'a'.repeat(32), name: 'Old', color: 'red', icon: '📦', problem, canOpen: false }])
    const { screen } = await renderEmptyWindow(home)
    await expect.element(screen.getByText(new RegExp(problem))).toBeVisible()
    expect(screen.getByRole('button', { name: 'Open' }).query()).toBeNull()
    await screen.getByRole('button', { name: 'New space' }).click()
    await expect.element(screen.getByLabelText('Name')).toHaveFocus()
    await screen.getByLabelText('Name').fill('Garden')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('Garden is ready')).toBeVisible()
  })

  describe('with a space whose file is being readied', () => {
    async function open() {
      const home = new FakeHome(4, { 'spaces.stopReadying': () => null })
      const space = await home.createSpace({ name: 'Garden', color: 'green', icon: '🌳' })
      const problem = 'Bringing Garden up to date…'
      home.setSpaces([{ ...space, problem, canOpen: false, isReadying: true }])
      const { screen } = await renderEmptyWindow(home)
      await expect.element(screen.getByText(problem)).toBeVisible()
      return { home, screen, space }
    }

    it('[UI160] [UI18] lists it with its progress, and opens it when it is ready', async () => {
      const { home, screen, space } = await open()
      await expect.element(screen.getByRole('heading', { name: 'Your spaces' })).toBeVisible()
      expect(screen.getByText('Welcome to Grove').query()).toBeNull()
      await expect.element(screen.getByRole('progressbar', { name: 'Readying Garden' })).toBeVisible()
      expect(await complaints()).toEqual([])
      home.setSpaces([space])
      await expect.element(screen.getByRole('button', { name: 'Space Garden, switch' })).toBeVisible()
    })

    it('[UI160] opens one that was stopped only when it is told to', async () => {
      const { home, screen, space } = await open()
      await screen.getByRole('button', { name: 'Stop' }).click()
      expect(home.asked).toContainEqual({ name: 'spaces.stopReadying', question: { spaceId: space.id } })
      home.setSpaces([{ ...space, problem: 'It is not ready yet.', canOpen: true }])
      await expect.element(screen.getByText('It is not ready yet.')).toBeVisible()
      expect(screen.getByRole('progressbar').query()).toBeNull()
      await screen.getByRole('button', { name: 'Open' }).click()
      await expect.element(screen.getByRole('button', { name: 'Space Garden, switch' })).toBeVisible()
    })
  })

  it('[UI2] shows the rows of the node table until the tree is loaded, and then the same rows', async () => {
    const { state } = await renderSpaceWindow((space) => {
      const folder = space.entries.createFolder(space.contentId, 'Folder')
      space.createPage(folder, 'Page')
    })
    const { outline, live } = state.workspace ?? {}
    await outline?.load(['content'])
    const [folderId] = outline?.childIds('content') ?? []
    expect(live?.childIds(live.contentId)).toEqual([folderId])
    expect(outline?.entry(folderId ?? '')).toEqual(live?.entry(folderId ?? ''))
  })

  it('[UI112] shows the rows before it asks for the tree, and makes what is asked for meanwhile', async () => {
    const home = new FakeHome(3)
    const { id } = await home.createSpace({ name: 'Test', color: 'green', icon: '🌳' })
    const openSpace = await home.manager.openSpace(id)
    const space = await openSpace.space()
    space.createPage(space.contentId, 'There')
    await openSpace.flush()
    let arrive: () => void = () => undefined
    const arrival = new Promise<void>((resolve) => (arrive = resolve))
    vi.spyOn(openSpace, 'space').mockImplementation(() => arrival.then(() => space))
    const state = home.makeWindow()
    const starting = state.start()
    const screen = await renderApp(state)
    await expect.element(screen.getByRole('treeitem', { name: 'There' })).toBeVisible()
    expect(state.workspace?.live).toBeUndefined()
    state.workspace?.actions.newPage(undefined, 'Wanted')
    arrive()
    await starting
    await expect.element(screen.getByRole('treeitem', { name: 'Wanted' })).toBeVisible()
  })

  it('[UI19] has everything stored before it lets main close it', async () => {
    const { home, space } = await renderSpaceWindow((made) => made.entries.createFolder(made.contentId, 'Before'))
    const id = space.entries.createFolder(space.contentId, 'Last words')
    home.emit('window.closing', null)
    await expect.poll(() => home.isFinished).toBe(true)
    expect(space.hasLocalOps).toBe(false)
    expect((await (await home.manager.openSpace(space.id)).outline('content')).some((entry) => entry.id === id)).toBe(
      true,
    )
  })

  it('[UI7] goes back and forward, and comes back to the last page', async () => {
    const { screen, space, workspace } = await renderSpaceWindow((made) => {
      made.createPage(made.contentId, 'One')
      made.createPage(made.contentId, 'Two')
    })
    await screen.getByRole('treeitem', { name: 'One' }).click()
    await screen.getByRole('treeitem', { name: 'Two' }).click()
    await screen.getByRole('button', { name: 'Back' }).click()
    await expect.element(screen.getByRole('treeitem', { name: 'One' })).toHaveAttribute('aria-current', 'page')
    await userEvent.keyboard('{Control>}]{/Control}')
    await expect.element(screen.getByRole('treeitem', { name: 'Two' })).toHaveAttribute('aria-current', 'page')
    const two = space.entries.children(space.contentId)[1]
    expect(workspace.navigation.store.string('page')).toBe(two?.id)
  })
})
