import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { FakeHome } from '../../testing/FakeHome'
import { renderSpaceWindow } from '../../testing/renderWindow'

const API_KEY = { key: 'API_KEY', version: 2, value: 'sk-123' }
const TOKEN = { key: 'Token', version: 1, value: 'abc' }

async function opened(home = new FakeHome(7)) {
  const shown = await renderSpaceWindow((space) => home.keeping.secrets.set(space.id, [TOKEN, API_KEY]), home)
  shown.state.dialogs.open({ kind: 'secrets' })
  const dialog = shown.screen.getByRole('dialog', { name: 'Secrets of Test' })
  await expect.element(dialog).toBeVisible()
  const button = (name: string) => dialog.getByRole('button', { name, exact: true })
  const stored = () =>
    Object.fromEntries((home.keeping.secrets.get(shown.space.id) ?? []).map(({ key, value }) => [key, value]))
  return { ...shown, home, dialog, button, stored }
}

describe('the secrets of a space', () => {
  it('[UI99] are listed by name and hidden until one asks for them', async () => {
    const { dialog, button } = await opened()
    await expect.element(dialog.getByText('API_KEY', { exact: true })).toBeVisible()
    await expect.element(dialog).not.toMatchTextContent(API_KEY.value)
    await button('Show API_KEY').click()
    await expect.element(dialog.getByText(API_KEY.value)).toBeVisible()
    await expect.element(dialog).not.toMatchTextContent(TOKEN.value)
    await button('Hide API_KEY').click()
    await expect.element(dialog).not.toMatchTextContent(API_KEY.value)
  })

  it('[UI99] are added, once under each name', async () => {
    const { dialog, button, stored } = await opened()
    await button('Add a secret').click()
    await expect.element(dialog.getByRole('textbox', { name: 'Name' })).toHaveFocus()
    await userEvent.keyboard('API_KEY')
    await dialog.getByRole('textbox', { name: 'Value' }).fill('other')
    await button('Save').click()
    await expect.element(dialog.getByText(/There is one of this name/)).toBeVisible()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Webhook')
    await button('Save').click()
    await expect.element(button('Show Webhook')).toBeVisible()
    await expect.element(button('Add a secret')).toHaveFocus()
    expect(stored()).toEqual({ API_KEY: 'sk-123', Token: 'abc', Webhook: 'other' })
  })

  it('[UI99] are changed; Escape leaves them as they are, and the dialog open', async () => {
    const { dialog, button, stored } = await opened()
    await button('Change Token').click()
    await userEvent.keyboard('x{Escape}')
    await expect.element(button('Change Token')).toHaveFocus()
    expect(stored()['Token']).toBe('abc')
    await userEvent.keyboard('{Enter}')
    await dialog.getByRole('textbox', { name: 'Value' }).fill('line one\nline two')
    await button('Save').click()
    await expect.element(button('Change Token')).toBeVisible()
    expect(stored()['Token']).toBe('line one\nline two')
  })

  it('[UI99] that were deleted come back by Undo', async () => {
    const { dialog, button, stored } = await opened()
    await button('Delete Token').click()
    await expect.element(dialog.getByText('Deleted "Token".')).toBeVisible()
    expect(stored()).toEqual({ API_KEY: 'sk-123' })
    await expect.element(button('Undo')).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(button('Show Token')).toBeVisible()
    expect(stored()['Token']).toBe('abc')
    await expect.element(button('Show Token')).toHaveFocus()
  })

  it('[UI222] are saved by Enter; a line begins with Shift, and a long value keeps to its place', async () => {
    const { dialog, button, stored } = await opened()
    await expect.element(button('Add a secret')).toHaveFocus()
    await userEvent.keyboard('{Enter}Webhook{Tab}one{Shift>}{Enter}{/Shift}two{Enter}')
    await expect.element(button('Add a secret')).toHaveFocus()
    expect(stored()['Webhook']).toBe('one\ntwo')
    await button('Change Webhook').click()
    await dialog.getByRole('textbox', { name: 'Value' }).fill('x'.repeat(8000))
    await userEvent.keyboard('{Enter}')
    await button('Show Webhook').click()
    const value = dialog.getByRole('group', { name: 'Value of Webhook' })
    await expect.poll(() => value.element().clientHeight).toBeLessThan(200)
    expect(value.element().textContent).toHaveLength(8000)
  })

  it('[UI298] that are half typed are kept by a click beside the dialog, which closes it otherwise', async () => {
    const { dialog, button } = await opened()
    await button('Add a secret').click()
    await userEvent.keyboard('Half')
    await userEvent.click(document.querySelector('.dialog-scrim') as Element, { position: { x: 5, y: 5 } })
    await expect.element(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('Half')
    await button('Cancel').click()
    await userEvent.click(document.querySelector('.dialog-scrim') as Element, { position: { x: 5, y: 5 } })
    await expect.element(dialog).not.toBeInTheDocument()
  })

  it('[UI100] are, without a key store, said to be gone with Grove, and a passphrase is offered', async () => {
    const home = new FakeHome(7)
    home.keeping.setKeys({ kind: 'memory', isLocked: false })
    const { dialog, button, screen } = await opened(home)
    await expect.element(dialog).toMatchTextContent('gone from this machine when Grove closes')
    await button('Set a passphrase…').click()
    await expect.element(screen.getByRole('dialog', { name: 'Set a passphrase' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(dialog).toBeVisible()
  })

  it('[UI100] can be read where the space is not encrypted, and that is said', async () => {
    const { dialog, home, space } = await opened()
    await expect.element(dialog).not.toMatchTextContent('can be read there')
    home.sync.set(space.id, [{}, { place: 'http://box:4720', layerId: 'server:box', isEncrypted: false }])
    await expect.element(dialog.getByText(/not encrypted on box:4720, so its secrets can be read there/)).toBeVisible()
  })

  it('[UI100] are, while the keys are locked, not shown, and can be unlocked', async () => {
    const home = new FakeHome(7)
    home.keeping.passphrase = 'open sesame'
    home.keeping.setKeys({ kind: 'passphrase', isLocked: true })
    const { dialog, button, screen } = await opened(home)
    await expect.element(dialog).toMatchTextContent('The secrets on this machine are locked.')
    await expect.element(dialog).not.toMatchTextContent('API_KEY')
    await button('Enter passphrase…').click()
    await screen.getByLabelText('Passphrase').fill('open sesame')
    await userEvent.keyboard('{Enter}')
    await expect.element(button('Show API_KEY')).toBeVisible()
  })
})
