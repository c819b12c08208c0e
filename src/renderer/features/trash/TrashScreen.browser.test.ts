import { describe, expect, it } from 'vitest'
import { renderSpaceWindow } from '../../testing/renderWindow'

describe('the trash', () => {
  it('[UI17] restores at once, and deletes for ever only after asking', async () => {
    const { screen, space } = await renderSpaceWindow((made) => {
      for (const name of ['Keep', 'Lose']) made.entries.trash(made.createPage(made.contentId, name).entryId)
    })
    await screen.getByRole('button', { name: 'Trash' }).click()
    await screen.getByRole('button', { name: 'Restore Keep' }).click()
    expect(space.entries.children(space.contentId).map((entry) => entry.name)).toEqual(['Keep'])
    await screen.getByRole('button', { name: 'Delete Lose for ever' }).click()
    await screen.getByRole('button', { name: 'Cancel' }).click()
    expect(space.entries.children(space.trashId)).toHaveLength(1)
    await screen.getByRole('button', { name: 'Empty trash' }).click()
    await screen.getByRole('dialog').getByRole('button', { name: 'Empty trash' }).click()
    expect(space.entries.children(space.trashId)).toHaveLength(0)
    await expect.element(screen.getByText('The trash is empty')).toBeVisible()
  })
})
