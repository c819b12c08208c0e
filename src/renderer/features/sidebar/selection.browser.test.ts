import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Space } from '../../../core/space/Space'
import { complaints } from '../../testing/complaints'
import { renderSpaceWindow } from '../../testing/renderWindow'

function fill(space: Space) {
  const fruit = space.entries.createFolder(space.contentId, 'Fruit')
  for (const name of ['Apple', 'Pear']) space.createPage(fruit, name)
  for (const name of ['Bread', 'Cheese', 'Dates', 'Eggs']) space.createPage(space.contentId, name)
  return { fruit }
}

async function open() {
  const opened = await renderSpaceWindow(fill)
  const { screen, space } = opened
  const row = (name: string) => screen.getByRole('treeitem', { name, exact: true })
  const names = (parentId = space.contentId) => space.entries.children(parentId).map((entry) => entry.name)
  const selected = () =>
    [...document.querySelectorAll('[role="treeitem"][aria-selected="true"]')].map((one) =>
      one.getAttribute('aria-label'),
    )
  return { ...opened, row, names, selected }
}

describe('several rows of the sidebar', () => {
  it('[UI280] are selected by Mod+click and Shift+click, and given up by a click and by Escape', async () => {
    const { row, selected, workspace, screen } = await open()
    await row('Bread').click()
    await row('Cheese').click({ modifiers: ['ControlOrMeta'] })
    await row('Eggs').click({ modifiers: ['ControlOrMeta'] })
    expect(selected()).toEqual(['Cheese', 'Eggs'])
    await expect.element(screen.getByText('2 entries selected')).toBeInTheDocument()
    await expect.element(screen.getByRole('tree')).toHaveAttribute('aria-multiselectable', 'true')
    await row('Bread').click({ modifiers: ['Shift'] })
    expect(selected()).toEqual(['Bread', 'Cheese', 'Dates', 'Eggs'])
    await row('Cheese').click({ modifiers: ['ControlOrMeta'] })
    expect(selected()).toEqual(['Bread', 'Dates', 'Eggs'])
    expect(workspace.live?.entry(workspace.navigation.entryId ?? '')?.name).toBe('Bread')
    expect(await complaints()).toEqual([])
    await userEvent.keyboard('{Escape}')
    expect(selected()).toEqual([])
    await row('Dates').click({ modifiers: ['Shift'] })
    expect(selected()).toEqual(['Cheese', 'Dates'])
    await row('Eggs').click()
    expect(selected()).toEqual([])
    expect(workspace.live?.entry(workspace.navigation.entryId ?? '')?.name).toBe('Eggs')
  })

  it('[UI280] are selected by Shift+arrows, Mod+A and Ctrl+Space', async () => {
    const { row, selected } = await open()
    await row('Cheese').click()
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowUp}{/Shift}')
    expect(selected()).toEqual(['Cheese', 'Dates'])
    await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}')
    expect(selected()).toEqual(['Bread', 'Cheese'])
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Control>} {/Control}')
    expect(selected()).toEqual(['Bread', 'Cheese', 'Eggs'])
    await userEvent.keyboard('{Control>}a{/Control}')
    expect(selected()).toEqual(['Fruit', 'Bread', 'Cheese', 'Dates', 'Eggs'])
  })

  it('[UI280] leave the selection when somebody else deletes them, or their row is closed', async () => {
    const { row, selected, space, screen } = await open()
    await row('Fruit').click()
    await userEvent.keyboard('{ArrowRight}')
    await row('Apple').click({ modifiers: ['ControlOrMeta'] })
    await row('Cheese').click({ modifiers: ['ControlOrMeta'] })
    await row('Dates').click({ modifiers: ['ControlOrMeta'] })
    space.entries.trash(space.entries.children(space.contentId)[2]?.id ?? '')
    await expect.poll(selected).toEqual(['Apple', 'Dates'])
    await expect.element(screen.getByText('2 entries selected')).toBeInTheDocument()
    await userEvent.keyboard('{Home}{ArrowLeft}')
    await expect.poll(selected).toEqual(['Dates'])
  })

  it('[UI281] go to the trash together, of nested ones the outermost, and come back in one step', async () => {
    const { row, screen, space, made, names } = await open()
    await row('Fruit').click()
    await userEvent.keyboard('{ArrowRight}')
    await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift}{Delete}')
    expect(names()).toEqual(['Cheese', 'Dates', 'Eggs'])
    expect(names(space.trashId).sort()).toEqual(['Bread', 'Fruit'])
    await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Cheese')
    await expect.element(screen.getByText('2 entries are in the trash')).toBeVisible()
    await screen.getByRole('button', { name: 'Undo' }).click()
    expect(names()).toEqual(['Fruit', 'Bread', 'Cheese', 'Dates', 'Eggs'])
    expect(names(made.fruit)).toEqual(['Apple', 'Pear'])
  })

  it('[UI281] have a menu of their own, another row has its own', async () => {
    const { row, screen, names, selected, made } = await open()
    await row('Bread').click({ modifiers: ['ControlOrMeta'] })
    await row('Dates').click({ modifiers: ['ControlOrMeta'] })
    await row('Eggs').click({ button: 'right' })
    await expect.element(screen.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    expect(selected()).toEqual(['Bread', 'Dates'])
    await row('Dates').click({ button: 'right' })
    await expect.element(screen.getByRole('menuitem', { name: 'Move 2 entries to trash' })).toBeVisible()
    await expect.element(screen.getByRole('menuitem', { name: 'Change icon…' })).not.toBeInTheDocument()
    await screen.getByRole('menuitem', { name: 'Move 2 entries to…' }).click()
    await screen.getByRole('option', { name: 'Fruit' }).click()
    expect(names(made.fruit)).toEqual(['Apple', 'Pear', 'Bread', 'Dates'])
    await expect.element(screen.getByText('Moved 2 entries to "Fruit"')).toBeVisible()
  })

  it('[UI281] are dragged together and keep their order', async () => {
    const { row, names, made } = await open()
    await row('Eggs').click({ modifiers: ['ControlOrMeta'] })
    await row('Cheese').click({ modifiers: ['ControlOrMeta'] })
    await row('Eggs').dropTo(row('Bread'), { targetPosition: { x: 90, y: 2 } })
    await expect.poll(() => names()).toEqual(['Fruit', 'Cheese', 'Eggs', 'Bread', 'Dates'])
    await row('Cheese').dropTo(row('Fruit'), { targetPosition: { x: 90, y: 15 } })
    await expect.poll(() => names(made.fruit)).toEqual(['Apple', 'Pear', 'Cheese', 'Eggs'])
  })

  it('[UI281] are moved together by Mod+arrows, which say what is not possible', async () => {
    const { row, names, screen, made } = await open()
    await row('Cheese').click({ modifiers: ['ControlOrMeta'] })
    await row('Eggs').click({ modifiers: ['ControlOrMeta'] })
    await userEvent.keyboard('{Control>}{ArrowUp}{/Control}')
    expect(names()).toEqual(['Fruit', 'Cheese', 'Eggs', 'Bread', 'Dates'])
    await expect.element(screen.getByText('2 entries moved up, 2 of 5')).toBeInTheDocument()
    await userEvent.keyboard('{Control>}{ArrowRight}{/Control}')
    expect(names(made.fruit)).toEqual(['Apple', 'Pear', 'Cheese', 'Eggs'])
    await row('Dates').click({ modifiers: ['ControlOrMeta'] })
    await userEvent.keyboard('{Control>}{ArrowUp}{/Control}')
    await expect.element(screen.getByText('3 entries lie in different places: use "Move to…"')).toBeInTheDocument()
  })

  it('[UI282] are selected by touch from the menu of a row until somebody is done', async () => {
    const { row, screen, selected, names, space, workspace } = await open()
    await row('Bread').click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Select' }).click()
    await row('Dates').click()
    await row('Eggs').click()
    await row('Eggs').click()
    expect(selected()).toEqual(['Bread', 'Dates'])
    expect(workspace.navigation.entryId).toBeUndefined()
    expect(await complaints()).toEqual([])
    await screen.getByRole('button', { name: 'Move 2 entries to trash' }).click()
    expect(names(space.trashId).sort()).toEqual(['Bread', 'Dates'])
    await row('Cheese').click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Select' }).click()
    await screen.getByRole('button', { name: 'Done' }).click()
    expect(selected()).toEqual([])
    await expect.element(screen.getByRole('toolbar', { name: 'Selected entries' })).not.toBeInTheDocument()
  })
})
