import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { complaints } from './testing/complaints'
import { FakeHome } from './testing/FakeHome'
import { renderEmptyWindow, renderSpaceWindow } from './testing/renderWindow'
import { fillSampleSpace } from './testing/sampleSpace'

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  async function open() {
    const home = new FakeHome(3)
    await home.request('settings.set', { theme })
    const opened = await renderSpaceWindow((space) => fillSampleSpace(space), home)
    opened.workspace.navigation.open(opened.made.showcase)
    await expect.element(opened.screen.getByText('A garden is never finished.')).toBeVisible()
    return opened
  }

  it('[UI18] the first screen has no fault axe can find', async () => {
    const home = new FakeHome(3)
    await home.request('settings.set', { theme })
    const { screen } = await renderEmptyWindow(home)
    await expect.element(screen.getByText('Welcome to Grove')).toBeVisible()
    expect(await complaints()).toEqual([])
  })

  it('[UI18] a page and the sidebar have no fault axe can find', async () => {
    await open()
    expect(await complaints()).toEqual([])
  })

  it('[UI18] menus and dialogs have no fault axe can find', async () => {
    const { screen, state } = await open()
    await userEvent.keyboard('{Control>}k{/Control}')
    await expect.element(screen.getByRole('combobox', { name: 'Find or create' })).toBeVisible()
    expect(await complaints()).toEqual([])
    state.dialogs.open({ kind: 'settings' })
    await expect.element(screen.getByRole('dialog', { name: 'Settings' })).toBeVisible()
    expect(await complaints()).toEqual([])
    state.dialogs.close()
    await screen.getByRole('treeitem', { name: 'Journal' }).click({ button: 'right' })
    await expect.element(screen.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
    expect(await complaints()).toEqual([])
  })

  it('[UI18] the sidebar of a narrow window has no fault axe can find', async () => {
    const { screen } = await open()
    await page.viewport(600, 800)
    await screen.getByRole('button', { name: 'Show sidebar' }).click()
    await expect.element(screen.getByRole('dialog', { name: 'Sidebar' })).toBeVisible()
    expect(await complaints()).toEqual([])
  })

  it('[UI18] folders and the trash have no fault axe can find', async () => {
    const { screen, state, made } = await open()
    state.workspace?.navigation.open(made.ids['projects'] ?? '')
    await expect.element(screen.getByRole('heading', { name: 'Projects' })).toBeVisible()
    expect(await complaints()).toEqual([])
    state.workspace?.actions.trash([made.ids['kitchen'] ?? ''])
    state.workspace?.navigation.openTrash()
    await expect.element(screen.getByRole('heading', { name: 'Trash' })).toBeVisible()
    expect(await complaints()).toEqual([])
  })
})
