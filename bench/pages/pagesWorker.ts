import { answerCalls } from '../answerCalls'
import { collectGarbage } from '../collectGarbage'
import type { PageSystem } from './PageSystem'
import { paragraphs } from './PageSystem'

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
  await system.open(`${folder}-warm`).then((warm) => warm.openPage(0))
  const before = usedBytes()
  const space = await system.open(folder)
  if (space.titleCount() !== pages) throw new Error('not all pages are listed')
  const closed = usedBytes()
  for (let page = 0; page < opened; page++) {
    if ((await space.openPage(page)) !== paragraphs.join('')) throw new Error('not the text of the page')
  }
  const open = usedBytes()
  if (space.titleCount() !== pages) throw new Error('the space was let go')
  return { closed: (closed - before) / pages, open: (open - closed) / opened }
}

answerCalls({
  build: async (given) => {
    const { folder, pages } = given as PagesPlan
    await (await load()).build(folder, pages)
  },
  measure: (given) => measure(given as PagesPlan),
})
