import { describe, expect, it, vi } from 'vitest'
import type { Space } from '../../../core/space/Space'
import { choose, dropFiles, holdFiles, transferOf } from '../../testing/dropFiles'
import { FakeHome } from '../../testing/FakeHome'
import { openBoard } from '../../testing/openBoard'
import { renderSpaceWindow } from '../../testing/renderWindow'

const hash = 'b'.repeat(64)

function homeWithFiles(): FakeHome {
  return new FakeHome(3, {
    'files.add': ({ name, bytes }) => {
      const mimeType = name.endsWith('.png') ? 'image/png' : 'application/pdf'
      return { hash, sizeBytes: bytes.byteLength, mimeType }
    },
  })
}

function fill(space: Space) {
  const fruit = space.entries.createFolder(space.contentId, 'Fruit')
  space.createPage(fruit, 'Apple')
  for (const name of ['Bread', 'Cheese']) space.createPage(space.contentId, name)
  return { fruit }
}

const names = (space: Space, parentId = space.contentId): string[] =>
  space.entries.children(parentId).map(({ name }) => name)

async function opened() {
  const all = await renderSpaceWindow(fill, homeWithFiles())
  const row = (name: string) => all.screen.getByRole('treeitem', { name, exact: true })
  await expect.element(row('Fruit')).toBeVisible()
  const sidebar = () => all.screen.getByRole('navigation', { name: 'Space' }).element()
  return { ...all, row, sidebar, rowOf: (name: string) => row(name).element() }
}

