import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { Space } from '../../../core/space/Space'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { keyNames } from '../../ui/keyNames'

function fill(space: Space) {
  const fruit = space.entries.createFolder(space.contentId, 'Fruit')
  for (const name of ['Apple', 'Pear']) space.createPage(fruit, name)
  for (const name of ['Bread', 'Cheese']) space.createPage(space.contentId, name)
  return { fruit }
}

function names(space: Space, parentId: string): string[] {
  return space.entries.children(parentId).map((entry) => entry.name)
}

const focusedName = () => document.activeElement?.getAttribute('aria-label')

describe('the sidebar', () => {
  it.each([1200, 360])('[UI203] offers searching in pages, in a window of %i px', async (width) => {
    const { screen } = await renderSpaceWindow(fill)
    await page.viewport(width, 800)
    if (width < 720) await screen.getByRole('button', { name: 'Show sidebar' }).click()
    const line = screen.getByRole('button', { name: 'Search in pages', exact: true })
    await expect.element(line.getByText(keyNames('Mod+Shift+F', navigator.platform))).toBeVisible()
    await line.click()
    await expect.element(screen.getByRole('combobox', { name: 'Search in pages' })).toHaveFocus()
  })

  it('[UI3] is walked by arrows, Home, End and letters, and opened by Enter', async () => {
    const { screen, workspace, made } = await renderSpaceWindow(fill)
    await screen.getByRole('treeitem', { name: 'Fruit' }).click()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}')
    await expect.poll(focusedName).toBe('Apple')
    await expect.element(screen.getByRole('treeitem', { name: 'Fruit' })).toHaveAttribute('aria-expanded', 'true')
    await userEvent.keyboard('{ArrowLeft}')
    await expect.poll(focusedName).toBe('Fruit')
    await userEvent.keyboard('{End}')
    await expect.poll(focusedName).toBe('Cheese')
    await userEvent.keyboard('{Home}{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
    await expect.poll(focusedName).toBe('Bread')
    expect(workspace.live?.entry(workspace.navigation.entryId ?? '')?.name).toBe('Bread')
    await userEvent.keyboard('pe')
    await expect.poll(focusedName).toBe('Pear')
    expect(workspace.expansion.store.strings('expanded')).toEqual([made.fruit])
  })

  it('[UI237] draws the buttons of a row for whoever points at it', async () => {
    await userEvent.unhover(document.body)
    const { screen, workspace, made } = await renderSpaceWindow(fill)
    const row = screen.getByRole('treeitem', { name: 'Fruit' })
    expect(screen.container.querySelector('[role="treeitem"] [title]')).toBeNull()
    await row.hover()
    expect(screen.container.querySelectorAll('[role="treeitem"] [title]').length).toBe(2)
    await row.getByTitle('New page inside').click()
    await expect.poll(() => workspace.live?.childIds(made.fruit).length).toBe(3)
    await row.getByTitle('More').click()
    await expect.element(screen.getByRole('menu', { name: 'Actions' })).toBeVisible()
  })

  it('[UI4] moves an entry by keys, and says where it went', async () => {
    const { screen, space, made } = await renderSpaceWindow(fill)
    await screen.getByRole('treeitem', { name: 'Bread' }).click()
    await userEvent.keyboard('{Control>}{ArrowUp}{/Control}')
    expect(names(space, space.contentId)).toEqual(['Bread', 'Fruit', 'Cheese'])
    await expect.element(screen.getByText('Bread moved up, 1 of 3')).toBeInTheDocument()
    await userEvent.keyboard('{Control>}{ArrowDown}{/Control}')
    await userEvent.keyboard('{Control>}{ArrowRight}{/Control}')
    expect(names(space, made.fruit)).toEqual(['Apple', 'Pear', 'Bread'])
    await expect.poll(focusedName).toBe('Bread')
    await userEvent.keyboard('{Control>}{ArrowLeft}{/Control}')
    expect(names(space, space.contentId)).toEqual(['Fruit', 'Bread', 'Cheese'])
    await expect.element(screen.getByText('Bread moved out of Fruit')).toBeInTheDocument()
  })

  it('[UI5] renames in place; Escape keeps the old name', async () => {
    const { screen, space } = await renderSpaceWindow(fill)
    await screen.getByRole('treeitem', { name: 'Bread' }).click()
    await userEvent.keyboard('{F2}Rye{Escape}')
    expect(names(space, space.contentId)).toContain('Bread')
    await userEvent.keyboard('{F2}Rye{Enter}')
    expect(names(space, space.contentId)).toEqual(['Fruit', 'Rye', 'Cheese'])
    await expect.poll(focusedName).toBe('Rye')
  })

  it('[UI217] offers the name of a new folder to be typed, also by its keys and with the sidebar hidden', async () => {
    const { screen, space, made, workspace } = await renderSpaceWindow(fill)
    workspace.navigation.open(made.fruit)
    await screen.getByRole('button', { name: 'Hide sidebar' }).click()
    await userEvent.keyboard('{Control>}{Shift>}n{/Shift}{/Control}')
    await expect.element(screen.getByRole('textbox', { name: 'New name' })).toHaveFocus()
    await userEvent.keyboard('Citrus{Enter}')
    expect(names(space, made.fruit)).toEqual(['Apple', 'Pear', 'Citrus'])
    await expect.poll(focusedName).toBe('Citrus')
  })

  it('[UI221] renames what is open by F2 where it has no title, and of a file not its ending', async () => {
    const { screen, space, workspace, made } = await renderSpaceWindow((made) => {
      const file = { hash: 'a'.repeat(64), sizeBytes: 1, mimeType: 'image/png' }
      return made.entries.createFile(made.contentId, 'Sea.view.png', file)
    })
    workspace.navigation.open(made)
    await expect.poll(() => document.activeElement?.hasAttribute('data-landing')).toBe(true)
    await userEvent.keyboard('{F2}')
    await expect.element(screen.getByRole('textbox', { name: 'New name' })).toHaveFocus()
    await userEvent.keyboard('Lake{Enter}')
    expect(names(space, space.contentId)).toEqual(['Lake.png'])
  })

  it('[UI5] renames in place from the menu too', async () => {
    const { screen, space } = await renderSpaceWindow(fill)
    await screen.getByRole('treeitem', { name: 'Bread' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Rename' }).click()
    await expect.element(screen.getByRole('textbox', { name: 'New name' })).toHaveFocus()
    await userEvent.keyboard('Rye{Enter}')
    expect(names(space, space.contentId)).toEqual(['Fruit', 'Rye', 'Cheese'])
  })

  it('[UI6] moves to the trash, and back by the message or by Mod+Z', async () => {
    const { screen, space } = await renderSpaceWindow(fill)
    await screen.getByRole('treeitem', { name: 'Bread' }).click()
    await userEvent.keyboard('{Delete}')
    expect(names(space, space.trashId)).toEqual(['Bread'])
    await expect.poll(focusedName).toBe('Cheese')
    await screen.getByRole('button', { name: 'Undo' }).click()
    expect(names(space, space.contentId)).toEqual(['Fruit', 'Bread', 'Cheese'])
    await screen.getByRole('treeitem', { name: 'Cheese' }).click()
    await userEvent.keyboard('{Delete}{Control>}z{/Control}')
    expect(names(space, space.contentId)).toEqual(['Fruit', 'Bread', 'Cheese'])
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}')
    expect(names(space, space.trashId)).toEqual(['Cheese'])
  })

  it('[UI3] offers everything in a menu, also from the keyboard', async () => {
    const { screen, space, made } = await renderSpaceWindow(fill)
    await screen.getByRole('treeitem', { name: 'Fruit' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'New page inside' }).click()
    await expect.poll(() => names(space, made.fruit)).toEqual(['Apple', 'Pear', 'Untitled'])
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveFocus()
  })

  it.each([600, 360])('[UI229] has menus that fit into a window %i px high, to their last item', async (height) => {
    const { screen, space } = await renderSpaceWindow(fill)
    await page.viewport(1200, height)
    await screen.getByRole('treeitem', { name: 'Bread' }).click({ button: 'right' })
    const menu = screen.getByRole('menu', { name: 'Actions' })
    await expect.poll(() => menu.element().getBoundingClientRect().bottom).toBeLessThanOrEqual(height)
    expect(menu.element().getBoundingClientRect().top).toBeGreaterThanOrEqual(0)
    await screen.getByRole('menuitem', { name: 'Move to trash' }).click()
    expect(names(space, space.trashId)).toEqual(['Bread'])
  })

  it('[UI7] shows where the page lies that was opened from elsewhere', async () => {
    const { screen, space, workspace, made } = await renderSpaceWindow(fill)
    const pear = space.entries.children(made.fruit)[1]
    workspace.navigation.open(pear?.id ?? '')
    await expect.element(screen.getByRole('treeitem', { name: 'Pear' })).toHaveAttribute('aria-current', 'page')
  })

  it('[UI22] takes rows by the pointer and puts them where they are dropped', async () => {
    const { screen, space, made } = await renderSpaceWindow(fill)
    const fruit = screen.getByRole('treeitem', { name: 'Fruit' })
    await screen.getByRole('treeitem', { name: 'Bread' }).dropTo(fruit, { targetPosition: { x: 90, y: 15 } })
    await expect.poll(() => names(space, made.fruit)).toEqual(['Apple', 'Pear', 'Bread'])
    await screen.getByRole('treeitem', { name: 'Cheese' }).dropTo(fruit, { targetPosition: { x: 90, y: 2 } })
    await expect.poll(() => names(space, space.contentId)).toEqual(['Cheese', 'Fruit'])
  })

  it('[UI8] draws only the rows one can see', async () => {
    const { screen } = await renderSpaceWindow((space) => {
      space.tree.transact(() => {
        for (let i = 0; i < 3000; i++) space.entries.createFolder(space.contentId, `Folder ${i}`)
      })
    })
    await expect.element(screen.getByRole('treeitem', { name: 'Folder 0', exact: true })).toBeVisible()
    expect(screen.getByRole('treeitem').elements().length).toBeLessThan(100)
    await screen.getByRole('treeitem', { name: 'Folder 0', exact: true }).click()
    await userEvent.keyboard('{End}')
    await expect.poll(focusedName).toBe('Folder 2999')
    await userEvent.keyboard('{Home}')
    await expect.poll(focusedName).toBe('Folder 0')
    await userEvent.keyboard('{End}{Delete}')
    await expect.poll(focusedName).toBe('Folder 2998')
    await expect.element(screen.getByRole('treeitem', { name: 'Folder 2998', exact: true })).toBeInViewport()
  })
})
