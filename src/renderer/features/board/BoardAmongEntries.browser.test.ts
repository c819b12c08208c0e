import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { focused, openBoard } from '../../testing/openBoard'
import { renderSpaceWindow } from '../../testing/renderWindow'

describe('boards among entries', () => {
  it('[BD20] are made from the sidebar, a folder, quick open and by Mod+Alt+B, with the title ready to be typed', async () => {
    const { screen, space, state } = await renderSpaceWindow((space) =>
      space.entries.createFolder(space.contentId, 'Work'),
    )
    const boards = (): string[] =>
      [...space.entries.descendants(space.contentId)].filter(({ appId }) => appId === 'board').map(({ name }) => name)
    await screen.getByRole('button', { name: 'New…' }).click()
    await screen.getByRole('menuitem', { name: 'New board' }).click()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveFocus()
    await userEvent.keyboard('First{Enter}')
    await expect.poll(boards).toEqual(['First'])
    await expect.poll(focused).toContain('To do')
    await userEvent.keyboard('{Control>}{Alt>}b{/Alt}{/Control}')
    await expect.poll(boards).toHaveLength(2)
    state.dialogs.open({ kind: 'quick-open' })
    await expect.element(screen.getByRole('combobox', { name: 'Find or create' })).toHaveFocus()
    await userEvent.keyboard('Third')
    await screen.getByRole('option', { name: 'Create board "Third"' }).click()
    await expect.poll(boards).toContain('Third')
    await screen.getByRole('treeitem', { name: 'Work' }).click()
    await screen.getByRole('button', { name: 'New board' }).click()
    await expect.poll(boards).toHaveLength(4)
  })

  it('[UI299] the Undo offered on a board goes away with the board', async () => {
    const { card, screen, workspace } = await openBoard()
    ;(card('Milk').element() as HTMLElement).focus()
    await userEvent.keyboard('{Delete}')
    await expect.element(screen.getByText('Deleted "Milk"', { exact: true }).last()).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Undo' })).toBeVisible()
    workspace.navigation.goHome()
    await expect.element(screen.getByRole('button', { name: 'Undo' })).not.toBeInTheDocument()
  })

  it('[BD20] undo in the sidebar is for entries, elsewhere for the board first', async () => {
    const { shown, card, screen, space } = await openBoard()
    await screen.getByRole('treeitem', { name: 'Shopping' }).click()
    await userEvent.keyboard('{F2}Food{Enter}')
    ;(card('Milk').element() as HTMLElement).focus()
    await userEvent.keyboard('{Control>}{ArrowDown}{/Control}')
    await expect.poll(shown).toContain('To do: Bread, Milk')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.poll(shown).toContain('To do: Milk, Bread')
    expect(space.entries.children(space.contentId)[0]?.name).toBe('Food')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.poll(() => space.entries.children(space.contentId)[0]?.name).toBe('Shopping')
  })
})