describe('files from the system', () => {
  it('[UI225] go into the row they are dropped on, several at once, and are taken back in one step', async () => {
    const { screen, space, made, row, rowOf } = await opened()
    const data = transferOf('bed.png', 'plan.pdf')
    holdFiles(rowOf('Fruit'), data)
    await expect.element(row('Fruit')).toHaveClass('inside')
    dropFiles(rowOf('Fruit'), data)
    await expect.poll(() => names(space, made.fruit)).toEqual(['Apple', 'bed.png', 'plan.pdf'])
    expect(space.entries.children(made.fruit)[1]?.file).toEqual({ hash, sizeBytes: 4, mimeType: 'image/png' })
    await expect.element(row('Fruit')).not.toHaveClass('inside')
    await expect.element(row('plan.pdf')).toBeVisible()
    await expect.element(screen.getByText('Added 2 files to "Fruit"')).toBeVisible()
    await screen.getByRole('button', { name: 'Undo' }).click()
    expect(names(space, made.fruit)).toEqual(['Apple'])
  })

  it('[UI225] go between rows, and to the top where no row is', async () => {
    const { screen, space, rowOf, sidebar } = await opened()
    dropFiles(rowOf('Cheese'), transferOf('a.pdf', 'b.pdf'), 0.05)
    await expect.poll(() => names(space)).toEqual(['Fruit', 'Bread', 'a.pdf', 'b.pdf', 'Cheese'])
    const data = transferOf('c.pdf')
    holdFiles(sidebar(), data)
    await expect.poll(() => sidebar().classList.contains('isOver')).toBe(true)
    dropFiles(screen.getByRole('tree').element(), data, 0.9)
    await expect.poll(() => names(space).at(-1)).toBe('c.pdf')
    expect(sidebar().classList.contains('isOver')).toBe(false)
    await expect.element(screen.getByText('Added "c.pdf"')).toBeVisible()
  })

  it('[UI225] go into the folder on whose screen they are dropped', async () => {
    const { screen, space, made, workspace } = await opened()
    workspace.navigation.open(made.fruit)
    const line = screen.getByRole('main').getByRole('button', { name: /^Apple/ })
    await expect.element(line).toBeVisible()
    const surface = line.element().closest('.scroll') ?? document.body
    const data = transferOf('plan.pdf')
    holdFiles(line.element(), data)
    await expect.poll(() => surface.classList.contains('isOver')).toBe(true)
    dropFiles(line.element(), data)
    await expect.poll(() => names(space, made.fruit)).toEqual(['Apple', 'plan.pdf'])
  })

  it('[UI225] become cards of the column they are dropped on, with the file in their notes, as one step', async () => {
    const { screen, shown, id, board } = await openBoard(undefined, homeWithFiles())
    const adder = screen.getByRole('button', { name: 'Add a card to Doing' })
    await expect.element(adder).toBeVisible()
    dropFiles(adder.element(), transferOf('bed.png', 'plan.pdf'))
    await expect.poll(shown).toContain('Doing: Salt, bed.png, plan.pdf')
    expect(board.hasNotes(id('plan.pdf'))).toBe(true)
    await screen.getByRole('button', { name: 'plan.pdf, has notes' }).click()
    const notes = screen.getByRole('textbox', { name: 'Notes of the card' })
    await expect.element(notes.getByText(/plan\.pdf/)).toBeVisible()
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(shown).toContain('Doing: Salt')
  })

  it('[UI226] are chosen from the menus too', async () => {
    const { screen, space, made, row } = await opened()
    choose(transferOf('top.pdf'))
    await screen.getByRole('button', { name: 'New…' }).click()
    await screen.getByRole('menuitem', { name: 'Add files…' }).click()
    await expect.poll(() => names(space).at(-1)).toBe('top.pdf')
    choose(transferOf('plan.pdf'))
    await row('Fruit').click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Add files…' }).click()
    await expect.poll(() => names(space, made.fruit)).toEqual(['Apple', 'plan.pdf'])
    expect(document.querySelector('input[type="file"]')).toBeNull()
  })

  it('[UI226] are chosen from the menu of a column too', async () => {
    const { screen, shown } = await openBoard(undefined, homeWithFiles())
    choose(transferOf('plan.pdf'))
    await screen.getByRole('button', { name: 'Actions of Done' }).click()
    await screen.getByRole('menuitem', { name: 'Add files…' }).click()
    await expect.poll(shown).toContain('Done: plan.pdf')
  })

  it('[UI227] show how far they are while it takes long; stopped, those that are stored stay', async () => {
    const { home, screen, space, rowOf, made } = await opened()
    const waiting: (() => void)[] = []
    const stored = { hash, sizeBytes: 4, mimeType: 'application/pdf' }
    home.answers['files.add'] = () => new Promise((resolve) => waiting.push(() => resolve(stored)))
    dropFiles(rowOf('Fruit'), transferOf('a.pdf', 'b.pdf', 'c.pdf', 'd.pdf'))
    await expect.poll(() => waiting.length).toBe(1)
    waiting[0]?.()
    await expect.poll(() => waiting.length).toBe(2)
    const bar = screen.getByRole('progressbar', { name: 'Files added' })
    await expect.element(bar).toHaveAttribute('aria-valuenow', '25')
    await screen.getByRole('button', { name: 'Stop' }).click()
    waiting[1]?.()
    await expect.poll(() => names(space, made.fruit)).toEqual(['Apple', 'a.pdf', 'b.pdf'])
    await expect.element(bar).not.toBeInTheDocument()
    expect(waiting).toHaveLength(2)
  })

  it('[UI228] that are too large are left out and named; the others are added', async () => {
    const { screen, space, made, rowOf } = await opened()
    const data = transferOf('plan.pdf', 'film.mkv', 'bed.png')
    const sizes = vi.spyOn(File.prototype, 'size', 'get').mockImplementation(function (this: File) {
      return this.name === 'film.mkv' ? 300_000_000 : 4
    })
    dropFiles(rowOf('Fruit'), data)
    await expect.poll(() => names(space, made.fruit)).toEqual(['Apple', 'plan.pdf', 'bed.png'])
    sizes.mockRestore()
    await expect.element(screen.getByText(/film\.mkv is too large/)).toBeVisible()
  })

  it('[UI228] that are folders are led to the import', async () => {
    const { screen, state, space, made, rowOf } = await opened()
    const entries = vi.spyOn(DataTransferItem.prototype, 'webkitGetAsEntry').mockImplementation(function () {
      return { isDirectory: true } as FileSystemEntry
    })
    dropFiles(rowOf('Fruit'), transferOf('Vault'))
    entries.mockRestore()
    await expect.element(screen.getByText(/A folder is not added like a file/)).toBeVisible()
    expect(names(space, made.fruit)).toEqual(['Apple'])
    await screen.getByRole('button', { name: 'Import a folder…' }).click()
    expect(state.dialogs.current).toMatchObject({ kind: 'import' })
  })

  it('[UI228] are not taken into a space one may only read, nor where nothing takes them', async () => {
    const { home, screen, space, row, rowOf } = await opened()
    const [, over] = holdFiles(screen.getByRole('main').element(), transferOf('plan.pdf'))
    expect(over?.defaultPrevented).toBe(true)
    home.sync.set(space.id, [{ role: 'viewer' }])
    await expect.element(screen.getByText(/You can read this space\./)).toBeVisible()
    dropFiles(rowOf('Bread'), transferOf('plan.pdf'))
    await expect.element(screen.getByText(/You can read this space, not change it/)).toBeVisible()
    await expect.element(row('Bread')).not.toHaveClass('inside')
    expect(home.asked.some(({ name }) => name === 'files.add')).toBe(false)
  })

  it('[UI228] that cannot be stored are told once, and leave all as it is', async () => {
    const { home, screen, space, made, rowOf } = await opened()
    home.refuse('files.add', { code: 'disk-full', path: '/disk' })
    dropFiles(rowOf('Fruit'), transferOf('a.pdf', 'b.pdf'))
    await expect.element(screen.getByRole('alert').getByText(/full/)).toBeVisible()
    expect(home.asked.filter(({ name }) => name === 'files.add')).toHaveLength(1)
    expect(names(space, made.fruit)).toEqual(['Apple'])
  })
})
