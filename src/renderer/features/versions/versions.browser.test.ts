import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { pageBody, pageJson, replacePageBody } from '../../../apps/page/PageModel'
import type { Arrival } from '../../../core/space/versions/ArrivalTimes'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { openPage } from '../../testing/openPage'
import { fillSampleSpace, paragraph } from '../../testing/sampleSpace'
import { setSyncScene } from '../../testing/syncScenes'

const DAY = 86_400_000

/** A page that said Hello yesterday, Hello world an hour ago, and lost it all since. */
async function openVersions(theme: 'light' | 'dark' = 'light') {
  const home = new FakeHome(5)
  await home.request('settings.set', { theme })
  const opened = await openPage(undefined, home)
  const { screen, space, made, state } = opened
  const treeId = space.entries.get(made)?.treeId ?? ''
  const { tree } = await space.openAppTree(treeId)
  const body = pageBody(tree)
  const first = body?.get(0)
  const write = async (edit: () => void) => {
    body?.doc?.transact(edit, 'elsewhere')
    await state.workspace?.openSpace.flush()
    const packs = []
    for await (const part of state.workspace?.openSpace.journal.loadTree(treeId) ?? []) packs.push(...part)
    return packs.length
  }
  const begun = await write(() => undefined)
  const now = home.environment.now()
  const arrivals: Arrival[] = [{ packs: begun, time: now - DAY }]
  const line = first && 'get' in first ? first.get(0) : undefined
  const text = line && 'insert' in line ? (line as unknown as { insert(at: number, text: string): void }) : undefined
  arrivals.push({ packs: await write(() => text?.insert(5, ' world')), time: now - DAY / 24 })
  arrivals.push({ packs: await write(() => body?.delete(0, 1)), time: now })
  home.answers['versions.times'] = () => arrivals
  state.workspace?.actions.showVersions(made)
  const dialog = screen.getByRole('dialog', { name: 'Earlier versions of “Page”' })
  await expect.element(dialog.getByRole('listbox', { name: 'Versions' })).toBeVisible()
  return { ...opened, home, dialog, shown: dialog.getByRole('region', { name: 'The page at that time' }) }
}

