import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { mimeTypeOf } from '../../../apps/page/markdown/fileKind'
import type { StoredFile } from '../../../core/space/Entry'
import type { Workspace } from '../../state/Workspace.svelte'
import { FakeHome } from '../../testing/FakeHome'
import { holdDeferred } from '../../testing/holdDeferred'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { writeBoard } from '../../testing/sampleBoard'

/** What is drawn before a name: an emoji, or which of the line icons. */
function lookOf(named: Element): string | undefined {
  const icon = named.querySelector('.icon')
  return (
    icon
      ?.querySelector('svg')
      ?.getAttribute('class')
      ?.match(/lucide-(?!icon)\S+/)?.[0] ?? icon?.textContent
  )
}

function fileOf(mimeType: string): StoredFile {
  return { hash: '0'.repeat(64), sizeBytes: 1, mimeType }
}

/** In quick open, in the sidebar, and in the breadcrumb when it is open. */
async function expectLooks(
  screen: Awaited<ReturnType<typeof renderSpaceWindow>>['screen'],
  workspace: Workspace,
  looks: Readonly<Record<string, string>>,
): Promise<void> {
  await userEvent.keyboard('{Control>}k{/Control}')
  for (const [name, look] of Object.entries(looks)) {
    await expect.poll(() => lookOf(screen.getByRole('option', { name }).element())).toBe(look)
  }
  await userEvent.keyboard('{Escape}')
  for (const [name, look] of Object.entries(looks)) {
    const row = screen.getByRole('treeitem', { name })
    expect(lookOf(row.element())).toBe(look)
    await row.click()
    await expect.poll(() => workspace.live?.entry(workspace.navigation.entryId ?? '')?.name).toBe(name)
    const step = screen.getByRole('navigation', { name: 'Breadcrumb' }).getByText(name)
    await expect.poll(() => lookOf(step.element().closest('[aria-current=page]')!)).toBe(look)
  }
}

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
    await expect.element(screen.getByRole('option').first()).toHaveAccessibleName('C')
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
    await expect.element(screen.getByRole('option').first()).toHaveAccessibleName('Linking notes')
    await expect.element(screen.getByRole('option', { name: 'Link.png' })).toBeVisible()
  })

  it('[UI15] puts names that hold what was typed before those that hold its letters apart, whatever was open lately', async () => {
    const { screen, workspace } = await renderSpaceWindow((space) => {
      const image = { hash: '0'.repeat(64), sizeBytes: 1, mimeType: 'image/png' }
      space.entries.createFile(space.contentId, 'Walrus.png', image)
      space.createPage(space.contentId, 'Spring work')
    })
    await screen.getByRole('treeitem', { name: 'Spring work' }).click()
    await expect.poll(() => workspace.navigation.recentIds).toHaveLength(1)
    await userEvent.keyboard('{Control>}k{/Control}')
    await screen.getByRole('combobox', { name: 'Find or create' }).fill('png')
    await expect.element(screen.getByRole('option', { name: 'Spring work' })).toBeVisible()
    await expect.element(screen.getByRole('option').first()).toHaveAccessibleName('Walrus.png')
  })

  it('[UI190] takes Enter for what was typed, also while a list of what was typed before is still shown', async () => {
    const home = new FakeHome(1)
    const { screen, workspace, made } = await renderSpaceWindow((space) => {
      const { contentId } = space
      for (const name of ['Garage', 'Garlic']) space.createPage(contentId, name)
      return space.createPage(contentId, 'Garden').entryId
    }, home)
    await userEvent.keyboard('{Control>}k{/Control}')
    const field = screen.getByRole('combobox', { name: 'Find or create' })
    await expect.element(field).toHaveFocus()
    await userEvent.keyboard('gar')
    const first = screen.getByRole('option').first()
    await expect.element(first).toHaveAccessibleName('Garage')
    const goOn = holdDeferred(home)
    await userEvent.keyboard('den')
    await expect.element(field).toHaveValue('garden')
    await expect.element(first).toHaveAccessibleName('Garage')
    await userEvent.keyboard('{Enter}')
    expect(workspace.navigation.entryId).toBe(made)
    goOn()
    await expect.element(field).not.toBeInTheDocument()
    expect(workspace.navigation.entryId).toBe(made)
  })

  it('[UI190] makes a page of the name that was typed last, and none of an entry that is not found yet', async () => {
    const home = new FakeHome(1)
    const { screen, space, workspace } = await renderSpaceWindow(
      (made) => made.createPage(made.contentId, 'Winter').entryId,
      home,
    )
    const goOn = holdDeferred(home)
    await userEvent.keyboard('{Control>}k{/Control}')
    const field = screen.getByRole('combobox', { name: 'Find or create' })
    await expect.element(field).toHaveFocus()
    await userEvent.keyboard('winter')
    await expect.element(field).toHaveValue('winter')
    await expect.element(screen.getByRole('option')).not.toBeInTheDocument()
    goOn()
    await expect.element(screen.getByRole('option').first()).toHaveAccessibleName('Winter')
    await expect.element(screen.getByRole('option', { name: /Create page/ })).not.toBeInTheDocument()
    await userEvent.keyboard(' days')
    const offer = screen.getByRole('option', { name: 'Create page "winter days"' })
    await expect.element(offer).toBeVisible()
    holdDeferred(home)
    await userEvent.keyboard(' out{Enter}')
    expect(space.entries.get(workspace.navigation.entryId ?? '')?.name).toBe('winter days out')
  })

  it('[UI182] shows a folder, page, board and file as the sidebar and the breadcrumb do, with their own icons', async () => {
    const { screen, workspace } = await renderSpaceWindow((space) => {
      const { entries, contentId } = space
      entries.createFolder(contentId, 'Folder')
      entries.createFile(contentId, 'File', fileOf('application/octet-stream'))
      entries.setIcon(space.createPage(contentId, 'Own').entryId, '🌱')
      space.createPage(contentId, 'Page')
      writeBoard(space, contentId, 'Board', {})
    })
    const looks = {
      Folder: 'lucide-folder',
      File: 'lucide-file',
      Own: '🌱',
      Page: 'lucide-file-text',
      Board: 'lucide-square-kanban',
    }
    await expectLooks(screen, workspace, looks)
  })

  it('[UI202] shows a file by what is in it: picture, PDF, sound, film, archive, table, text', async () => {
    const { screen, workspace } = await renderSpaceWindow(({ entries, contentId }) => {
      const add = (name: string): string => entries.createFile(contentId, name, fileOf(mimeTypeOf(name)))
      for (const name of ['a.png', 'b.pdf', 'c.mp3', 'd.mp4', 'e.zip', 'f.csv', 'g.txt', 'h.docx', 'i.7z']) add(name)
      entries.trash(add('gone.png'))
      const folder = entries.createFolder(contentId, 'Folder')
      entries.createFile(folder, 'inside.pdf', fileOf('application/pdf'))
    })
    await expectLooks(screen, workspace, {
      'a.png': 'lucide-image',
      'b.pdf': 'lucide-file-type',
      'c.mp3': 'lucide-file-music',
      'd.mp4': 'lucide-film',
      'e.zip': 'lucide-file-archive',
      'f.csv': 'lucide-file-spreadsheet',
      'g.txt': 'lucide-scroll-text',
      'h.docx': 'lucide-scroll-text',
      'i.7z': 'lucide-file-archive',
    })
    await screen.getByRole('treeitem', { name: 'Folder' }).click()
    await expect
      .poll(() => lookOf(screen.getByRole('button', { name: /^inside.pdf/ }).element()))
      .toBe('lucide-file-type')
    await screen.getByRole('button', { name: 'Trash' }).click()
    await expect.poll(() => lookOf(screen.getByRole('button', { name: /^gone.png/ }).element())).toBe('lucide-image')
  })
})
