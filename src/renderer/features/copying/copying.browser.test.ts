import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Space } from '../../../core/space/Space'
import { FakeHome } from '../../testing/FakeHome'
import { renderSpaceWindow } from '../../testing/renderWindow'

const names = (space: Space): string[] => space.entries.children(space.contentId).map(({ name }) => name)

describe('copies', () => {
  it('[UI270] Mod+D in the sidebar makes a copy below the row, whose name is ready to be typed', async () => {
    const { screen, space } = await renderSpaceWindow((made) => {
      for (const name of ['Apple', 'Bread']) made.createPage(made.contentId, name)
    })
    await screen.getByRole('treeitem', { name: 'Apple' }).click()
    await userEvent.keyboard('{Control>}d{/Control}')
    await expect.poll(() => names(space)).toEqual(['Apple', 'Apple copy', 'Bread'])
    await expect.element(screen.getByRole('textbox', { name: /name/i }).first()).toHaveValue('Apple copy')
  })

  it('[UI271] an entry moves to another space, and undoing brings it back', async () => {
    const home = new FakeHome(1)
    const { screen, space, state, made } = await renderSpaceWindow((filled) => {
      return filled.createPage(filled.contentId, 'Apple').entryId
    }, home)
    const work = await home.createSpace({ name: 'Work', color: 'green', icon: '🌳' })
    const open = await home.manager.openSpace(work.id)
    const other = await open.space()
    state.dialogs.open({ kind: 'move-elsewhere', id: made })
    await screen.getByRole('option', { name: 'Work' }).click()
    await screen.getByRole('option', { name: 'Top of Work' }).click()
    await expect.poll(() => names(space)).toEqual([])
    expect(names(other)).toEqual(['Apple'])
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => names(other)).toEqual([])
    expect(names(space)).toEqual(['Apple'])
  })

  it('[UI271] where there is no other space, that is said', async () => {
    const { screen, state, made } = await renderSpaceWindow((filled) => {
      return filled.createPage(filled.contentId, 'Apple').entryId
    })
    state.dialogs.open({ kind: 'copy-elsewhere', id: made })
    await expect.element(screen.getByText(/no other space yet/)).toBeVisible()
  })
})
