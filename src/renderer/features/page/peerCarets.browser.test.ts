import { describe, expect, it, onTestFinished } from 'vitest'
import { userEvent } from 'vitest/browser'
import * as Y from 'yjs'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import { SELF } from '../../../core/space/origins'
import { decodePresence } from '../../state/PresenceState'
import { FakePerson } from '../../testing/FakePerson'
import { openPage } from '../../testing/openPage'
import { paragraph, writePage } from '../../testing/sampleSpace'

async function pageWithBen() {
  const opened = await openPage((space) =>
    writePage(space, space.contentId, 'Page', [paragraph('Hello everyone'), paragraph('Second line')]),
  )
  const { presence } = opened.workspace.openSpace
  const ben = new FakePerson(presence, 'Ben', 1)
  onTestFinished(() => ben.leave())
  const carets = () => [...opened.text.element().querySelectorAll<HTMLElement>('.peer-caret')]
  const put = (block: number, at: number, to?: number) => ben.putCaret(opened.space, opened.made, block, at, to)
  return { ...opened, presence, ben, carets, put }
}

/** The text before a caret in its block. */
function textBefore(caret: HTMLElement): string {
  const range = document.createRange()
  range.setStart(caret.closest('p')!, 0)
  range.setEndBefore(caret)
  return range.toString()
}

/** What an update tells of carets, as another window would read it. */
function caretsIn(update: Uint8Array | null | undefined): unknown[] {
  const awareness = new Awareness(new Y.Doc())
  if (update) applyAwarenessUpdate(awareness, update, 'test')
  const states = [...awareness.getStates().values()]
  awareness.destroy()
  return states.flatMap((state) => (state['cursor'] as unknown) ?? [])
}

describe('carets of others', () => {
  it('[UI94] stand where they are, with name and colour, move, and go with their person', async () => {
    const { carets, put, ben, text, body } = await pageWithBen()
    const before = await body()
    await put(0, 5)
    await expect.poll(() => carets().map(textBefore)).toEqual(['Hello'])
    const [caret] = carets()
    expect(caret?.querySelector<HTMLElement>('.peer-flag')?.dataset['name']).toBe('Ben')
    expect(caret?.dataset['peer']).toBe('violet')
    await put(1, 6)
    await expect.poll(() => carets().map(textBefore)).toEqual(['Second'])
    expect(text.element().textContent).toBe('Hello everyoneSecond line')
    expect(await body()).toBe(before)
    ben.leave()
    await expect.poll(carets).toEqual([])
  })

  it('[UI94] stay at their word while one writes before them', async () => {
    const { carets, put, text } = await pageWithBen()
    await put(0, 5)
    await expect.poll(() => carets().map(textBefore)).toEqual(['Hello'])
    await text.getByText('Hello everyone').click({ position: { x: 1, y: 5 } })
    await userEvent.keyboard('{Home}Oh. ')
    await expect.poll(() => carets().map(textBefore)).toEqual(['Oh. Hello'])
  })

  it('[UI94] colour what is selected', async () => {
    const { put, text } = await pageWithBen()
    await put(0, 0, 5)
    await expect.poll(() => text.element().querySelector('.peer-selection')?.textContent).toBe('Hello')
  })

  it('[UI94] show their name again when they move', async () => {
    const { carets, put } = await pageWithBen()
    await put(0, 5)
    await expect.poll(() => carets().length).toBe(1)
    const animation = () => carets()[0]?.querySelector('.peer-flag')?.getAnimations()[0]
    animation()?.finish()
    expect(getComputedStyle(carets()[0]!.firstElementChild!).visibility).toBe('hidden')
    await put(0, 6)
    await expect.poll(() => carets().map(textBefore)).toEqual(['Hello '])
    await expect.poll(() => getComputedStyle(carets()[0]!.firstElementChild!).visibility).toBe('visible')
  })

  it('[UI95] of another page, or of one who looks away, are not shown', async () => {
    const { carets, put, ben } = await pageWithBen()
    await put(0, 5)
    await expect.poll(() => carets().length).toBe(1)
    ben.show({})
    await expect.poll(() => carets().length).toBe(0)
  })

  it('[UI95] that are no positions are left out, and writing goes on', async () => {
    const { carets, ben, text, space, made } = await pageWithBen()
    for (const cursor of [7, { anchor: 1, head: 'x' }, { anchor: { item: { client: -1, clock: 0.5 } }, head: {} }]) {
      ben.say({ cursor })
      ben.show({ entryId: made, treeId: space.entries.get(made)?.treeId ?? '' })
    }
    await text.getByText('Second line').click()
    await userEvent.keyboard('{End}!')
    await expect.element(text.getByText('Second line!')).toBeVisible()
    expect(carets()).toEqual([])
  })

  it('[UI96] are told one’s own, and nothing after the page is left', async () => {
    const { text, presence, workspace, body } = await pageWithBen()
    const own = () =>
      decodePresence(presence.current().find(({ origin }) => origin === SELF)?.state ?? new Uint8Array())
    const before = await body()
    await text.getByText('Hello everyone').click()
    await expect.poll(() => caretsIn(own()?.awareness)).toMatchObject([{ anchor: { type: {} }, head: { type: {} } }])
    expect(await body()).toBe(before)
    workspace.navigation.goHome()
    await expect.poll(() => own()).toMatchObject({ entryId: null, treeId: null, awareness: null })
  })
})
