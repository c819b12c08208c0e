import { expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { EarlyKeys } from './EarlyKeys'
import { Dialogs } from './state/Dialogs.svelte'
import { renderSpaceWindow } from './testing/renderWindow'

/** True when it goes no further. */
function press(keys: EarlyKeys, key: string): boolean {
  const event = new KeyboardEvent('keydown', { key, cancelable: true })
  keys.keydown(event)
  return event.defaultPrevented
}

it('[UI200] keys for a dialog that is being loaded go nowhere else, and letters to quick open', async () => {
  const dialogs = new Dialogs()
  const keys = new EarlyKeys(dialogs)
  let loaded = (): void => undefined
  const loading = dialogs.whileLoading(new Promise<void>((resolve) => (loaded = resolve)))
  expect(press(keys, 'x')).toBe(false)
  dialogs.open({ kind: 'quick-open' })
  for (const key of ['G', 'a', 'Shift', '🌱', 'Enter']) expect(press(keys, key)).toBe(true)
  expect(dialogs.current).toEqual({ kind: 'quick-open', text: 'Ga🌱' })
  dialogs.open({ kind: 'settings' })
  expect(press(keys, 'x')).toBe(true)
  expect(press(keys, 'Escape')).toBe(true)
  expect(dialogs.current).toBeUndefined()
  dialogs.open({ kind: 'settings' })
  loaded()
  await loading
  expect(press(keys, 'x')).toBe(false)
})

it('[UI200] quick open begins with what was typed for it', async () => {
  const { screen, state } = await renderSpaceWindow((space) => void space.createPage(space.contentId, 'Garden'))
  state.dialogs.open({ kind: 'quick-open', text: 'Gar' })
  const field = screen.getByRole('combobox', { name: 'Find or create' })
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('d')
  await expect.element(field).toHaveValue('Gard')
  await expect.element(screen.getByRole('option', { name: 'Garden', exact: true })).toBeVisible()
})
