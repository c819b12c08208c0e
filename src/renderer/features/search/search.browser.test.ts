import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { RequestOf } from '../../../bridge/contract'
import { AppError } from '../../../core/AppError'
import { markTerms } from '../../../core/search/MarkedText'
import { parseSearch } from '../../../core/search/parseSearch'
import type { SearchAnswer, SearchHit } from '../../../core/search/SearchIndex'
import type { Space } from '../../../core/space/Space'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { paragraph, writePage } from '../../testing/sampleSpace'

type Question = RequestOf<'search.find'>

const nothing: SearchAnswer = { hits: [], count: 0, isMore: false, progress: null, problems: [] }

function hit(spaceId: string, entryId: string, title: string, line: string, query: string, path = ''): SearchHit {
  const terms = parseSearch(query)
  return {
    ...{ spaceId, entryId, treeId: 't', appId: 'page', icon: null, path, passage: line },
    title: markTerms(title, terms),
    snippet: markTerms(line, terms),
  }
}

/** A window whose home answers as `find` says. */
async function openWith(
  fill: (space: Space) => string,
  find: (question: Question) => SearchAnswer | Promise<SearchAnswer>,
) {
  const opened = await renderSpaceWindow(fill, new FakeHome(1, { 'search.find': find }))
  await userEvent.keyboard('{Control>}{Shift>}f{/Shift}{/Control}')
  const field = opened.screen.getByRole('combobox', { name: 'Search in pages' })
  await expect.element(field).toHaveFocus()
  return { ...opened, field }
}

const filler = Array.from({ length: 60 }, (_, index) => paragraph(`Line ${index}`))

function longPage(space: Space): string {
  writePage(space, space.contentId, 'Another', [paragraph('a walrus')])
  return writePage(space, space.contentId, 'Sea', [...filler, paragraph('Here the old walrus sleeps.'), ...filler])
}

const marked = () => document.querySelector('.found-words')?.textContent

