import { createRawSnippet } from 'svelte'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { complaints } from '../testing/complaints'
import PickList from './PickList.svelte'

interface Tree {
  readonly id: string
}

const trees: readonly Tree[] = ['Oak', 'Elm', 'Ash'].map((id) => ({ id }))
const row = createRawSnippet<[Tree]>((tree) => ({ render: () => `<span>${tree().id}</span>` }))

async function renderList(items = trees) {
  const picked: string[] = []
  const props = {
    ...{ label: 'Find a tree', listLabel: 'Trees', query: '', items, row, emptyText: 'No such tree.' },
    onPick: ({ id }: Tree) => void picked.push(id),
  }
  const screen = await render(PickList<Tree>, props)
  const field = screen.getByRole('combobox', { name: 'Find a tree' })
  await field.click()
  /** The row that is lit, as the eye and as a screen reader is told. */
  const lit = (): string | undefined => {
    const option = screen.container.querySelector('[aria-selected=true]')
    expect(field.element().getAttribute('aria-activedescendant') ?? undefined).toBe(option?.id)
    return option?.textContent
  }
  return { screen, picked, field, lit }
}

describe('a list one picks from by typing', () => {
  it('[UI186] lights one row, by arrows and pointer; typing lights the first again, and Enter picks it', async () => {
    const { screen, picked, field, lit } = await renderList()
    expect(lit()).toBe('Oak')
    await userEvent.keyboard('{ArrowUp}')
    expect(lit()).toBe('Ash')
    await screen.getByRole('option', { name: 'Elm' }).hover()
    expect(lit()).toBe('Elm')
    await userEvent.keyboard('{Enter}')
    await field.fill('o')
    expect(lit()).toBe('Oak')
    await userEvent.keyboard('{Enter}')
    await screen.getByRole('option', { name: 'Ash' }).click()
    expect(picked).toEqual(['Elm', 'Oak', 'Ash'])
  })

  it('[UI186] shows the lit row, however far down the list was', async () => {
    const { screen, field, lit } = await renderList(Array.from({ length: 60 }, (_, index) => ({ id: `Tree ${index}` })))
    screen.container.style.cssText = 'display: flex; flex-direction: column; height: 200px'
    await userEvent.keyboard('{ArrowUp}')
    await expect.element(screen.getByRole('option', { name: 'Tree 59' })).toBeInViewport()
    await field.fill('tree')
    expect(lit()).toBe('Tree 0')
    await expect.element(screen.getByRole('option', { name: 'Tree 0' })).toBeInViewport()
  })

  it('[UI186] says how much there is, and when there is nothing', async () => {
    const { screen, field, lit } = await renderList()
    const status = screen.getByRole('status').element()
    expect(status.textContent.trim()).toBe('3 to choose from.')
    await expect.element(field).toHaveAttribute('aria-expanded', 'true')
    await expect.element(screen.getByRole('listbox', { name: 'Trees' })).toBeVisible()
    expect(await complaints()).toEqual([])
    await screen.rerender({ items: [] })
    expect(status.isConnected).toBe(true)
    expect(status.textContent.trim()).toBe('No such tree.')
    await expect.element(field).toHaveAttribute('aria-expanded', 'false')
    await expect.element(screen.getByRole('listbox')).not.toBeInTheDocument()
    expect(lit()).toBeUndefined()
    expect(await complaints()).toEqual([])
  })
})
