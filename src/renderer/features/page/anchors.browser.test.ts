import type { JSONContent } from '@tiptap/core'
import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { Space } from '../../../core/space/Space'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'

function heading(level: number, text: string): JSONContent {
  return { type: 'heading', attrs: { level }, content: [{ type: 'text', text }] }
}

function link(entryId: string | null, target: string): JSONContent {
  const anchor = target.slice(target.indexOf('#') + 1)
  return { type: 'pageLink', attrs: { entryId, target, anchor } }
}

const filler = Array.from({ length: 40 }, (_, index) => paragraph(`Line ${index}`))

/** Two long pages: `From` with links at its top, and `To` with the same heading under two others. */
function twoPages(space: Space): string {
  const to = writePage(space, space.contentId, 'To', [
    ...[heading(1, 'Spring'), heading(2, 'Tools & seeds'), ...filler],
    ...[heading(1, 'Autumn'), heading(2, 'Tools & seeds'), ...filler],
    paragraph('A block to find ', { type: 'blockAnchor', attrs: { id: 'here' } }),
    ...filler,
  ])
  const markdownLink = { type: 'link', attrs: { href: 'To.md#Autumn', entryId: to } }
  return writePage(space, space.contentId, 'From', [
    paragraph(link(to, 'To#Tools seeds'), ' ', link(to, 'To#Autumn#Tools seeds'), ' ', link(to, 'To#^HERE')),
    paragraph(link(null, '#The end'), ' ', link(to, 'To#No such'), ' ', link(null, 'Nowhere#Part')),
    paragraph({ type: 'text', text: 'by Markdown', marks: [markdownLink] }),
    ...filler,
    heading(2, 'The end'),
    ...filler,
  ])
}

/** What is lit up now, if it is in view. */
function arrivedAt(): string | undefined {
  const lit = document.getAnimations().find((animation) => animation.id === 'arrived')
  const target = lit?.effect instanceof KeyframeEffect ? lit.effect.target : null
  const scroller = document.querySelector('[data-page-scroll]')
  if (!target || !scroller) return undefined
  const top = target.getBoundingClientRect().top - scroller.getBoundingClientRect().top
  return top >= 0 && top < 200 ? target.textContent : `not in view: ${top}`
}

describe('links to a heading or block', () => {
  it('[UI23] lead to the heading, to the one below another, and to the block', async () => {
    const { text, workspace } = await openPage(twoPages)
    await text.getByRole('button', { name: 'To › Tools seeds', exact: true }).click()
    await expect.poll(arrivedAt).toBe('Tools & seeds')
    expect(text.element().closest('[data-page-scroll]')?.scrollTop).toBeLessThan(300)
    workspace.navigation.back()
    await text.getByRole('button', { name: 'To › Autumn › Tools seeds' }).click()
    await expect.poll(arrivedAt).toBe('Tools & seeds')
    expect(text.element().closest('[data-page-scroll]')?.scrollTop).toBeGreaterThan(800)
    workspace.navigation.back()
    await text.getByRole('button', { name: 'To', exact: true }).click()
    await expect.poll(arrivedAt).toMatch(/^A block to find/)
    workspace.navigation.back()
    await text.getByText('by Markdown').click()
    await expect.poll(arrivedAt).toBe('Autumn')
  })

  it('[UI23] stand within the page under the name of the heading, and Back leads to where one was', async () => {
    const { text, screen, workspace, made } = await openPage(twoPages)
    await text.getByRole('button', { name: 'The end' }).click()
    await expect.poll(arrivedAt).toBe('The end')
    expect(workspace.navigation.entryId).toBe(made)
    await screen.getByRole('button', { name: 'Back' }).click()
    const scroller = text.element().closest('[data-page-scroll]')
    await expect.poll(() => scroller?.scrollTop).toBe(0)
    expect(workspace.navigation.place).toEqual({ kind: 'entry', id: made })
    await screen.getByRole('button', { name: 'Forward' }).click()
    await expect.poll(() => scroller?.scrollTop).toBeGreaterThan(800)
  })

  it('[UI23] say when the heading is gone, or the page', async () => {
    const { text, screen } = await openPage(twoPages)
    await expect.element(text.getByRole('button', { name: 'Nowhere › Part, missing page' })).toBeVisible()
    await text.getByRole('button', { name: 'To › No such' }).click()
    await expect.element(screen.getByText('The page has no such heading or block any more.')).toBeVisible()
  })

  it('[UI23] are written by hand, with the page found by its name', async () => {
    const { text, body, space } = await openPage((made) => {
      made.createPage(made.contentId, 'Garden')
      return writePage(made, made.contentId, 'Page', [paragraph('See '), heading(2, 'Below')])
    })
    const garden = space.entries.children(space.contentId)[0]
    await text.getByText('See').click()
    await userEvent.keyboard('{End}[[[[garden#Beds]]')
    await expect.element(text.getByRole('button', { name: 'Garden › Beds' })).toBeVisible()
    await userEvent.keyboard('[[[[#Below]]')
    await text.getByRole('button', { name: 'Below', exact: true }).click()
    await expect.poll(arrivedAt).toBe('Below')
    const stored = await body()
    expect(stored).toContain(`entryId="${garden?.id ?? ''}"`)
    expect(stored).toContain('target="garden#Beds"')
  })
})

describe('an embedded page', () => {
  /** What of it is drawn, in a page that embeds this of it. */
  async function embedded(target: string) {
    const hash = 'ab'.repeat(32)
    const anchor = target.includes('#') ? target.slice(target.indexOf('#') + 1) : null
    const { screen } = await openPage((space) => {
      const to = writePage(space, space.contentId, 'To', [
        paragraph('Before'),
        ...[heading(1, 'Spring'), paragraph('Sow ', { type: 'blockAnchor', attrs: { id: 'here' } })],
        paragraph({ type: 'image', attrs: { hash, alt: 'Seeds' } }),
        paragraph({ type: 'image', attrs: { src: 'https://example.org/spy.png', alt: 'On the web' } }),
        ...[heading(2, 'Tools'), paragraph('Spade'), heading(1, 'Autumn'), paragraph('Rake')],
      ])
      return writePage(space, space.contentId, 'From', [
        { type: 'pageEmbed', attrs: { entryId: to, target, anchor } },
        paragraph('After'),
      ])
    })
    const preview = screen.getByRole('region', { name: 'Embedded page' })
    await expect.poll(() => preview.element().querySelector('.preview')?.children.length).toBeGreaterThan(0)
    return preview.element().querySelector<HTMLElement>('.preview')!
  }

  it.each([
    ['To', /^Before Spring Sow On the web Tools Spade Autumn Rake$/],
    ['To#Spring', /^Spring Sow On the web Tools Spade$/],
    ['To#Spring#Tools', /^Tools Spade$/],
    ['To#^here', /^Sow$/],
    ['To#Winter', /^Before Spring/],
  ])('[UI211] shows of %s what its anchor means, without the anchors', async (target, text) => {
    const preview = await embedded(target)
    expect(preview.innerText.replace(/\s+/g, ' ').trim()).toMatch(text)
  })

  it('[UI211] shows stored pictures, and asks nobody for those on the web', async () => {
    const preview = await embedded('To')
    const pictures = [...preview.querySelectorAll('img')]
    expect(pictures.map(({ src }) => src)).toEqual([expect.stringContaining('ab'.repeat(32))])
  })
})
