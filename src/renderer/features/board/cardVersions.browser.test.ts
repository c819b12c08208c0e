import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { NOTES } from '../../../apps/board/Board'
import { writeTitle } from '../../../apps/board/boardTitle'
import { plainText, replaceText, textJson } from '../../../apps/page/PageModel'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { focused, openBoard } from '../../testing/openBoard'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { writeBoard } from '../../testing/sampleBoard'
import { setSyncScene } from '../../testing/syncScenes'

const DAY = 86_400_000

/** A card that was called Milk yesterday, with notes that led to a page, and is called Oat milk now. */
async function openCard(theme: 'light' | 'dark' = 'light') {
  const home = new FakeHome(8)
  await home.request('settings.set', { theme })
  const linked: string[] = []
  const opened = await openBoard((space) => {
    const recipe = writePage(space, space.contentId, 'Recipe', [paragraph('Flour and water.')])
    linked.push(recipe)
    const notes = [
      paragraph({ type: 'pageLink', attrs: { entryId: recipe, target: 'Recipe' } }),
      paragraph('Two litres'),
    ]
    return writeBoard(space, space.contentId, 'Shopping', { 'To do': [['Milk', notes], 'Bread'] })
  }, home)
  const { screen, tree, space, made, state, id } = opened
  const cardId = id('Milk')
  const treeId = space.entries.get(made)?.treeId ?? ''
  await state.workspace?.openSpace.flush()
  const packs: unknown[] = []
  for await (const part of state.workspace?.openSpace.journal.loadTree(treeId) ?? []) packs.push(...part)
  const now = home.environment.now()
  home.answers['versions.times'] = () => [
    { packs: packs.length, time: now - DAY },
    { packs: packs.length + 1000, time: now },
  ]
  writeTitle(tree, cardId, 'Milk', 'Oat milk')
  replaceText(tree, cardId, { type: 'doc', content: [paragraph('One litre')] })
  const card = opened.card('Oat milk, has notes')
  await expect.element(card).toBeVisible()
  const dialog = screen.getByRole('dialog', { name: 'Earlier versions of “Oat milk”' })
  const shown = dialog.getByRole('region', { name: 'The card at that time' })
  const notes = (): string => plainText(tree, cardId, NOTES)
  const open = async (): Promise<void> => {
    await card.click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Earlier versions…' }).click()
    await expect.element(dialog.getByRole('listbox', { name: 'Versions' })).toHaveFocus()
  }
  return { ...opened, home, card, cardId, recipe: linked[0], dialog, shown, notes, open }
}

describe('earlier versions of a card', () => {
  it('[EV14] [BD29] are opened from its menu and show its title and notes, by keyboard', async () => {
    const { open, shown } = await openCard()
    await open()
    await expect.element(shown).toMatchTextContent(/^Oat milk One litre$/)
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(shown).toMatchTextContent(/^Milk Recipe ?Two litres$/)
    await userEvent.keyboard('{Escape}')
    await expect.poll(focused).toBe('Oat milk')
  })

  it('[EV15] [BD29] are restored as one step of the board, with what the notes led to', async () => {
    const { open, dialog, shown, notes, board, cardId, space, made, recipe } = await openCard()
    await open()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(shown).toMatchTextContent(/Two litres$/)
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await expect.poll(() => board.title(cardId)).toBe('Milk')
    expect(notes()).toContain('Two litres')
    expect(space.tree.property(made, 'links')).toEqual([recipe])
    await expect.poll(focused).toBe('Milk')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.poll(() => board.title(cardId)).toBe('Oat milk')
    expect(notes()).toBe('One litre')
    expect(space.tree.property(made, 'links')).toEqual([])
    await userEvent.keyboard('{Control>}y{/Control}')
    await expect.poll(() => board.title(cardId)).toBe('Milk')
    expect(notes()).toContain('Two litres')
  })

  it('[EV15] can be taken back after the card was closed, without what was written since', async () => {
    const { screen, open, card, dialog, shown, notes, tree, cardId, board } = await openCard()
    await card.click()
    const panel = screen.getByRole('complementary', { name: 'Card' })
    await panel.getByRole('button', { name: 'Earlier versions' }).click()
    await expect.element(dialog.getByRole('listbox', { name: 'Versions' })).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(shown).toMatchTextContent(/Two litres$/)
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await expect.element(panel.getByRole('textbox', { name: 'Notes of the card' })).toMatchTextContent(/Two litres$/)
    await panel.getByRole('button', { name: 'Close card' }).click()
    const { content = [] } = textJson(tree, cardId)
    replaceText(tree, cardId, { type: 'doc', content: [...content, paragraph('Mine')] })
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => board.title(cardId)).toBe('Oat milk')
    expect(notes()).toContain('One litre')
    expect(notes()).toContain('Mine')
    await open()
    await expect.element(shown).toMatchTextContent(/^Oat milk One litre ?Mine$/)
  })

  it('[EV15] are only looked at by whoever may only read', async () => {
    const { home, open, dialog, shown, space } = await openCard()
    await open()
    await userEvent.keyboard('{ArrowDown}')
    setSyncScene(home, space.id, 'viewer')
    await expect.element(shown).toMatchTextContent(/Two litres$/)
    await expect.element(dialog.getByRole('button', { name: 'Restore this version' })).toBeDisabled()
  })

  it('[EV15] open as a page of their own', async () => {
    const { screen, open, dialog, shown } = await openCard()
    await open()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(shown).toMatchTextContent(/Two litres$/)
    await dialog.getByRole('button', { name: 'Open as a new page' }).click()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Milk (earlier)')
    await expect.element(screen.getByRole('textbox', { name: 'Page text' })).toMatchTextContent(/Two litres/)
  })

  it.each(['light', 'dark'] as const)('[EV14] have no fault axe can find in %s', async (theme) => {
    const { open, shown } = await openCard(theme)
    await open()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(shown).toMatchTextContent(/Two litres$/)
    expect(await complaints()).toEqual([])
  })
})
