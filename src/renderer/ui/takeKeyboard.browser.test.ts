import { flushSync } from 'svelte'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { DialogRequest } from '../state/Dialogs.svelte'
import { renderSpaceWindow } from '../testing/renderWindow'

const requests: readonly DialogRequest[] = [
  { kind: 'quick-open' },
  { kind: 'search' },
  { kind: 'settings' },
  { kind: 'shortcuts' },
  { kind: 'new-space' },
  { kind: 'space-look' },
  { kind: 'connect' },
  { kind: 'secrets' },
  { kind: 'confirm', title: 'Sure?', text: 'It is.', action: 'Yes', run: () => undefined },
]

/** A window whose dialogs are loaded, and in which something has the keyboard. */
async function openWindow() {
  const opened = await renderSpaceWindow((space) => space.createPage(space.contentId, 'Page').entryId)
  const { screen, state } = opened
  state.dialogs.open({ kind: 'shortcuts' })
  await expect.element(screen.getByRole('dialog')).toBeVisible()
  state.dialogs.open({ kind: 'quick-open' })
  await expect.element(screen.getByRole('combobox', { name: 'Find or create' })).toHaveFocus()
  state.dialogs.close()
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  await screen.getByRole('treeitem', { name: 'Page' }).click()
  return opened
}

const focusedIn = (selector: string): boolean => document.activeElement?.closest(selector) !== null

describe('the keyboard', () => {
  it.each(requests)(
    '[UI200] goes to the dialog "$kind" in the task that opens it, and back where it was',
    async (request) => {
      const { screen, state } = await openWindow()
      const row = screen.getByRole('treeitem', { name: 'Page' })
      ;(row.element() as HTMLElement).focus()
      flushSync(() => state.dialogs.open(request))
      expect(focusedIn('[role=dialog]')).toBe(true)
      await userEvent.keyboard('{Escape}')
      await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
      await expect.element(row).toHaveFocus()
    },
  )

  it('[UI200] goes to a menu and to what pops up in the task that opens them', async () => {
    const { screen } = await openWindow()
    const create = screen.getByRole('button', { name: 'New…' })
    await expect.element(create).toBeVisible()
    pressed(create.element(), 'Enter')
    expect(focusedIn('[role=menu]')).toBe(true)
    await userEvent.keyboard('{ArrowDown}{Escape}')
    await expect.element(create).toHaveFocus()
    const icon = screen.getByRole('button', { name: 'Add icon' })
    await expect.element(icon).toBeVisible()
    ;(icon.element() as HTMLElement).focus()
    flushSync(() => (icon.element() as HTMLElement).click())
    expect(focusedIn('[role=dialog]')).toBe(true)
    await userEvent.keyboard('{Escape}')
    await expect.element(icon).toHaveFocus()
  })

  it('[UI200] goes to the menu of a row in the task that opens it', async () => {
    const { screen } = await openWindow()
    const row = screen.getByRole('treeitem', { name: 'Page' })
    ;(row.element() as HTMLElement).focus()
    flushSync(() => row.element().dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true })))
    expect(focusedIn('[role=menu]')).toBe(true)
  })
})

function pressed(element: Element, key: string): void {
  ;(element as HTMLElement).focus()
  flushSync(() => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
}
