import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Board } from '../../../apps/board/Board'
import { BoardEdits } from '../../../apps/board/BoardEdits'
import { writeTitle } from '../../../apps/board/boardTitle'
import type { Space } from '../../../core/space/Space'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { holdDeferred } from '../../testing/holdDeferred'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { sampleBoard, writeBoard, type SampleCard } from '../../testing/sampleBoard'

const COLUMNS: Readonly<Record<string, readonly SampleCard[]>> = {
  'To do': ['Milk', 'Bread'],
  Doing: ['Salt'],
  Done: [],
}

/** A window with a board open, and that board's model beside it, as another window would have it. */
async function openBoard(
  fill = (space: Space) => writeBoard(space, space.contentId, 'Shopping', COLUMNS),
  home?: FakeHome,
) {
  const opened = await renderSpaceWindow(fill, home)
  const { space, made, workspace, screen } = opened
  workspace.navigation.open(made)
  await expect.element(screen.getByRole('group', { name: 'Columns' })).toBeVisible()
  const { tree } = await space.openAppTree(space.entries.get(made)?.treeId ?? '')
  const board = new Board(tree)
  const shown = (): string[] =>
    board
      .columns()
      .map(({ id, cardIds }) => `${board.title(id)}: ${cardIds.map((card) => board.title(card)).join(', ')}`)
  const id = (title: string): string => {
    const ids = board.columns().flatMap((column) => [column.id, ...column.cardIds])
    return ids.find((each) => board.title(each) === title) ?? ''
  }
  const card = (name: string) => screen.getByRole('button', { name, exact: true })
  return { ...opened, tree, board, shown, id, card, others: new BoardEdits(board, space.environment) }
}

const focused = (): string => document.activeElement?.textContent.trim() ?? ''
const said = (): string =>
  [...document.querySelectorAll('[aria-live=polite]')].map((element) => element.textContent).join(' ')

