import { answerCalls } from '../answerCalls'
import { collectGarbage } from '../collectGarbage'
import type { OpenPages, PageSystem } from './PageSystem'
import { NEWS, paragraphs, WARM_PAGES } from './PageSystem'

/* Pages of one system in memory: node --import tsx pagesWorker.ts SYSTEM, asked over Node's IPC. */

const ON_WEBASSEMBLY: ReadonlySet<string> = new Set(['loro', 'automerge'])
/** More than what is not WebAssembly's changes by itself; it grows by at least so much at once. */
const GROWTH_BYTES = 60 * 1024
const LOOKING_EVERY = 50

export interface PagesPlan {
  readonly folder: string
  readonly pages: number
  /** Of them, how many to open. */
  readonly opened: number
}

/** What each page takes in memory, in bytes. */
export interface PageMemory {
  readonly closed: number
  readonly open: number
  /** Open, watched and typed into. */
  readonly edited: number
}

async function load(): Promise<PageSystem> {
  const name = process.argv[2] ?? ''
  return name === 'grove' ? (await import('./grovePages')).system : (await import('./peerPages')).peerPages(name)
}

/** JavaScript's heap and what lies beside it: buffers and the memory of WebAssembly. */
function usedBytes(): number {
  collectGarbage()
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function measure({ folder, pages, opened }: PagesPlan): Promise<PageMemory> {
  const system = await load()
  // Libraries and caches are there before anything is counted.
  const warm = await warmUp(system, `${folder}-warm`)
  const before = usedBytes()
  const space = await system.open(folder)
  if (space.titleCount() !== pages) throw new Error('not all pages are listed')
  const closed = usedBytes()
  const first = await useUpFreeRoom(space, pages - opened)
  const unopened = usedBytes()
  for (let page = first; page < first + opened; page++) {
    if ((await space.openPage(page)) !== paragraphs.join('')) throw new Error('not the text of the page')
  }
  const open = usedBytes()
  for (let page = first; page < first + opened; page++) await space.editPage(page)
  await space.settled()
  const edited = usedBytes()
  // What is let go meanwhile would count as thrift.
  if (space.titleCount() !== pages || warm.titleCount() !== WARM_PAGES) throw new Error('a space was let go')
  return { closed: (closed - before) / pages, open: (open - unopened) / opened, edited: (edited - unopened) / opened }
}

/**
 * What reading the list has left free in the memory of WebAssembly, which never shrinks, would hide the first pages that are
 * opened: pages are opened uncounted until it grows, `most` of them at most. Returns how many.
 */
async function useUpFreeRoom(space: OpenPages, most: number): Promise<number> {
  if (!ON_WEBASSEMBLY.has(process.argv[2] ?? '')) return 0
  const { external } = process.memoryUsage()
  for (let page = 0; page < most; page++) {
    await space.openPage(page)
    if (page % LOOKING_EVERY !== 0) continue
    collectGarbage()
    if (process.memoryUsage().external > external + GROWTH_BYTES) return page + 1
  }
  return most
}

/** So many pages that compilers and caches have what they want, and all that is asked of a page. */
async function warmUp(system: PageSystem, folder: string): Promise<OpenPages> {
  const space = await system.open(folder)
  const text = paragraphs.join('')
  for (let page = 0; page < WARM_PAGES; page++) {
    if ((await space.openPage(page)) !== text) throw new Error('not the text of the page')
    if ((await space.receive(page)) !== NEWS + text) throw new Error('what another device wrote is not there')
    await space.editPage(page)
  }
  await space.settled()
  return space
}

answerCalls({
  build: async (given) => {
    const { folder, pages } = given as PagesPlan
    await (await load()).build(folder, pages)
  },
  measure: (given) => measure(given as PagesPlan),
})
