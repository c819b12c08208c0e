import { createRawSnippet } from 'svelte'
import { expect, it } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { AppError } from '../../core/AppError'
import Asked from './Asked.svelte'

const children = createRawSnippet<[string]>((answer) => ({ render: () => `<p>The answer is ${answer()}.</p>` }))

it('[UI122] what is asked for says that it is looking, why it failed, and is asked for again', async () => {
  const asked: { answer: (value: string) => void; fail: (error: AppError) => void }[] = []
  const ask = () => new Promise<string>((answer, fail) => asked.push({ answer, fail }))
  const screen = await render(Asked<string>, { ask, children })
  await expect.element(screen.getByText('Looking…')).toBeVisible()
  asked[0]?.fail(new AppError({ code: 'server-unreachable', server: 'grove.example.org', reason: 'no answer' }))
  await expect.element(screen.getByRole('alert').getByText(/grove.example.org does not answer/)).toBeVisible()
  await screen.getByRole('button', { name: 'Try again' }).click()
  await expect.element(screen.getByText('Looking…')).toBeVisible()
  asked[1]?.answer('42')
  await expect.element(screen.getByText('The answer is 42.')).toBeVisible()
  expect(asked).toHaveLength(2)
})
