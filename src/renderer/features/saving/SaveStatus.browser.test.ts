import { describe, expect, it } from 'vitest'
import { describeError } from '../../../core/AppError'
import { renderSpaceWindow } from '../../testing/renderWindow'

describe('the save state', () => {
  it('[UI16] says "Not saved" with the reason while the journal fails, and "Saved" when it has everything', async () => {
    const { screen, home, space, workspace } = await renderSpaceWindow((made) =>
      made.createPage(made.contentId, 'Page'),
    )
    const status = screen.getByText('Saved', { exact: true })
    await expect.element(status).toBeVisible()
    const failure = { code: 'disk-full', path: '/home' } as const
    home.breakStorage(space.id, failure)
    space.entries.createFolder(space.contentId, 'Unsaved')
    await expect.element(screen.getByText('Not saved', { exact: true })).toBeVisible()
    await expect.element(screen.getByRole('alert')).toHaveTextContent(describeError(failure))
    home.breakStorage(space.id, null)
    await workspace.openSpace.flush()
    await expect.element(status).toBeVisible()
    await expect.element(screen.getByRole('alert')).not.toBeInTheDocument()
  })
})
