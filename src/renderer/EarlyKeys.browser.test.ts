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

it('[UI200] keys for a dialog that is being loaded go nowhere else', async () => {
  const dialogs = new Dialogs()
  const keys = new EarlyKeys(dialogs)
  let loaded = (): void => undefined
  const loading = dialogs.whileLoading(new Promise<void>((resolve) => (loaded = resolve)))
  expect(press(keys, 'x')).toBe(false)
  dialogs.open({ kind: 'quick-open' })
  for (const key of ['G', 'a', 'Shift', 'Enter']) expect(press(keys, key)).toBe(true)
  expect(press(keys, 'Escape')).toBe(true)
  expect(dialogs.current).toBeUndefined()
  dialogs.open({ kind: 'settings' })
  loaded()
  await loading
  expect(press(keys, 'x')).toBe(false)
})

it.each([
  ['Find or create', { kind: 'quick-open' }],
  ['Search in pages', { kind: 'search' }],
  ['Name', { kind: 'new-space' }],
  ['Link', { kind: 'join' }],
] as const)(
  '[UI200] what they write stands in the field "%s", with which the dialog begins',
  async (label, request) => {
    const { state, screen } = await renderSpaceWindow((space) => void space.createPage(space.contentId, 'Garden'))
    const keys = new EarlyKeys(state.dialogs)
    window.addEventListener('focusin', (event) => keys.focusin(event), { once: true })
    let loaded = (): void => undefined
    const loading = state.dialogs.whileLoading(new Promise<void>((resolve) => (loaded = resolve)))
    // As if a key had opened it: what is typed meanwhile comes before it is drawn.
    state.dialogs.open({ kind: 'confirm', title: 'Other', text: '', action: 'Do', run: () => undefined })
    press(keys, 'z')
    state.dialogs.open(request)
    for (const key of ['G', 'a', 'Shift', 'x', 'Backspace', '🌱']) press(keys, key)
    loaded()
    await loading
    const field = screen.getByRole(/Find|Search/.test(label) ? 'combobox' : 'textbox', { name: label, exact: true })
    await expect.element(field).toHaveFocus()
    await expect.element(field).toHaveValue('Ga🌱')
    await userEvent.keyboard('d')
    await expect.element(field).toHaveValue('Ga🌱d')
  },
)
