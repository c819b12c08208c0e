import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenSpace } from '../src/core/space/OpenSpace'
import { SpaceManager } from '../src/core/space/SpaceManager'
import { nodeEnvironment } from '../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../src/layers/sqlite/SQLitePersistenceLayer'
import { interleave, timed, type Row } from './Bench'

const SIZES = [1_000, 10_000] as const
/** Pages lie in folders of this many, as people keep them. */
const PER_FOLDER = 100
const FIRST_SCREEN = 'first screen and one page'
const noSecrets = { seal: () => undefined, unseal: () => undefined }

interface Built {
  readonly pages: number
  readonly spaceId: string
  /** A page in the middle of the space. */
  readonly treeId: string
}

/** From closed to first screen and one page read, for a small and a large space; and the whole space tree, for scale. */
export async function open(): Promise<Row[]> {
  const folder = mkdtempSync(join(process.env['GROVE_BENCH_DIR'] ?? tmpdir(), 'grove-bench-'))
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
    const look = (space: Built, visit: (space: OpenSpace) => Promise<void>) => async (): Promise<number> => {
      const spaces = manager()
      const ms = await timed(async () => visit(await spaces.openSpace(space.spaceId)))
      await spaces.closeAll()
      return ms
    }
    const medians = await interleave(
      built.flatMap((space) => [
        {
          system: `${FIRST_SCREEN}, ${space.pages} pages`,
          run: look(space, (opened) => firstScreen(opened, space)),
        },
        {
          system: `whole space tree, ${space.pages} pages`,
          run: look(space, async (opened) => {
            await opened.space()
          }),
        },
      ]),
      15,
    )
    const smallest = (what: string): number => medians.get(`${what}, ${SIZES[0]} pages`) ?? Number.NaN
    return [...medians].map(([system, medianMs]) => {
      const [what = '', size = ''] = system.split(', ')
      return {
        workload: what === FIRST_SCREEN ? 'open' : 'load-tree',
        size: Number.parseInt(size, 10),
        system: 'Grove',
        medianMs,
        unit: `${what} (x${(medianMs / smallest(what)).toFixed(2)} of the smallest)`,
        perBestPeer: null,
        perLimit: null,
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function firstScreen(space: OpenSpace, { treeId }: Built): Promise<void> {
  const entries = await space.outline('content')
  if (entries.length === 0) throw new Error('an empty first screen')
  for await (const packs of space.journal.loadTree(treeId)) if (packs.length > 0) return
  throw new Error('an empty page')
}

async function build(manager: SpaceManager, pages: number): Promise<Built> {
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
    if (i % 500 === 0) await opened.flush()
  }
  await opened.flush()
  await manager.closeAll()
  return { pages, spaceId: opened.id, treeId }
}
