import { packOps } from '../../../src/core/persistence/packBody'
import { SpaceManager } from '../../../src/core/space/SpaceManager'
import type { Space, SpaceId } from '../../../src/core/space/Space'
import { newPeerId } from '../../../src/core/tree/PeerId'
import { DataFolder } from '../../../src/layers/runtime/DataFolder'
import { nodeEnvironment } from '../../../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../../../src/layers/sqlite/SQLitePersistenceLayer'

const noSecrets = { seal: () => undefined, unseal: () => undefined }
const PAGES = 4
const PACKS_PER_COMMIT = 1000

/** A space that nobody has compacted yet: a few pages with a long history each, `packs` in all. */
export async function fillSpace(dataFolder: string, name: string, packs: number): Promise<SpaceId> {
  const folder = new DataFolder(dataFolder)
  const manager = new SpaceManager(nodeEnvironment, (spaceId, mode) => {
    const path = folder.database(spaceId)
    const journal = new SQLitePersistenceLayer({ spaceId, path, mode, environment: nodeEnvironment, sealer: noSecrets })
    return { journal, memory: journal }
  })
  try {
    const open = await manager.createSpace({ name, color: 'green', icon: '🌳' })
    const space = await open.space()
    for (let page = 0; page < PAGES; page++) {
      for (const part of await history(space, `Page ${page}`, packs / PAGES)) {
        open.append(part)
        await open.flush()
      }
    }
    return open.id
  } finally {
    await manager.closeAll()
  }
}

/** What another machine wrote to a page, change by change, in commits of many. */
async function history(space: Space, name: string, packs: number): Promise<ReturnType<typeof packOps>[]> {
  const { treeId } = space.createPage(space.contentId, name)
  const elsewhere = await space.withAppTree(treeId, ({ tree }) => tree.replicate(newPeerId(nodeEnvironment)))
  const commits: ReturnType<typeof packOps>[] = []
  for (let no = 0; no < packs; no++) {
    if (no % PACKS_PER_COMMIT === 0) commits.push([])
    elsewhere.setProperty(elsewhere.root?.id ?? '', `key ${no % 500}`, `value ${no}`)
    commits.at(-1)?.push(...packOps(treeId, elsewhere.takeLocalOps()))
  }
  elsewhere.dispose()
  return commits
}
