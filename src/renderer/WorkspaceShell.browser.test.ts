import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderSpaceWindow } from './testing/renderWindow'

async function narrowWindow() {
  const opened = await renderSpaceWindow((space) => {
    for (const name of ['One', 'Two']) space.createPage(space.contentId, name)
  })
  await page.viewport(600, 800)
  const { screen } = opened
  const drawer = screen.getByRole('dialog', { name: 'Sidebar' })
  const tree = screen.getByRole('tree')
  await expect.element(tree).not.toBeInTheDocument()
  return { ...opened, drawer, tree }
}

describe('a narrow window', () => {
  it('[UI24] hides the sidebar, and shows it above the page until something is opened', async () => {
    const { screen, drawer, workspace, live } = await narrowWindow()
    await screen.getByRole('button', { name: 'Show sidebar' }).click()
    await expect.element(drawer).toBeVisible()
    await drawer.getByRole('treeitem', { name: 'Two' }).click()
    await expect.element(drawer).not.toBeInTheDocument()
    expect(live.entry(workspace.navigation.entryId ?? '')?.name).toBe('Two')
    await userEvent.keyboard('{Control>}\\{/Control}')
    await drawer.getByRole('treeitem', { name: 'Two' }).click()
    await expect.element(drawer).not.toBeInTheDocument()
  })

  it('[UI24] closes it by Escape, which names being typed keep for themselves', async () => {
    const { screen, drawer } = await narrowWindow()
    await userEvent.keyboard('{Control>}\\{/Control}')
    await drawer.getByRole('treeitem', { name: 'One' }).click({ button: 'right' })
    await expect.element(screen.getByRole('menuitem', { name: 'Rename' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(screen.getByRole('menuitem', { name: 'Rename' })).not.toBeInTheDocument()
    await expect.element(drawer).toBeVisible()
    await drawer.getByRole('treeitem', { name: 'One' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Rename' }).click()
    await expect.element(drawer.getByRole('textbox', { name: 'New name' })).toHaveFocus()
    await userEvent.keyboard('{Escape}')
    await expect.element(drawer.getByRole('textbox', { name: 'New name' })).not.toBeInTheDocument()
    await expect.element(drawer).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(drawer).not.toBeInTheDocument()
  })

  it('[UI24] leaves the keyboard to the title of a page made in it', async () => {
    const { screen, drawer } = await narrowWindow()
    await userEvent.keyboard('{Control>}\\{/Control}')
    await drawer.getByRole('button', { name: 'New…' }).click()
    await screen.getByRole('menuitem', { name: 'New page' }).click()
    await expect.element(drawer).not.toBeInTheDocument()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveFocus()
  })

  it('[UI24] is as before when it is wide again', async () => {
    const { screen, drawer, tree } = await narrowWindow()
    await userEvent.keyboard('{Control>}\\{/Control}')
    await expect.element(drawer).toBeVisible()
    await page.viewport(1200, 800)
    await expect.element(drawer).not.toBeInTheDocument()
    await expect.element(tree).toBeVisible()
    await screen.getByRole('button', { name: 'Hide sidebar' }).click()
    await expect.element(tree).not.toBeInTheDocument()
    await page.viewport(600, 800)
    await expect.element(screen.getByRole('button', { name: 'Show sidebar' })).toBeVisible()
    await expect.element(drawer).not.toBeInTheDocument()
    await page.viewport(1200, 800)
    await expect.element(tree).not.toBeInTheDocument()
  })
})
