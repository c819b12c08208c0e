import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Space } from '../core/space/Space'
import { renderSpaceWindow } from './testing/renderWindow'
import { writeBoard } from './testing/sampleBoard'
import { paragraph, writePage } from './testing/sampleSpace'

function fill(space: Space) {
  const { entries, contentId } = space
  const folder = entries.createFolder(contentId, 'Folder')
  writePage(space, folder, 'Garden', [paragraph('Hello')])
  writeBoard(space, contentId, 'Board', { 'To do': ['Dig'] })
  entries.createFile(contentId, 'File', { hash: '0'.repeat(64), sizeBytes: 1, mimeType: 'application/pdf' })
  return space.createPage(contentId, 'Loose').entryId
}

async function pick(name: string): Promise<void> {
  await userEvent.keyboard('{Control>}k{/Control}')
  await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toBe('Find or create')
  await userEvent.keyboard(name)
  await expect.poll(() => document.querySelector('[role=option]')?.textContent).toContain(name)
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => document.querySelector('[role=combobox]')).toBeNull()
}

const hasLanded = () => document.activeElement?.matches('main [data-landing]')

describe('the keyboard', () => {
  it('[UI208] is in what quick open has opened, and Enter goes on into its text or onto its cards', async () => {
    const { screen } = await renderSpaceWindow(fill)
    for (const name of ['Folder', 'File', 'Garden']) {
      await pick(name)
      await expect.poll(hasLanded).toBe(true)
    }
    await expect.element(screen.getByRole('textbox', { name: 'Page text' })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('textbox', { name: 'Page text' })).toHaveFocus()
    await userEvent.keyboard('Oh. ')
    await expect.element(screen.getByText('Oh. Hello')).toBeVisible()
    await pick('Board')
    await expect.element(screen.getByRole('button', { name: 'Dig' })).toBeVisible()
    await expect.poll(hasLanded).toBe(true)
    await userEvent.keyboard('{ArrowDown}{ArrowDown}')
    await expect.element(screen.getByRole('button', { name: 'Dig' })).toHaveFocus()
  })

  it('[UI208] is in the open page also when it was picked again', async () => {
    const { screen } = await renderSpaceWindow(fill)
    await pick('Loose')
    await pick('Loose')
    await expect.poll(hasLanded).toBe(true)
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Loose')
  })

  it('[UI208] stays where it is while something is opened, and is in the window’s first page when nothing has it', async () => {
    const { screen } = await renderSpaceWindow(fill)
    await expect.poll(hasLanded).toBe(true)
    const row = screen.getByRole('treeitem', { name: 'Loose' })
    await row.click()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Loose')
    await expect.element(row).toHaveFocus()
  })

  it('[UI208] is on the row of what was moved', async () => {
    const { screen, space, made } = await renderSpaceWindow(fill)
    await screen.getByRole('treeitem', { name: 'Loose' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Move to…' }).click()
    await expect.element(screen.getByRole('combobox', { name: 'Move Loose to' })).toHaveFocus()
    await userEvent.keyboard('Folder')
    await expect.element(screen.getByRole('option').first()).toHaveAccessibleName('Folder')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('treeitem', { name: 'Loose' })).toHaveFocus()
    await expect.element(screen.getByRole('treeitem', { name: 'Loose' })).toHaveAttribute('aria-level', '2')
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(space.entries.get(made)?.parentId).toBe(space.contentId)
  })
})

describe('a message of what was done', () => {
  it('[UI209] offers to undo that and nothing else', async () => {
    const { screen, space, made } = await renderSpaceWindow(fill)
    const undo = screen.getByRole('button', { name: 'Undo' })
    await screen.getByRole('treeitem', { name: 'Loose' }).click()
    await userEvent.keyboard('{Delete}')
    await expect.element(undo).toBeVisible()
    await screen.getByRole('treeitem', { name: 'Board' }).click()
    await userEvent.keyboard('{Delete}')
    await expect.element(screen.getByText('Moved "Loose" to trash')).not.toBeInTheDocument()
    await undo.click()
    await expect.element(screen.getByRole('treeitem', { name: 'Board' })).toBeVisible()
    expect(space.entries.isLive(made)).toBe(false)
    await expect.element(undo).not.toBeInTheDocument()
    await screen.getByRole('treeitem', { name: 'Board' }).click()
    await userEvent.keyboard('{Delete}')
    await expect.element(undo).toBeVisible()
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.element(undo).not.toBeInTheDocument()
  })
})