describe('a board', () => {
  it('[BD10] is walked by arrows, and Ctrl or Cmd takes along what has the keyboard and says where it went', async () => {
    const { card, shown } = await openBoard()
    await expect.element(card('Milk')).toBeVisible()
    ;(card('Milk').element() as HTMLElement).focus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.poll(focused).toBe('Bread')
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(focused).toBe('Salt')
    await userEvent.keyboard('{ArrowRight}')
    await expect.poll(focused).toContain('Done')
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{End}')
    await expect.poll(focused).toBe('Bread')
    await userEvent.keyboard('{Control>}{ArrowUp}{/Control}')
    await expect.poll(shown).toEqual(['To do: Bread, Milk', 'Doing: Salt', 'Done: '])
    await expect.poll(said).toContain('Bread moved to To do, 1 of 2')
    await expect.poll(focused).toBe('Bread')
    await userEvent.keyboard('{Control>}{Shift>}{ArrowRight}{/Shift}{/Control}')
    await expect.poll(shown).toEqual(['To do: Milk', 'Doing: Bread, Salt', 'Done: '])
    await expect.poll(focused).toBe('Bread')
    await userEvent.keyboard('{ArrowUp}')
    await expect.poll(focused).toContain('Doing')
    await userEvent.keyboard('{Control>}{ArrowLeft}{/Control}')
    await expect.poll(shown).toEqual(['Doing: Bread, Salt', 'To do: Milk', 'Done: '])
    await expect.poll(said).toContain('Column Doing moved to place 1 of 3')
    await userEvent.keyboard('{Control>}{ArrowLeft}{/Control}')
    await expect.poll(said).toContain('Doing cannot move further')
  })

  it('[BD11] gets card after card by Enter until Escape, and columns likewise', async () => {
    const { screen, shown } = await openBoard()
    await screen.getByRole('button', { name: 'Add a card to Done' }).click()
    await userEvent.keyboard('Eggs{Enter}Jam{Enter}{Escape}')
    await expect.poll(shown).toEqual(['To do: Milk, Bread', 'Doing: Salt', 'Done: Eggs, Jam'])
    await expect.element(screen.getByRole('button', { name: 'Add a card to Done' })).toHaveFocus()
    await screen.getByRole('button', { name: 'Add a column' }).click()
    await userEvent.keyboard('Later{Enter}{Escape}')
    await expect.poll(shown).toContain('Later: ')
  })

  it('[BD11] stores a card from its first letter on, and leaves nothing of one without any', async () => {
    const { screen, shown, board } = await openBoard()
    await screen.getByRole('button', { name: 'Add a card to Done' }).click()
    await userEvent.keyboard('Eg')
    await expect.poll(shown).toContain('Done: Eg')
    await userEvent.keyboard('{Backspace}{Backspace}{Escape}')
    await expect.poll(shown).toContain('Done: ')
    expect(board.deletedCardIds()).toEqual([])
  })

  it('[BD12] renames in place; Escape keeps the old name, and Mod+Z takes a rename back', async () => {
    const { card, shown, screen } = await openBoard()
    await expect.element(card('Milk')).toBeVisible()
    ;(card('Milk').element() as HTMLElement).focus()
    await userEvent.keyboard('{F2}Oat milk{Enter}')
    await expect.poll(shown).toContain('To do: Oat milk, Bread')
    await expect.poll(focused).toBe('Oat milk')
    await userEvent.keyboard('{F2}Nothing{Escape}')
    await expect.poll(shown).toContain('To do: Oat milk, Bread')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.poll(shown).toContain('To do: Milk, Bread')
    await screen.getByRole('button', { name: /^Doing, 1 card/ }).dblClick()
    await userEvent.keyboard('Underway{Enter}')
    await expect.poll(shown).toContain('Underway: Salt')
  })

  it('[BD13] opens a card beside the columns, with its title, column and notes', async () => {
    const { card, screen, shown, board, id, space, made } = await openBoard((space) => {
      writePage(space, space.contentId, 'Recipe', [paragraph('Flour and water.')])
      return writeBoard(space, space.contentId, 'Shopping', COLUMNS)
    })
    await card('Milk').click()
    const panel = screen.getByRole('complementary', { name: 'Card' })
    await expect.element(panel.getByRole('textbox', { name: 'Title of the card' })).toHaveFocus()
    await userEvent.keyboard(', two litres{Enter}')
    const notes = panel.getByRole('textbox', { name: 'Notes of the card' })
    await notes.click()
    await userEvent.keyboard('As in [[[[Recip')
    await expect.element(screen.getByRole('option', { name: /Recipe/ })).toBeVisible()
    await userEvent.keyboard('{Enter}!')
    await panel.getByRole('combobox', { name: 'Column' }).selectOptions('Done')
    await expect.poll(shown).toEqual(['To do: Bread', 'Doing: Salt', 'Done: Milk, two litres'])
    await notes.click()
    await userEvent.keyboard('{Escape}')
    await expect.element(panel).not.toBeInTheDocument()
    await expect.poll(focused).toBe('Milk, two litres')
    expect(board.hasNotes(id('Milk, two litres'))).toBe(true)
    const recipe = [...space.entries.descendants(space.contentId)].find(({ name }) => name === 'Recipe')
    await expect.poll(() => space.tree.property(made, 'links')).toEqual([recipe?.id])
  })

  it('[BD14] takes cards and columns by the pointer and puts them where they are dropped', async () => {
    const { card, shown, screen } = await openBoard()
    // All of the board is in sight: nothing scrolls away from under the pointer.
    await page.viewport(1700, 800)
    await card('Milk').dropTo(card('Salt'), { targetPosition: { x: 60, y: 36 } })
    await expect.poll(shown).toEqual(['To do: Bread', 'Doing: Salt, Milk', 'Done: '])
    await card('Salt').dropTo(screen.getByRole('button', { name: 'Add a card to Done' }))
    await expect.poll(shown).toEqual(['To do: Bread', 'Doing: Milk', 'Done: Salt'])
    const column = (name: string) => screen.getByRole('button', { name: new RegExp(`^${name}, `) })
    await column('Doing').dropTo(column('To do'), { targetPosition: { x: 5, y: 10 } })
    await expect.poll(shown).toEqual(['Doing: Milk', 'To do: Bread', 'Done: Salt'])
  })

  it('[BD15] asks before a column goes with its cards, offers the way back, and lists what was deleted', async () => {
    const { card, shown, screen } = await openBoard()
    await screen.getByRole('button', { name: 'Actions of To do' }).click()
    await screen.getByRole('menuitem', { name: 'Delete column…' }).click()
    await expect.element(screen.getByText(/The 2 cards in it will be deleted too/)).toBeVisible()
    await screen.getByRole('button', { name: 'Delete column' }).click()
    await expect.poll(shown).toEqual(['Doing: Salt', 'Done: '])
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(shown).toEqual(['To do: Milk, Bread', 'Doing: Salt', 'Done: '])
    ;(card('Milk').element() as HTMLElement).focus()
    await userEvent.keyboard('{Delete}')
    await expect.poll(shown).toContain('To do: Bread')
    await expect.poll(focused).toBe('Bread')
    await screen.getByRole('button', { name: 'Actions of the board' }).click()
    await screen.getByRole('menuitem', { name: 'Deleted cards…' }).click()
    await screen.getByRole('button', { name: 'Restore Milk' }).click()
    await expect.poll(shown).toContain('To do: Milk, Bread')
  })

  it('[BD16] is live: what others do appears, and takes neither the keyboard nor what is being typed', async () => {
    const { card, shown, screen, others, id, board, tree } = await openBoard()
    await expect.element(card('Milk')).toBeVisible()
    ;(card('Milk').element() as HTMLElement).focus()
    others.move(id('Milk'), id('Done'), 'end')
    others.addCard(id('To do'), 'Honey')
    await expect.element(card('Honey')).toBeVisible()
    await expect.poll(focused).toBe('Milk')
    await userEvent.keyboard('{F2}{End} and')
    others.move(id('Milk and'), id('Doing'), { before: id('Salt') })
    await expect.element(screen.getByRole('list', { name: 'Cards in Doing' }).getByRole('textbox')).toHaveFocus()
    writeTitle(tree, id('Milk and'), 'Milk and', 'Oat milk and')
    await expect.element(screen.getByRole('textbox', { name: 'Title of the card' })).toHaveValue('Oat milk and')
    await userEvent.keyboard(' eggs{Enter}')
    await expect.poll(shown).toContain('Doing: Oat milk and eggs, Salt')
    await screen.getByRole('button', { name: 'Add a card to Done' }).click()
    await userEvent.keyboard('Jam')
    others.move(id('Done'), board.rootId ?? '', { before: id('To do') })
    await expect.poll(() => shown()[0]).toBe('Done: Jam')
    await userEvent.keyboard(' and tea{Enter}{Escape}')
    await expect.poll(shown).toContain('Done: Jam and tea')
  })

  it('[BD16] an open card that somebody deletes stays open, and says so', async () => {
    const { card, others, id, screen, shown } = await openBoard()
    await card('Milk').click()
    others.deleteCard(id('Milk'))
    const panel = screen.getByRole('complementary', { name: 'Card' })
    await expect.element(panel.getByText(/This card was deleted/)).toBeVisible()
    await panel.getByRole('button', { name: 'Restore' }).click()
    await expect.poll(shown).toContain('To do: Milk, Bread')
  })

  it('[BD16] a card that is gone leaves the keyboard on the board when it is closed', async () => {
    const { card, others, id, screen } = await openBoard()
    await card('Milk').click()
    others.deleteCard(id('Milk'))
    await expect.element(screen.getByText(/This card was deleted/)).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(screen.getByRole('button', { name: /^To do, 1 card/ })).toHaveFocus()
  })

  it('[BD25] a deleted card that is restored by its button gets the keyboard', async () => {
    const { card, others, id, screen } = await openBoard()
    await card('Milk').click()
    others.deleteCard(id('Milk'))
    const restore = screen.getByRole('button', { name: 'Restore' })
    await expect.element(restore).toBeVisible()
    ;(restore.element() as HTMLElement).focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(card('Milk')).toHaveFocus()
    expect(restore.query()).toBeNull()
  })

  it('[BD17] can only be read by who may only read it', async () => {
    const home = new FakeHome(5)
    const { card, shown, screen, space } = await openBoard(undefined, home)
    home.sync.set(space.id, [{ role: 'viewer' }])
    await expect.element(screen.getByRole('button', { name: 'Add a column' })).not.toBeInTheDocument()
    ;(card('Milk').element() as HTMLElement).focus()
    await userEvent.keyboard('{Delete}{F2}{Control>}{ArrowDown}{/Control}n')
    await userEvent.keyboard('{Enter}')
    const panel = screen.getByRole('complementary', { name: 'Card' })
    await expect.element(panel.getByRole('textbox', { name: 'Title of the card' })).toHaveAttribute('readonly')
    await expect
      .element(panel.getByRole('textbox', { name: 'Notes of the card' }))
      .toHaveAttribute('contenteditable', 'false')
    expect(shown()).toEqual(['To do: Milk, Bread', 'Doing: Salt', 'Done: '])
  })

  it('[BD18] holds 500 cards, of which it draws those in sight', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `Card ${index}`)
    const { card } = await openBoard((space) => writeBoard(space, space.contentId, 'Long', { All: many }))
    await expect.element(card('Card 0')).toBeVisible()
    const isDrawn = (name: string): boolean => card(name).element().checkVisibility({ contentVisibilityAuto: true })
    await expect.poll(() => isDrawn('Card 0')).toBe(true)
    await expect.element(card('Card 499')).toBeInTheDocument()
    expect(isDrawn('Card 499')).toBe(false)
    ;(card('Card 0').element() as HTMLElement).focus()
    await userEvent.keyboard('{End}')
    await expect.poll(focused).toBe('Card 499')
    await expect.poll(() => isDrawn('Card 499')).toBe(true)
  })

  it('[BD23] draws column after column in slices, then what is further down; the keyboard gets anywhere at once', async () => {
    const home = new FakeHome(5)
    const names = Array.from({ length: 12 }, (_, index) => `Column ${index}`)
    const cardsOf = (name: string): string[] => Array.from({ length: 60 }, (_, index) => `${name}, card ${index}`)
    const isBoardShown = (): boolean => document.querySelector('[data-board-id]') !== null
    const drawRest = holdDeferred(home, isBoardShown)
    const { card, screen } = await openBoard(
      (space) =>
        writeBoard(space, space.contentId, 'Wide', Object.fromEntries(names.map((name) => [name, cardsOf(name)]))),
      home,
    )
    const list = screen.getByRole('list', { name: 'Cards in Column 0' })
    const height = (): number => list.element().scrollHeight
    await expect.element(card('Column 0, card 0')).toBeVisible()
    await expect.element(card('Column 0, card 59')).not.toBeInTheDocument()
    await expect.element(screen.getByRole('button', { name: 'Column 11, 60 cards' })).not.toBeInTheDocument()
    await expect.element(screen.getByRole('button', { name: 'Add a column' })).not.toBeInTheDocument()
    const before = height()
    ;(card('Column 0, card 0').element() as HTMLElement).focus()
    await userEvent.keyboard('{End}')
    await expect.poll(focused).toBe('Column 0, card 59')
    await expect.element(card('Column 11, card 59')).toBeInTheDocument()
    await expect.element(screen.getByRole('button', { name: 'Add a column' })).toBeInTheDocument()
    expect(height()).toBe(before)
    drawRest()
    await expect.poll(focused).toBe('Column 0, card 59')
  })

  it.each(['light', 'dark'] as const)('[BD19] has no fault axe can find, in %s', async (theme) => {
    const home = new FakeHome(5)
    await home.request('settings.set', { theme })
    const { card, screen } = await openBoard((space) => {
      const plan = writePage(space, space.contentId, 'Garden plan', [paragraph('Beds.')])
      return sampleBoard(space, space.contentId, plan)
    }, home)
    await expect.element(card('Sharpen the spades')).toBeVisible()
    expect(await complaints()).toEqual([])
    await card('Sharpen the spades').click()
    await expect.element(screen.getByRole('textbox', { name: 'Notes of the card' })).toBeVisible()
    expect(await complaints()).toEqual([])
    await userEvent.keyboard('{Escape}')
    await screen.getByRole('button', { name: 'Add a card to Doing' }).click()
    expect(await complaints()).toEqual([])
    await userEvent.keyboard('{Escape}')
    await card('Sharpen the spades').click({ button: 'right' })
    await expect.element(screen.getByRole('menuitem', { name: 'Move to Doing' })).toBeVisible()
    expect(await complaints()).toEqual([])
  })
})

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
