import { describe, expect, it } from 'vitest'
import type { Space } from '../../../core/space/Space'
import { renderSpaceWindow } from '../../testing/renderWindow'

const COUNT = 2000

function fill(space: Space) {
  const folderId = space.entries.createFolder(space.contentId, 'Large')
  space.tree.transact(() => {
    for (let no = 0; no < COUNT; no++) space.entries.createFolder(folderId, `Thing ${no}`)
  })
  return { folderId }
}

async function openLarge() {
  const opened = await renderSpaceWindow(fill)
  opened.workspace.navigation.open(opened.made.folderId)
  const lines = opened.screen
    .getByRole('main')
    .getByRole('listitem')
    .filter({ hasText: /Thing|Newest/ })
  return { ...opened, lines }
}

describe('the screen of a folder', () => {
  it('[UI180] shows all there is in it, and draws what can be seen', async () => {
    const { lines, screen, workspace, made, space } = await openLarge()
    await expect.element(lines.first()).toHaveTextContent('Thing 0 Empty')
    await expect.element(lines.first()).toHaveAttribute('aria-setsize', String(COUNT))
    expect(lines.elements().length).toBeLessThan(100)
    await screen.getByRole('button', { name: 'Thing 0 Empty' }).click()
    const first = space.entries.children(made.folderId)[0]
    expect(workspace.navigation.entryId).toBe(first?.id)
  })

  it('[UI180] goes on to the last when it is scrolled, and takes in what comes', async () => {
    const { lines, made, space } = await openLarge()
    await expect.element(lines.first()).toBeVisible()
    space.entries.createFolder(made.folderId, 'Newest')
    const scroller = lines.first().element().closest('.scroll')
    await expect
      .poll(() => {
        scroller?.scrollTo({ top: scroller.scrollHeight })
        return lines.elements().at(-1)?.textContent
      })
      .toContain('Newest')
  })

  it('[UI218] stands where a screen without a scrollbar stands', async () => {
    const { screen, space, workspace, made } = await openLarge()
    const leftOf = async (name: string): Promise<number | undefined> => {
      const heading = screen.getByRole('heading', { name, exact: true })
      await expect.element(heading).toBeVisible()
      return heading.element().getBoundingClientRect().left
    }
    const withBar = await leftOf('Large')
    workspace.navigation.open(space.entries.children(made.folderId)[0]?.id ?? '')
    expect(await leftOf('Thing 0')).toBe(withBar)
  })
})
