import { expect } from 'vitest'
import { pageBody } from '../../apps/page/PageModel'
import type { Space } from '../../core/space/Space'
import type { FakeHome } from './FakeHome'
import { renderSpaceWindow } from './renderWindow'
import { paragraph, writePage } from './sampleSpace'

/** A window in which the page that `fill` has made is open. */
export async function openPage(fill: (space: Space) => string = onePage, home?: FakeHome) {
  const opened = await renderSpaceWindow(fill, home)
  opened.workspace.navigation.open(opened.made)
  const text = opened.screen.getByRole('textbox', { name: 'Page text' })
  await expect.element(text).toBeVisible()
  return { ...opened, text, body: () => bodyOf(opened.space, opened.made) }
}

/** A page with the word Hello. */
export function onePage(space: Space): string {
  return writePage(space, space.contentId, 'Page', [paragraph('Hello')])
}

/** The stored text of a page, as its document holds it. */
async function bodyOf(space: Space, entryId: string): Promise<string> {
  return space.withAppTree(space.entries.get(entryId)?.treeId ?? '', ({ tree }) => pageBody(tree)?.toJSON() ?? '')
}
