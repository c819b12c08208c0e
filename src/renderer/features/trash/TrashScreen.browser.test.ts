import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
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

  it('[UI219] leaves the keyboard in its list, which arrows walk, when a line goes', async () => {
    const { screen, workspace } = await renderSpaceWindow((made) => {
      for (const name of ['A', 'B', 'C', 'D']) made.entries.trash(made.createPage(made.contentId, name).entryId)
    })
    workspace.navigation.openTrash()
    const names = (): string[] =>
      [...document.querySelectorAll('[aria-posinset] .name')].map((element) => element.textContent)
    await expect.poll(names).toHaveLength(4)
    const [first = '', second = '', third = '', last = ''] = names()
    const focused = (): string => document.activeElement?.querySelector('.name')?.textContent ?? ''
    ;(screen.getByRole('button', { name: `Restore ${second}` }).element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(focused).toBe(third)
    await userEvent.keyboard('{ArrowDown}')
    expect(focused()).toBe(last)
    await userEvent.keyboard('{ArrowUp}{ArrowUp}')
    expect(focused()).toBe(first)
    ;(screen.getByRole('button', { name: `Delete ${last} for ever` }).element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await screen.getByRole('button', { name: 'Delete for ever' }).click()
    await expect.poll(focused).toBe(third)
    await screen.getByRole('button', { name: 'Empty trash' }).click()
    await screen.getByRole('dialog').getByRole('button', { name: 'Empty trash' }).click()
    await expect.poll(() => document.activeElement?.hasAttribute('data-landing')).toBe(true)
  })

  it('[UI220] says where a thing went that is restored, and that its folder is gone', async () => {
    const { screen, workspace } = await renderSpaceWindow((made) => {
      const [fruit, gone] = ['Fruit', 'Gone'].map((name) => made.entries.createFolder(made.contentId, name))
      for (const [parent, name] of [
        [fruit, 'Pear'],
        [gone, 'Stray'],
      ] as const)
        made.entries.trash(made.createPage(parent ?? '', name).entryId)
      made.entries.trash(gone ?? '')
    })
    workspace.navigation.openTrash()
    await screen.getByRole('button', { name: 'Restore Pear' }).click()
    await expect.element(screen.getByText('Restored "Pear" to "Fruit"')).toBeVisible()
    await screen.getByRole('button', { name: 'Restore Stray' }).click()
    await expect
      .element(screen.getByText('Restored "Stray" to the top: the folder it was in is not there any more'))
      .toBeVisible()
  })

  it('[UI220] has a way back from what is looked at in it, and nothing is made there', async () => {
    const { screen, workspace, made } = await renderSpaceWindow((space) => {
      const folder = space.entries.createFolder(space.contentId, 'Old')
      const inner = space.entries.createFolder(folder, 'Older')
      space.entries.trash(folder)
      return inner
    })
    workspace.navigation.open(made)
    await expect.element(screen.getByText('This folder is empty')).toBeVisible()
    await expect.element(screen.getByRole('main').getByRole('button', { name: 'New board' })).not.toBeInTheDocument()
    await expect.element(screen.getByRole('navigation', { name: 'Breadcrumb' })).toHaveTextContent('Trash /Old /Older')
    await screen.getByRole('button', { name: 'Restore' }).click()
    await expect.element(screen.getByText('Restored "Older"', { exact: false })).toBeVisible()
    await expect.poll(() => document.activeElement?.hasAttribute('data-landing')).toBe(true)
    await expect.element(screen.getByRole('main').getByRole('button', { name: 'New board' })).toBeVisible()
    workspace.navigation.back()
    workspace.navigation.openTrash()
    await screen.getByRole('main').getByRole('button', { name: /^Old/ }).click()
    await screen.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('button', { name: 'Trash' }).click()
    await expect.element(screen.getByRole('heading', { name: 'Trash' })).toBeVisible()
  })
})
