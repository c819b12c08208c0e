import { createRawSnippet } from 'svelte'
import { describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-svelte'
import '../styles/tokens.css'
import '../styles/base.css'
import { complaints } from '../testing/complaints'
import Field from './Field.svelte'
import SelectField from './SelectField.svelte'
import TextField from './TextField.svelte'
import WordsField from './WordsField.svelte'

describe('a field', () => {
  it('[UI120] is called by its label, also where nobody sees it', async () => {
    const options = [{ value: 'a', label: 'A' }]
    const text = await render(TextField, { label: 'Name', value: 'Ada', bare: true })
    const select = await render(SelectField<string>, { label: 'Role', value: 'a', options, onChange: () => undefined })
    await expect.element(text.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada')
    await expect.element(text.getByText('Name')).toHaveClass('visually-hidden')
    await expect.element(select.getByRole('combobox', { name: 'Role' })).toHaveValue('a')
    expect(await complaints()).toEqual([])
  })

  it('[UI120] has its hint as its description, and its error in place of it', async () => {
    const screen = await render(TextField, { label: 'Name', value: '', hint: 'As others know you.' })
    const field = screen.getByRole('textbox', { name: 'Name' })
    await expect.element(field).toHaveAccessibleDescription('As others know you.')
    await expect.element(field).not.toHaveAttribute('aria-invalid')
    await screen.rerender({ error: 'Somebody has this name.' })
    await expect.element(field).toHaveAccessibleDescription('Somebody has this name.')
    await expect.element(field).toHaveAttribute('aria-invalid', 'true')
    expect(await complaints()).toEqual([])
  })

  it('[UI120] has no description where there is nothing to say', async () => {
    const children = createRawSnippet<[{ id: string; 'aria-describedby': string | undefined }]>((attributes) => ({
      render: () => `<input id="${attributes().id}" data-described="${String(attributes()['aria-describedby'])}" />`,
    }))
    const screen = await render(Field, { label: 'Bare', children })
    await expect.element(screen.getByLabelText('Bare')).toHaveAttribute('data-described', 'undefined')
  })

  it('[UI120] speaks what is wrong with the words of a kit, and counts them until then', async () => {
    const screen = await render(WordsField, { value: 'one two three' })
    const field = screen.getByRole('textbox', { name: 'Words of the recovery kit' })
    await expect.element(field).toHaveAccessibleDescription('3 words of 24')
    await expect.element(screen.getByRole('alert')).not.toBeInTheDocument()
    await screen.rerender({ error: 'The last word does not fit.' })
    await expect.element(screen.getByRole('alert')).toHaveTextContent('The last word does not fit.')
  })
})
