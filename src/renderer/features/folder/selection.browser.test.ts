import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { complaints } from '../../testing/complaints'
import { renderSpaceWindow } from '../../testing/renderWindow'

async function open() {
  const opened = await renderSpaceWindow((space) => {
    const folder = space.entries.createFolder(space.contentId, 'Fruit')
    for (const name of ['A', 'B', 'C', 'D']) space.createPage(folder, name)
    return { folder }
  })
  const { screen, space, made, workspace } = opened
  workspace.navigation.open(made.folder)
  const main = screen.getByRole('main')
  const names = (parentId = made.folder) => space.entries.children(parentId).map((entry) => entry.name)
  const selected = () =>
    [...document.querySelectorAll<HTMLInputElement>('li input')]
      .filter((one) => one.checked)
      .map((one) => one.ariaLabel)
  return { ...opened, line: (name: string) => main.getByRole('button', { name, exact: true }), main, names, selected }
}

describe('several lines of a folder', () => {
  it('[UI283] are selected by pointer and keys, and go to the trash together', async () => {
    const { line, selected, names, main, workspace, made } = await open()
    await line('B').click({ modifiers: ['ControlOrMeta'] })
    await line('D').click({ modifiers: ['Shift'] })
    expect(selected()).toEqual(['Select B', 'Select C', 'Select D'])
    expect(await complaints()).toEqual([])
    await main.getByRole('checkbox', { name: 'Select C' }).click()
    expect(selected()).toEqual(['Select B', 'Select D'])
    line('D').element().focus()
    await userEvent.keyboard('{Delete}')
    expect(names()).toEqual(['A', 'C'])
    await expect.poll(() => document.activeElement?.textContent.trim()).toBe('C')
    await userEvent.keyboard('{Control>}a{/Control}')
    expect(selected()).toEqual(['Select A', 'Select C'])
    await userEvent.keyboard('{Escape}{Shift>}{ArrowUp}{/Shift}')
    expect(selected()).toEqual(['Select A', 'Select C'])
    expect(workspace.navigation.entryId).toBe(made.folder)
    await line('A').click()
    expect(workspace.navigation.entryId).not.toBe(made.folder)
  })

  it('[UI283] are selected by touch until somebody is done, and moved together', async () => {
    const { line, main, names, screen, space } = await open()
    await main.getByRole('button', { name: 'Select' }).click()
    await line('A').click()
    await line('C').click()
    await main.getByRole('button', { name: 'Move 2 entries to…' }).click()
    await screen.getByRole('option', { name: 'Top of the space' }).click()
    expect(names(space.contentId)).toEqual(['Fruit', 'A', 'C'])
    await main.getByRole('button', { name: 'Done' }).click()
    await expect.element(main.getByRole('toolbar', { name: 'Selected entries' })).not.toBeInTheDocument()
  })
})

it('[UI283] selecting that was begun is given up by Escape', async () => {
  const { main } = await open()
  await main.getByRole('button', { name: 'Select' }).click()
  const bar = main.getByRole('toolbar', { name: 'Selected entries' })
  await expect.element(bar).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(bar).not.toBeInTheDocument()
})

describe('several lines of the trash', () => {
  it('[UI284] are restored, or deleted for ever after one question with the number', async () => {
    const { screen, space, workspace } = await renderSpaceWindow((made) => {
      for (const name of ['A', 'B', 'C', 'D', 'E']) made.entries.trash(made.createPage(made.contentId, name).entryId)
    })
    workspace.navigation.openTrash()
    const names = (parentId: string) => space.entries.children(parentId).map((entry) => entry.name)
    const main = screen.getByRole('main')
    await main.getByRole('button', { name: 'Select', exact: true }).click()
    for (const name of ['A', 'C']) await main.getByRole('checkbox', { name: `Select ${name}` }).click()
    await main.getByRole('button', { name: 'Restore 2 entries' }).click()
    expect(names(space.contentId).sort()).toEqual(['A', 'C'])
    await expect.element(screen.getByText('Restored 2 entries')).toBeVisible()
    await screen.getByRole('button', { name: 'Undo' }).click()
    expect(names(space.contentId)).toEqual([])
    await main.getByRole('button', { name: 'Select', exact: true }).click()
    for (const name of ['B', 'D']) await main.getByRole('checkbox', { name: `Select ${name}` }).click()
    await main.getByRole('button', { name: 'Delete 2 entries for ever' }).click()
    const dialog = screen.getByRole('dialog')
    await expect.element(dialog.getByText('Delete 2 entries for ever?')).toBeVisible()
    await dialog.getByRole('button', { name: 'Delete for ever' }).click()
    await expect.poll(() => names(space.trashId).sort()).toEqual(['A', 'C', 'E'])
  })
})
