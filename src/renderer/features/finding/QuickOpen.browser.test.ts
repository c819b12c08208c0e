import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { renderSpaceWindow } from '../../testing/renderWindow'

describe('quick open', () => {
  it('[UI15] finds by a few letters, shows the path, and opens with Enter', async () => {
    const { screen, workspace, made } = await renderSpaceWindow((space) => {
      const folder = space.entries.createFolder(space.contentId, 'Projects')
      space.createPage(space.contentId, 'Guardian')
      return space.createPage(folder, 'Garden plan').entryId
    })
    await userEvent.keyboard('{Control>}k{/Control}')
    await screen.getByRole('combobox', { name: 'Find or create' }).fill('gard pla')
    await expect.element(screen.getByRole('option', { name: /Garden plan/ }).getByText('Projects')).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => workspace.navigation.entryId).toBe(made)
    await expect.element(screen.getByRole('combobox')).not.toBeInTheDocument()
  })

  it('[UI15] offers what was open lately first, and makes a page of any other name', async () => {
    const { screen, space, workspace } = await renderSpaceWindow((made) => {
      for (const name of ['A', 'B', 'C']) made.createPage(made.contentId, name)
    })
    await screen.getByRole('treeitem', { name: 'C' }).click()
    await userEvent.keyboard('{Control>}k{/Control}')
    await expect.element(screen.getByRole('option').first()).toHaveTextContent('📄 C')
    await userEvent.keyboard('Winter{Enter}')
    await expect.poll(() => space.entries.get(workspace.navigation.entryId ?? '')?.name).toBe('Winter')
  })

  it('[UI15] puts pages before files where both begin with what was typed', async () => {
    const { screen } = await renderSpaceWindow((space) => {
      space.entries.createFile(space.contentId, 'Link.png', {
        hash: '0'.repeat(64),
        sizeBytes: 1,
        mimeType: 'image/png',
      })
      space.createPage(space.contentId, 'Linking notes')
    })
    await userEvent.keyboard('{Control>}k{/Control}')
    await screen.getByRole('combobox', { name: 'Find or create' }).fill('link')
    await expect.element(screen.getByRole('option').first()).toHaveTextContent('📄 Linking notes')
    await expect.element(screen.getByRole('option', { name: 'Link.png' })).toBeVisible()
  })
})
