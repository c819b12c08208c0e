import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { EarlierValue } from '../../../core/space/versions/earlierValues'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { onePage } from '../../testing/openPage'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { setSyncScene } from '../../testing/syncScenes'

const DAY = 86_400_000

function homeWith(seed: number): FakeHome {
  const home = new FakeHome(seed)
  const now = home.environment.now()
  const values: EarlierValue[] = [
    { key: 'name', value: 'Yard', time: now - 30_000, isLost: true },
    { key: 'icon', value: '🌱', time: now - DAY, isLost: false },
    { key: 'name', value: 'Plan', time: null, isLost: false },
  ]
  home.answers['versions.values'] = () => values
  return home
}

/** The menu of a folder called Garden. */
async function openNames(home = homeWith(1)) {
  const opened = await renderSpaceWindow((space) => space.entries.createFolder(space.contentId, 'Garden'), home)
  const { screen } = opened
  await screen.getByRole('treeitem', { name: 'Garden' }).click({ button: 'right' })
  await screen.getByRole('menuitem', { name: 'Earlier names…' }).click()
  const dialog = screen.getByRole('dialog', { name: 'Earlier names of “Garden”' })
  return { ...opened, home, dialog }
}

describe('earlier names', () => {
  it('[EV12] [EV11] of a folder are listed with until when, and which were written at the same time', async () => {
    const { dialog } = await openNames()
    const rows = dialog.getByRole('listitem')
    await expect.element(rows.nth(0)).toMatchTextContent(/^Yard Written elsewhere at the same time; came just now/)
    await expect.element(rows.nth(1)).toMatchTextContent(/^Icon 🌱 Until yesterday at/)
    await expect.element(rows.nth(2)).toMatchTextContent(/^Plan Before Grove kept times/)
  })

  it('[EV13] are taken back by one edit that Undo takes back', async () => {
    const { screen, dialog, space, made } = await openNames()
    await dialog.getByRole('button', { name: 'Use again: Yard' }).click()
    await expect.element(dialog).not.toBeInTheDocument()
    expect(space.entries.get(made)?.name).toBe('Yard')
    await screen.getByRole('button', { name: 'Undo' }).click()
    expect(space.entries.get(made)?.name).toBe('Garden')
  })

  it('[EV13] icons too, by keyboard', async () => {
    const { screen, dialog, space, made } = await openNames()
    await expect.element(dialog.getByRole('button', { name: 'Use again: Yard' })).toBeVisible()
    const button = dialog.getByRole('button', { name: 'Use again: Icon 🌱' })
    for (let presses = 0; presses < 5 && document.activeElement !== button.element(); presses++) await userEvent.tab()
    await expect.element(button).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    expect(space.entries.get(made)).toMatchObject({ name: 'Garden', icon: '🌱' })
    await screen.getByRole('button', { name: 'Undo' }).click()
    expect(space.entries.get(made)?.icon).toBeUndefined()
  })

  it('[EV13] are there to look at for whoever may only read', async () => {
    const home = homeWith(2)
    const { dialog, space } = await openNames(home)
    setSyncScene(home, space.id, 'viewer')
    await expect.element(dialog.getByRole('button', { name: 'Use again: Yard' })).toBeDisabled()
    await expect.element(dialog.getByText('You can read this space, not change it.')).toBeVisible()
  })

  it('[EV12] of a page stand below its versions', async () => {
    const { screen, space, made, state } = await renderSpaceWindow(onePage, homeWith(3))
    state.workspace?.actions.showVersions(made)
    const dialog = screen.getByRole('dialog', { name: 'Earlier versions of “Page”' })
    await expect.element(dialog.getByRole('listbox', { name: 'Versions' })).toHaveFocus()
    await dialog.getByRole('button', { name: 'Use again: Plan' }).click()
    expect(space.entries.get(made)?.name).toBe('Plan')
  })

  it('[EV12] of the space itself are in its menu', async () => {
    const { screen, space } = await renderSpaceWindow(() => undefined, homeWith(4))
    await screen.getByRole('button', { name: 'Space Test, switch' }).click()
    await screen.getByRole('menuitem', { name: 'Earlier names…' }).click()
    const dialog = screen.getByRole('dialog', { name: 'Earlier names of “Test”' })
    await dialog.getByRole('button', { name: 'Use again: Plan' }).click()
    expect(space.look.name).toBe('Plan')
  })

  it('[EV12] say that there are none', async () => {
    const { dialog } = await openNames(new FakeHome(5))
    await expect.element(dialog.getByText('There are none: it has always been called this.')).toBeVisible()
  })

  it.each(['light', 'dark'] as const)('[EV12] have no fault axe can find in %s, wide or narrow', async (theme) => {
    const home = homeWith(6)
    await home.request('settings.set', { theme })
    const { dialog } = await openNames(home)
    await expect.element(dialog.getByRole('button', { name: 'Use again: Yard' })).toBeVisible()
    expect(await complaints()).toEqual([])
    await page.viewport(500, 700)
    expect(await complaints()).toEqual([])
  })
})
