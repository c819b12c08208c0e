import { expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type * as Y from 'yjs'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'
import { typeElsewhere } from '../../testing/typeElsewhere'

const NAMES = ['Zero', 'One', 'Two', 'Three', 'Four']

async function pageWithAnother() {
  const opened = await openPage((space) =>
    writePage(
      space,
      space.contentId,
      'Page',
      NAMES.map((name) => paragraph(name)),
    ),
  )
  const { space, made, text } = opened
  const paragraphs = (): HTMLElement[] => [...text.element().querySelectorAll<HTMLElement>('p')]
  const elsewhere = (change: (body: Y.XmlFragment) => void) => typeElsewhere(space, made, change)
  return { ...opened, paragraphs, elsewhere }
}

function type(body: Y.XmlFragment, block: number, letters: string): void {
  const element = body.get(block) as Y.XmlElement
  ;(element.get(0) as Y.XmlText).insert(0, letters)
}

it('[UI109] draws what arrives in its blocks above and below the caret, which stays at its letter', async () => {
  const { text, paragraphs, elsewhere, body } = await pageWithAnother()
  await text.getByText('Two').click()
  await userEvent.keyboard('{End}')
  const before = paragraphs()
  await elsewhere((their) => [0, 1, 3, 4].forEach((block) => type(their, block, `${block} `)))
  expect(paragraphs().map((each) => each.textContent)).toEqual(['0 Zero', '1 One', 'Two', '3 Three', '4 Four'])
  expect(paragraphs().every((each, index) => each === before[index])).toBe(true)
  await userEvent.keyboard(' own')
  expect(paragraphs().map((each) => each.textContent)).toEqual(['0 Zero', '1 One', 'Two own', '3 Three', '4 Four'])
  expect(await body()).toContain('<paragraph>0 Zero</paragraph><paragraph>1 One</paragraph><paragraph>Two own<')
})

it('[UI109] keeps the place of the caret in a block that somebody else types in as well', async () => {
  const { text, paragraphs, elsewhere } = await pageWithAnother()
  await text.getByText('Two').click()
  await userEvent.keyboard('{End}')
  await elsewhere((their) => [1, 2].forEach((block) => type(their, block, 'Their ')))
  await userEvent.keyboard('!')
  expect(paragraphs().map((each) => each.textContent)).toEqual(['Zero', 'Their One', 'Their Two!', 'Three', 'Four'])
})

it('[UI109] takes in new and removed blocks, and undoes only what was typed here', async () => {
  const { text, paragraphs, elsewhere } = await pageWithAnother()
  await text.getByText('Two').click()
  await userEvent.keyboard('{End}!')
  await elsewhere((their) => type(their, 3, 'Their '))
  await elsewhere((their) => their.delete(0))
  await elsewhere((their) => type(their, 0, 'Their '))
  const withTheirs = ['Their One', 'Two!', 'Their Three', 'Four']
  expect(paragraphs().map((each) => each.textContent)).toEqual(withTheirs)
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(paragraphs().map((each) => each.textContent)).toEqual(['Their One', 'Two', 'Their Three', 'Four'])
})
