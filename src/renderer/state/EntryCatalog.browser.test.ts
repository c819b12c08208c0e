import { describe, expect, it } from 'vitest'
import type { Space } from '../../core/space/Space'
import { FakeHome } from '../testing/FakeHome'
import { fillMany } from '../testing/sampleSpace'
import { EntryCatalog } from './EntryCatalog'
import { LinkIndex } from './LinkIndex'

const COUNT = 12_000
/** As if a hundred entries took so long. */
const MS_PER_LOOK = 2

/** A space of many entries, and a catalogue whose tasks run when the test says so. */
async function openCatalog(count = COUNT) {
  const home = new FakeHome(4)
  const { id } = await home.createSpace({ name: 'Many', color: 'green', icon: '🌳' })
  const space = await (await home.manager.openSpace(id)).space()
  fillMany(space, count)
  const tasks: (() => void)[] = []
  const timers = {
    defer: (task: () => void) => {
      tasks.push(task)
      return () => void tasks.splice(tasks.indexOf(task) >>> 0, 1)
    },
  }
  let nowMs = 0
  const clock = (): number => (nowMs += MS_PER_LOOK)
  const catalog = new EntryCatalog(space, timers, clock)
  const names = (): string[] => catalog.rows().map((row) => row.name)
  const runTask = (): void => tasks.shift()?.()
  const runAll = (): void => {
    while (tasks.length > 0) runTask()
  }
  return { space, catalog, tasks, timers, clock, names, runTask, runAll }
}

/** What a reading of the whole space says. */
function expected(space: Space): string[] {
  return [...space.entries.descendants(space.contentId)].map((entry) => entry.name).sort()
}

describe('the catalogue of entries', () => {
  it('[UI25] is read in tasks of half a frame, none before it is asked', async () => {
    const { space, catalog, tasks, runTask, names } = await openCatalog()
    expect(catalog.rows()).toEqual([])
    let before = 0
    while (tasks.length > 0) {
      expect(catalog.isComplete).toBe(false)
      runTask()
      expect(catalog.rows().length - before).toBeLessThanOrEqual(400)
      before = catalog.rows().length
    }
    expect(catalog.isComplete).toBe(true)
    expect(names().sort()).toEqual(expected(space))
    const last = catalog.rows().at(-1)
    expect(catalog.path(last?.id ?? '')).toBe('Shelf 120')
  })

  it('[UI25] reads again only what has changed', async () => {
    const { space, catalog, runAll, names } = await openCatalog(300)
    runAll()
    const before = new Map(catalog.rows().map((row) => [row.id, row]))
    const [first, second] = space.entries.children(space.contentId)
    const page = space.entries.children(first?.id ?? '')[0]
    space.entries.rename(page?.id ?? '', 'Renamed')
    const { entryId } = space.createPage(second?.id ?? '', 'New')
    runAll()
    const touched = catalog.rows().filter((row) => before.get(row.id) !== row)
    expect(touched.map((row) => row.name).sort()).toEqual(['New', 'Renamed'])
    space.entries.rename(second?.id ?? '', 'Elsewhere')
    expect(catalog.path(entryId)).toBe('Elsewhere')
    space.entries.trash(second?.id ?? '')
    expect(catalog.row(entryId)).toBeUndefined()
    runAll()
    expect(names().sort()).toEqual(expected(space))
    space.entries.restore(second?.id ?? '')
    runAll()
    expect(names()).toContain('New')
    expect(names().sort()).toEqual(expected(space))
  })

  it('[UI25] is right at the end whatever happens while it is read', async () => {
    const { space, catalog, runTask, runAll, names } = await openCatalog()
    const folders = space.entries.children(space.contentId)
    const id = (index: number): string => folders[index]?.id ?? ''
    runTask()
    space.entries.trash(id(3))
    space.entries.move(id(5), id(100))
    runTask()
    space.entries.restore(id(3))
    space.entries.trash(id(100))
    space.entries.move(id(7), id(3))
    runTask()
    space.entries.restore(id(100))
    space.tree.remove(id(9))
    runAll()
    expect(names().sort()).toEqual(expected(space))
    space.entries.rename(id(7), 'Late')
    catalog.complete()
    expect(names()).toContain('Late')
  })

  it('[UI25] brings the links of pages with it, which are shown when all are known', async () => {
    const { space, catalog, timers, clock, tasks, runTask, runAll } = await openCatalog(1000)
    const shelves = space.entries.children(space.contentId)
    const [first, last] = [shelves[0]?.id ?? '', shelves.at(-1)?.id ?? '']
    const link = (from: string, to: readonly string[]): void => space.tree.setProperty(from, 'links', [...to])
    link(first, [last])
    link(last, [last])
    runTask()
    const links = new LinkIndex(space, catalog, timers, clock)
    expect(tasks.length).toBe(2)
    expect(links.sources(last)).toEqual([])
    runAll()
    expect(links.sources(last).sort()).toEqual([first, last].sort())
    link(last, [])
    expect(links.sources(last)).toEqual([first])
    space.entries.trash(first)
    expect(links.sources(last)).toEqual([])
    space.entries.restore(first)
    const { entryId } = space.createPage(last, 'New')
    link(entryId, [last, first])
    expect(links.sources(last).sort()).toEqual([first, entryId].sort())
  })
  it('[UI205] has the links read in tasks too where it is complete when somebody asks for them', async () => {
    const { space, catalog, timers, clock, tasks, runTask, runAll } = await openCatalog()
    runAll()
    const shelves = space.entries.children(space.contentId).map(({ id }) => id)
    const [first, second, last] = [shelves[0] ?? '', shelves[1] ?? '', shelves.at(-1) ?? '']
    const link = (from: string, to: readonly string[]): void => space.tree.setProperty(from, 'links', [...to])
    link(first, [last])
    link(last, [last])
    runAll()
    const links = new LinkIndex(space, catalog, timers, clock)
    let isShown = false
    let slices = 0
    for (; tasks.length > 0; slices++) {
      expect(links.sources(last)).toEqual([])
      if (slices === 1) link(second, [last])
      if (slices === 1) link(first, [])
      runTask()
      isShown ||= links.sources(last).length > 0
    }
    expect(slices).toBeGreaterThan(3)
    expect(isShown).toBe(true)
    expect(links.sources(last).sort()).toEqual([second, last].sort())
    const unread = new LinkIndex(space, catalog, timers, clock)
    unread.dispose()
    expect(tasks).toEqual([])
    link(first, [last])
    expect(links.sources(last)).toContain(first)
  })
})