describe('searching in pages', () => {
  it('[SE17] shows title, place and line with the words marked, and opens the page at the words', async () => {
    const made: { id?: string } = {}
    const { screen, workspace, field } = await openWith(
      (space) => (made.id = longPage(space)),
      ({ spaceId, text }) => {
        if (!text) return nothing
        const first = hit(spaceId ?? '', made.id ?? '', 'Sea', 'Here the old walrus sleeps.', text, 'Animals')
        return { ...nothing, hits: [first], count: 1 }
      },
    )
    await field.fill('walr')
    const option = screen.getByRole('option', { name: /Sea/ })
    await expect.element(option.getByText('Animals')).toBeVisible()
    expect([...option.element().querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['walrus'])
    await expect.element(screen.getByRole('status').filter({ hasText: '1 page found.' })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => workspace.navigation.entryId).toBe(made.id)
    await expect.poll(marked).toBe('walrus')
    const scroller = document.querySelector('[data-page-scroll]')
    expect(scroller?.scrollTop).toBeGreaterThan(300)
    await expect.element(screen.getByRole('toolbar', { name: 'Text style' })).not.toBeInTheDocument()
    await expect.element(field).not.toBeInTheDocument()
  })

  it('[UI215] goes on writing behind the words it has found, and takes nothing of them away', async () => {
    const made: { id?: string } = {}
    const { screen, field } = await openWith(
      (space) => (made.id = longPage(space)),
      ({ spaceId, text }) => {
        if (!text) return nothing
        return { ...nothing, hits: [hit(spaceId ?? '', made.id ?? '', 'Sea', 'Here the old walrus sleeps.', text)] }
      },
    )
    await field.fill('walr')
    await expect.element(screen.getByRole('option', { name: /Sea/ })).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await expect.poll(marked).toBe('walrus')
    await userEvent.keyboard('es')
    await expect.element(screen.getByText('Here the old walruses sleeps.')).toBeInTheDocument()
    expect(marked()).toBeUndefined()
  })

  it('[SE17] goes through what was found by the keyboard', async () => {
    const ids: string[] = []
    const { screen, workspace, field } = await openWith(
      (space) => {
        for (const name of ['One', 'Two', 'Three']) ids.push(writePage(space, space.contentId, name, [paragraph(name)]))
        return ''
      },
      ({ spaceId, text }) => {
        const hits = ids.map((id, index) => hit(spaceId ?? '', id, `Page ${index}`, 'some line', text))
        return text ? { ...nothing, hits, count: 3 } : nothing
      },
    )
    await field.fill('some')
    await expect.element(screen.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
    await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}')
    await expect.element(screen.getByRole('option').last()).toHaveAttribute('aria-selected', 'true')
    expect(field.element().getAttribute('aria-activedescendant')).toBe(screen.getByRole('option').last().element().id)
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => workspace.navigation.entryId).toBe(ids[2])
  })

  it('[SE18] asks one question at a time, and the one typed last next', async () => {
    const asked: Question[] = []
    const waiting: ((answer: SearchAnswer) => void)[] = []
    const { field, screen } = await openWith(
      () => '',
      (question) => {
        asked.push(question)
        return new Promise((resolve) => waiting.push(resolve))
      },
    )
    for (const text of ['w', 'wa', 'wal']) await field.fill(text)
    expect(asked.map(({ text }) => text)).toEqual([''])
    waiting[0]?.(nothing)
    await expect.poll(() => asked.map(({ text }) => text)).toEqual(['', 'wal'])
    waiting[1]?.(nothing)
    await expect.element(screen.getByText('No page has all of these words.')).toBeVisible()
  })

  it('[SE24] takes Enter for what was typed, when that is answered, unless one goes on typing', async () => {
    const ids: string[] = []
    const answer: { now?: () => void } = {}
    const { screen, workspace, field } = await openWith(
      (space) => {
        for (const name of ['Walnut', 'Walrus']) ids.push(writePage(space, space.contentId, name, [paragraph(name)]))
        return ''
      },
      ({ spaceId, text }) => {
        const [walnut, walrus] = ids
        const found: SearchAnswer = {
          ...nothing,
          hits: [
            hit(
              spaceId ?? '',
              (text === 'wal' ? walnut : walrus) ?? '',
              text === 'wal' ? 'Walnut' : 'Walrus',
              '',
              text,
            ),
          ],
          count: 1,
        }
        if (text === 'wal' || text === '') return found
        return new Promise((resolve) => (answer.now = () => resolve(found)))
      },
    )
    await field.fill('wal')
    await expect.element(screen.getByRole('option', { name: /Walnut/ })).toBeVisible()
    await userEvent.keyboard('r{Enter}u')
    await expect.poll(() => answer.now).toBeDefined()
    answer.now?.()
    await expect.element(screen.getByRole('option', { name: /Walrus/ })).toBeVisible()
    await expect.element(field).toHaveFocus()
    await userEvent.keyboard('s{Enter}')
    const isAnswered = (): boolean => {
      answer.now?.()
      return workspace.navigation.entryId === ids[1]
    }
    await expect.poll(isAnswered).toBe(true)
    await expect.element(field).not.toBeInTheDocument()
  })

  it('[SE18] says how much is read, and asks again when there is more', async () => {
    let progress: SearchAnswer['progress'] = { done: 1200, total: 10_000 }
    const { home, field, screen, workspace } = await openWith(
      () => '',
      () => ({ ...nothing, progress }),
    )
    await field.fill('walrus')
    await expect.element(screen.getByText('Still reading: 1,200 of 10,000 pages. More may be found.')).toBeVisible()
    await expect.element(screen.getByText('Nothing found so far.')).toBeVisible()
    progress = null
    home.emit('search.progress', { spaceId: workspace.id, progress: null })
    await expect.element(screen.getByText('No page has all of these words.')).toBeVisible()
    await expect.element(screen.getByRole('progressbar')).not.toBeInTheDocument()
  })

  it('[SE18] searches all spaces, tells the space of each hit, and opens it there', async () => {
    const far = { spaceId: '', entryId: '' }
    const home = new FakeHome(1, {
      'search.find': ({ spaceId, text }) => {
        if (spaceId !== null) return nothing
        const problem = { spaceId: far.spaceId, sentence: 'The disk is full. Free some space and search again.' }
        const hits = [hit(far.spaceId, far.entryId, 'Far', 'a walrus', text)]
        return { ...nothing, hits, count: 1, problems: [problem] }
      },
    })
    far.spaceId = (await home.createSpace({ name: 'Other', color: 'blue', icon: '🌊' })).id
    const otherSpace = await home.manager.openSpace(far.spaceId)
    const { contentId } = await otherSpace.space()
    far.entryId = writePage(await otherSpace.space(), contentId, 'Far', [paragraph('a walrus')])
    await otherSpace.flush()
    const { screen, state } = await renderSpaceWindow(() => '', home)
    await state.openSpace(state.spaces.find(({ name }) => name === 'Test')?.id ?? '')
    await userEvent.keyboard('{Control>}{Shift>}f{/Shift}{/Control}')
    await screen.getByRole('combobox', { name: 'Search in pages' }).fill('walrus')
    await screen.getByRole('radio', { name: 'All spaces' }).click()
    await expect.element(screen.getByRole('option', { name: /Far/ }).getByText('Other')).toBeVisible()
    await expect.element(screen.getByText(/was not searched\. The disk is full/)).toBeVisible()
    await screen.getByRole('option', { name: /Far/ }).click()
    await expect.poll(() => state.workspace?.id).toBe(far.spaceId)
    await expect.poll(() => state.workspace?.navigation.entryId).toBe(far.entryId)
  })

  it('[SE18] says what went wrong and lets one try again', async () => {
    let isBroken = true
    const { field, screen } = await openWith(
      () => '',
      () => {
        if (isBroken) throw new AppError({ code: 'unexpected', reason: 'the process that searches ended' })
        return nothing
      },
    )
    await field.fill('walrus')
    await expect.element(screen.getByRole('alert').getByText(/the process that searches ended/)).toBeVisible()
    isBroken = false
    await screen.getByRole('button', { name: 'Search again' }).click()
    await expect.element(screen.getByText('No page has all of these words.')).toBeVisible()
  })

  it('[SE17] is reached from quick open with what was typed there', async () => {
    const asked: string[] = []
    const { screen } = await renderSpaceWindow(
      longPage,
      new FakeHome(1, {
        'search.find': ({ text }) => {
          asked.push(text)
          return nothing
        },
      }),
    )
    await userEvent.keyboard('{Control>}k{/Control}')
    await screen.getByRole('combobox', { name: 'Find or create' }).fill('old walrus')
    await screen.getByRole('option', { name: 'Search in pages for "old walrus"' }).click()
    await expect.element(screen.getByRole('combobox', { name: 'Search in pages' })).toHaveValue('old walrus')
    await expect.poll(() => asked).toEqual(['old walrus'])
  })

  it('[SE19] asks in a browser as on the desktop', async () => {
    const home = new FakeHome(1, {
      'app.info': () => ({
        ...{ version: '0.1.0', electron: '', platform: 'browser', dataFolder: 'this browser', systemUserName: '' },
        home: 'browser',
      }),
      'search.find': ({ spaceId, text }) => {
        return { ...nothing, hits: [hit(spaceId ?? '', 'Sea', 'Sea', 'the walrus', text)], count: 1 }
      },
    })
    const { screen } = await renderSpaceWindow(longPage, home)
    await userEvent.keyboard('{Control>}{Shift>}f{/Shift}{/Control}')
    await screen.getByRole('combobox', { name: 'Search in pages' }).fill('walrus')
    await expect.element(screen.getByRole('option', { name: /Sea/ })).toBeVisible()
  })

  it.each(['light', 'dark'] as const)('[SE17] has nothing that axe complains about, %s', async (theme) => {
    const home = new FakeHome(1, {
      'search.find': ({ spaceId, text }) => {
        const hits = ['Sea', 'Lake'].map((name) => hit(spaceId ?? '', name, name, 'the walrus', text, 'Animals'))
        return { ...nothing, hits, count: 2, progress: { done: 5, total: 10 } }
      },
    })
    await home.request('settings.set', { theme })
    const { screen } = await renderSpaceWindow(longPage, home)
    await userEvent.keyboard('{Control>}{Shift>}f{/Shift}{/Control}')
    await screen.getByRole('combobox', { name: 'Search in pages' }).fill('walrus')
    await expect.element(screen.getByRole('option', { name: /Sea/ })).toBeVisible()
    expect(await complaints()).toEqual([])
  })
})
