import { createRawSnippet } from 'svelte'
import { expect, it } from 'vitest'
import { render } from 'vitest-browser-svelte'
import '../styles/tokens.css'
import '../styles/base.css'
import ListRow from './ListRow.svelte'

it('[UI83] a row keeps its buttons beside its words, and below them where there is no room', async () => {
  const children = createRawSnippet(() => ({ render: () => '<button style="width: 190px">Remove</button>' }))
  const screen = await render(ListRow, { title: 'Laptop', detail: 'last seen today', children })
  const top = (name: string) => screen.getByText(name).element().getBoundingClientRect().top
  const button = screen.getByRole('button', { name: 'Remove' }).element()
  screen.container.style.width = '600px'
  expect(button.getBoundingClientRect().left).toBeGreaterThan(300)
  expect(button.getBoundingClientRect().top).toBeLessThan(top('last seen today'))
  screen.container.style.width = '280px'
  expect(button.getBoundingClientRect().top).toBeGreaterThan(top('last seen today'))
  expect(button.getBoundingClientRect().right).toBeLessThanOrEqual(280 + screen.container.getBoundingClientRect().left)
})