describe('earlier versions', () => {
  it('[EV6] are listed with the newest first, and read by keyboard', async () => {
    const { dialog, shown } = await openVersions()
    const rows = dialog.getByRole('option')
    await expect.element(rows.nth(0)).toMatchTextContent(/^Now about 13 letters removed$/)
    await expect.element(rows.nth(2)).toMatchTextContent(/^Yesterday at .*5 letters written$/)
    expect(rows.elements()).toHaveLength(3)
    await expect.element(dialog.getByRole('listbox')).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(shown).toHaveTextContent('Hello world')
    await userEvent.keyboard('{End}')
    await expect.element(shown).toHaveTextContent('Hello')
  })

  it('[EV7] are restored by an edit that Undo takes back', async () => {
    const { screen, dialog, text, body } = await openVersions()
    await userEvent.keyboard('{ArrowDown}')
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(text).toHaveTextContent('Hello world')
    await expect.element(text).toHaveFocus()
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect.element(text).toHaveTextContent('')
    expect(await body()).not.toContain('Hello')
  })

  it('[EV7] are restored as a step of the page’s own undo', async () => {
    const { dialog, text } = await openVersions()
    await userEvent.keyboard('{End}')
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await expect.element(text).toHaveFocus()
    await expect.element(text).toHaveTextContent('Hello')
    await userEvent.keyboard('{Control>}z{/Control}')
    await expect.element(text).toHaveTextContent('')
  })

  it('[EV7] come back with their pictures, links, embeds and tables', async () => {
    const picture = { type: 'image', attrs: { hash: 'a'.repeat(64), alt: 'A plan', width: 120 } }
    const opened = await openPage((space) => {
      const { showcase } = fillSampleSpace(space)
      return showcase
    })
    const { screen, space, made, text, body, state } = opened
    await space.withAppTree(space.entries.get(made)?.treeId ?? '', ({ tree }) => {
      const json = pageJson(tree)
      replacePageBody(tree, { ...json, content: [...(json.content ?? []), paragraph(picture)] })
    })
    const written = await body()
    const links = space.tree.property(made, 'links')
    expect(written).toContain('a'.repeat(64))
    await text.click()
    await userEvent.keyboard('{Control>}a{/Control}{Delete}')
    await expect.element(text).toHaveTextContent('')
    const emptied = await body()
    await expect.poll(() => space.tree.property(made, 'links')).toEqual([])
    state.workspace?.actions.showVersions(made)
    const dialog = screen.getByRole('dialog')
    await dialog.getByRole('option').nth(1).click()
    await expect.element(dialog.getByRole('img', { name: 'A plan' })).toHaveAttribute('width', '120')
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await expect.poll(body).toBe(written)
    expect(space.tree.property(made, 'links')).toEqual(links)
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(body).toBe(emptied)
    expect(space.tree.property(made, 'links')).toEqual([])
  })

  it('[EV7] leave alone, when taken back, what was written since', async () => {
    const { screen, dialog, text, space, made } = await openVersions()
    await userEvent.keyboard('{End}')
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await expect.element(text).toHaveTextContent('Hello')
    await space.withAppTree(space.entries.get(made)?.treeId ?? '', ({ tree }) =>
      replacePageBody(tree, { type: 'doc', content: [paragraph('Hello'), paragraph('Mine')] }),
    )
    await expect.element(text).toHaveTextContent('HelloMine')
    await screen.getByRole('button', { name: 'Undo' }).click()
    await expect.element(text).toHaveTextContent('Mine')
  })

  it('[EV8] open as a page of their own', async () => {
    const { screen, dialog } = await openVersions()
    await userEvent.keyboard('{End}')
    await dialog.getByRole('button', { name: 'Open as a new page' }).click()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Page (earlier)')
    await expect.element(screen.getByRole('textbox', { name: 'Page text' })).toHaveTextContent('Hello')
  })

  it('[EV8] can be looked at by whoever may only read', async () => {
    const { home, dialog, shown, space } = await openVersions()
    setSyncScene(home, space.id, 'viewer')
    await userEvent.keyboard('{End}')
    await expect.element(shown).toHaveTextContent('Hello')
    await expect.element(dialog.getByRole('button', { name: 'Restore this version' })).toBeDisabled()
  })

  it.each(['light', 'dark'] as const)('[EV6] have no fault axe can find in %s, wide or narrow', async (theme) => {
    const { shown } = await openVersions(theme)
    await userEvent.keyboard('{ArrowDown}')
    await expect.element(shown).toHaveTextContent('Hello world')
    expect(await complaints()).toEqual([])
    await page.viewport(500, 700)
    expect(await complaints()).toEqual([])
  })

  it('[EV6] can be left while they are read, and have the keyboard when they are', async () => {
    const home = new FakeHome(6)
    let answer: (times: readonly Arrival[]) => void = () => undefined
    home.answers['versions.times'] = () => new Promise((resolve) => (answer = resolve))
    const { screen, state, made } = await openPage(undefined, home)
    state.workspace?.actions.showVersions(made)
    await expect.element(screen.getByRole('progressbar', { name: 'Reading what was written' })).toBeVisible()
    await screen.getByRole('button', { name: 'Cancel' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    answer([])
    state.workspace?.actions.showVersions(made)
    await expect.element(screen.getByRole('progressbar')).toBeVisible()
    answer([])
    await expect.element(screen.getByRole('listbox', { name: 'Versions' })).toHaveFocus()
    await expect.element(screen.getByRole('option')).toMatchTextContent(/^Now/)
  })

  it('[EV6] say what is wrong when they cannot be read, and that there are none', async () => {
    const { screen, state, made, home } = await openPage((space) => space.createPage(space.contentId, 'Empty').entryId)
    state.workspace?.actions.showVersions(made)
    await expect.element(screen.getByText('Nothing was written on this page yet.')).toBeVisible()
    await screen.getByRole('button', { name: 'Close' }).first().click()
    home.refuse('versions.times', { code: 'disconnected' })
    state.workspace?.actions.showVersions(made)
    await expect.element(screen.getByRole('alert')).toBeVisible()
  })
})
