import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenSpace } from '../src/core/space/OpenSpace'
import { SpaceManager } from '../src/core/space/SpaceManager'
import { nodeEnvironment } from '../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../src/layers/sqlite/SQLitePersistenceLayer'
import { interleave, median, progress, spread, timed } from './Bench'
import type { Budget } from './Budget'
import { newFolder } from './newFolder'
import type { Row } from './Row'

const SIZES = [1_000, 10_000, 50_000] as const
/** Pages lie in folders of this many, as people keep them. */
const PER_FOLDER = 100
const PAGES_PER_FLUSH = 500
const ROUNDS = 15
const noSecrets = { seal: () => undefined, unseal: () => undefined }

interface Built {
  readonly pages: number
  readonly spaceId: string
  /** A page in the middle of the space. */
  readonly treeId: string
}

/** From a closed space to its first screen and the text of one page, whatever else the space holds. */
export async function open(budget: Budget): Promise<Row[]> {
  const folder = newFolder()
  const manager = (): SpaceManager =>
    new SpaceManager(nodeEnvironment, (spaceId, mode) => ({
      journal: new SQLitePersistenceLayer({
        spaceId,
        path: join(folder, spaceId, 'space.sqlite'),
        mode,
        environment: nodeEnvironment,
        sealer: noSecrets,
      }),
    }))
  try {
    const built: Built[] = []
    for (const pages of SIZES) built.push(await build(manager(), pages))
    const samples = built.map((space) => ({
      system: String(space.pages),
      run: async () => {
        const spaces = manager()
        const ms = await timed(async () => firstScreen(await spaces.openSpace(space.spaceId), space))
        await spaces.closeAll()
        return ms
      },
    }))
    return [...(await interleave(samples, ROUNDS, budget))].map(([size, times]) => ({
      workload: 'first screen and one page',
      size: Number(size),
      system: 'Grove',
      medianMs: median(times),
      spreadMs: spread(times),
      rounds: times.length,
      unit: 'both',
      perBestPeer: null,
      perLimit: null,
    }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function firstScreen(opened: OpenSpace, { treeId }: Built): Promise<void> {
  const entries = await opened.outline('content')
  if (entries.length === 0) throw new Error('an empty first screen')
  for await (const packs of opened.journal.loadTree(treeId)) if (packs.length > 0) return
  throw new Error('an empty page')
}

async function build(manager: SpaceManager, pages: number): Promise<Built> {
  progress(`a space of ${pages.toLocaleString('en')} pages is made`)
  const opened = await manager.createSpace({ name: `${pages} pages`, color: 'green', icon: '🌳' })
  const space = await opened.space()
  let folderId = space.contentId
  let treeId = ''
  for (let i = 0; i < pages; i++) {
    if (i % PER_FOLDER === 0) folderId = space.entries.createFolder(space.contentId, `Folder ${i / PER_FOLDER}`)
    const page = space.createPage(folderId, `Page ${i}`, {
      write: ({ tree }) =>
        tree.root && tree.text(tree.root.id, 'body').getText('body').insert(0, `The text of page ${i}.`),
    })
    if (i === pages / 2) treeId = page.treeId
    if (i % PAGES_PER_FLUSH === 0) await opened.flush()
  }
  await opened.flush()
  await manager.closeAll()
  return { pages, spaceId: opened.id, treeId }
}
