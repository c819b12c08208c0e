import { deleteDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { parseMarkdown } from '../../../apps/page/markdown/parseMarkdown'
import { replacePageBody } from '../../../apps/page/PageModel'
import type { SearchAnswer } from '../../../core/search/SearchIndex'
import type { Space } from '../../../core/space/Space'
import type { SpaceManager } from '../../../core/space/SpaceManager'
import { SearchDesk } from '../../../home/search/SearchDesk'
import type { SearchNews } from '../../../home/search/searchMessages'
import { windowEnvironment } from '../../state/windowEnvironment'
import { setUpSpaceManager } from '../home/spaceManagerSetup'
import { startSearcher } from '../page/startSearcher'

const environment = windowEnvironment()
const noSecrets = { seal: () => undefined, unseal: () => undefined }
const PAGES = 60

let manager: SpaceManager
let space: Space
let flush: () => Promise<unknown>
const desks: SearchDesk[] = []

/** A home's end, with a worker of its own as a tab starts it. */
function newDesk(): SearchDesk {
  const desk = new SearchDesk({
    timers: environment.timers,
    start: ({ onNews, onGone }) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = ({ data }: MessageEvent<SearchNews>) => onNews(data)
      startSearcher(port2, onGone)
      return { tell: (order) => port1.postMessage(order), end: async () => port1.postMessage({ kind: 'end' }) }
    },
    onProgress: () => undefined,
  })
  desks.push(desk)
  return desk
}

function writePage(name: string, markdown: string): string {
  const { doc } = parseMarkdown(markdown)
  return space.createPage(space.contentId, name, { write: ({ tree }) => replacePageBody(tree, doc) }).entryId
}

async function find(desk: SearchDesk, text: string): Promise<SearchAnswer> {
  await flush()
  return desk.find({ spaceIds: [space.id], text, limit: 100 })
}

/** The spaces that have files: each file of the pool begins with the name it has there, an unused one with nothing. */
async function indexedIds(): Promise<string[]> {
  const root = await navigator.storage.getDirectory()
  const pool = await (await root.getDirectoryHandle('grove-search')).getDirectoryHandle('.opaque')
  const ids = new Set<string>()
  for await (const handle of pool.values()) {
    if (!(handle instanceof FileSystemFileHandle)) continue
    const head = await (await handle.getFile()).slice(0, 512).text()
    const id = /^\/([0-9a-f]{32})/.exec(head)?.[1]
    if (id !== undefined) ids.add(id)
  }
  return [...ids]
}

const titles = ({ hits }: SearchAnswer): string[] => hits.map(({ title }) => title.map(({ text }) => text).join(''))

beforeEach(async () => {
  manager = setUpSpaceManager(noSecrets, environment)
  const open = await manager.createSpace({ name: 'Test', color: 'green', icon: '🌳' })
  space = await open.space()
  flush = () => open.flush()
})
afterEach(async () => {
  await Promise.all(desks.splice(0).map((desk) => desk.close()))
  await manager.closeAll()
  await deleteDB(`grove-space-${space.id}`)
})

describe('the worker that searches', () => {
  it('[SE19] reads pages out of the browser’s database, and what is written later', async () => {
    const desk = newDesk()
    writePage('Sea', 'First line.\n\nWhere the **old** walrus sleeps.')
    const lake = writePage('Lake', 'An old one, and a walrus.')
    const answer = await find(desk, '"old walrus" sle')
    expect(answer).toMatchObject({ count: 1, progress: null, problems: [] })
    expect(answer.hits[0]).toMatchObject({ passage: 'Where the old walrus sleeps.' })
    expect(answer.hits[0]?.snippet.filter(({ isFound }) => isFound)).toHaveLength(2)
    space.entries.rename(lake, 'Walrus')
    expect(titles(await find(desk, 'walrus'))).toEqual(['Walrus', 'Sea'])
    space.entries.trash(lake)
    expect(titles(await find(desk, 'walrus'))).toEqual(['Sea'])
  })

  it('[SE21] goes on in the file of the worker before it; while that one keeps it, the index is in memory', async () => {
    for (let page = 0; page < PAGES; page++) writePage(`Page ${page}`, `walrus ${page}`)
    await flush()
    const first = newDesk()
    await first.index(space.id)
    const beside = await find(newDesk(), 'walrus')
    expect(beside.progress).toMatchObject({ total: PAGES })
    expect(beside.count).toBeLessThan(PAGES)
    await Promise.all(desks.splice(0).map((desk) => desk.close()))
    expect(await find(newDesk(), 'walrus')).toMatchObject({ count: PAGES, progress: null, problems: [] })
  })

  it('[SE23] removes the indexes of spaces that are gone from the browser', async () => {
    const desk = newDesk()
    await desk.index(space.id)
    await desk.close()
    expect(await indexedIds()).toContain(space.id)
    const other = await manager.createSpace({ name: 'Other', color: 'green', icon: '🌳' })
    onTestFinished(() => deleteDB(`grove-space-${other.id}`))
    await manager.closeSpace(space.id)
    await deleteDB(`grove-space-${space.id}`)
    const next = newDesk()
    await next.index(other.id)
    await next.close()
    await expect.poll(indexedIds).toEqual([other.id])
  })

  it('[SE11] says in a sentence which space cannot be searched', async () => {
    const answer = await newDesk().find({ spaceIds: ['f'.repeat(32)], text: 'walrus', limit: 5 })
    expect(answer).toMatchObject({ hits: [], problems: [{ spaceId: 'f'.repeat(32) }] })
    expect(answer.problems[0]?.sentence).toMatch(/\.$/)
  })
})
