import { createRawSnippet } from 'svelte'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../styles/tokens.css'
import '../styles/base.css'
import { complaints } from '../testing/complaints'
import FormDialog from './FormDialog.svelte'

const children = createRawSnippet(() => ({
  render: () =>
    '<div><input aria-label="Name" /><button type="button" role="radio" aria-checked="true">Server</button></div>',
}))

async function opened(given: { isBusy?: boolean; isHeld?: boolean; canSubmit?: boolean } = {}) {
  const done: string[] = []
  const props = { title: 'A form', action: 'Do it', isBusy: false, children, ...given }
  const onSubmit = () => done.push('submit')
  const onClose = () => done.push('close')
  const screen = await render(FormDialog, { ...props, onSubmit, onClose })
  const name = screen.getByRole('textbox', { name: 'Name' })
  await expect.element(name).toHaveFocus()
  return { screen, done, name }
}

describe('a dialog with a form', () => {
  it('[UI121] is submitted by Enter and by its button, and closed by the other', async () => {
    const { screen, done } = await opened()
    await userEvent.keyboard('{Enter}')
    await screen.getByRole('button', { name: 'Do it' }).click()
    await screen.getByRole('button', { name: 'Cancel' }).click()
    expect(done).toEqual(['submit', 'submit', 'close'])
    expect(await complaints()).toEqual([])
  })

  it('[UI121] is submitted by Enter on a choice too', async () => {
    const { screen, done } = await opened()
    const choice = screen.getByRole('radio', { name: 'Server' })
    choice.element().addEventListener('keydown', (event) => event.preventDefault())
    await userEvent.keyboard('{Tab}')
    await expect.element(choice).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    expect(done).toEqual(['submit'])
  })

  it.each([{ isBusy: true }, { canSubmit: false }])('[UI121] is not submitted while %j', async (given) => {
    const { screen, done } = await opened(given)
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('button', { name: 'Do it' })).toBeDisabled()
    await userEvent.keyboard('{Escape}')
    expect(done).toEqual(['close'])
  })

  it('[UI121] is not left before an end where it must come to one', async () => {
    const { screen, done } = await opened({ isBusy: true, isHeld: true })
    await userEvent.keyboard('{Escape}')
    await expect.element(screen.getByRole('button', { name: 'Cancel' })).toBeDisabled()
    await expect.element(screen.getByRole('button', { name: 'Close' })).not.toBeInTheDocument()
    expect(done).toEqual([])
  })
})
