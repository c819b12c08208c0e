import { expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { renderSpaceWindow } from '../../testing/renderWindow'

it('[UI281] "Move to…" takes a name and Enter, also where all names are known already', async () => {
  const { screen, space, state, made } = await renderSpaceWindow((filled) => ({
    shed: filled.createPage(filled.contentId, 'Shed').entryId,
    beds: filled.createPage(filled.contentId, 'Beds').entryId,
  }))
  state.dialogs.open({ kind: 'quick-open' })
  await userEvent.keyboard('Beds')
  await expect.element(screen.getByRole('option', { name: 'Beds' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  state.dialogs.open({ kind: 'move', ids: [made.shed] })
  await userEvent.keyboard('Beds{Enter}')
  await expect.poll(() => space.tree.parentOf(made.shed)).toBe(made.beds)
})
