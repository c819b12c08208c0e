import { answerCalls } from '../answerCalls'
import { collectGarbage } from '../collectGarbage'
import type { OpenPages, PageSystem } from './PageSystem'
import { NEWS, paragraphs, WARM_PAGES } from './PageSystem'

/* Pages of one system in memory: node --import tsx pagesWorker.ts SYSTEM, asked over Node's IPC. */

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
  for (let page = 0; page < opened; page++) {
    if ((await space.openPage(page)) !== paragraphs.join('')) throw new Error('not the text of the page')
  }
  const open = usedBytes()
  for (let page = 0; page < opened; page++) await space.editPage(page)
  await space.settled()
  const edited = usedBytes()
  // What is let go meanwhile would count as thrift.
  if (space.titleCount() !== pages || warm.titleCount() !== WARM_PAGES) throw new Error('a space was let go')
  return { closed: (closed - before) / pages, open: (open - closed) / opened, edited: (edited - closed) / opened }
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
