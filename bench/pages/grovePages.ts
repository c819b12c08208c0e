import { readdirSync } from 'node:fs'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { DataFolder } from '../../src/layers/runtime/DataFolder'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../../src/layers/sqlite/SQLitePersistenceLayer'
import { paragraphs, type PageSystem } from './PageSystem'

const noSecrets = { seal: () => undefined, unseal: () => undefined }
const PER_FOLDER = 100
const PAGES_PER_FLUSH = 500

/** Grove, without a window: the space tree and the pages that are open, each a tree with its text. */
export const system: PageSystem = {
  build: (folder, pages) => buildSpace(folder, pages, paragraphs),
  async open(folder) {
    const manager = managerOf(folder)
    const [id = ''] = readdirSync(new DataFolder(folder).spaces)
    const space = await (await manager.openSpace(id)).space()
    const treeIds = (): string[] =>
      [...space.entries.descendants(space.contentId)].flatMap(({ treeId }) => treeId ?? [])
    // Made when the closed pages have been measured.
    let listed: string[] | undefined
    return {
      titleCount: () => treeIds().length,
      async openPage(page) {
        listed ??= treeIds()
        const { tree } = await space.openAppTree(listed[page] ?? '')
        return tree
          .text(tree.root?.id ?? '', 'body')
          .getText('body')
          .toJSON()
      },
    }
  },
}

/** A data folder with one space of so many pages; they lie in folders of a hundred, as people keep them. */
export async function buildSpace(folder: string, pages: number, text: readonly string[]): Promise<void> {
  const manager = managerOf(folder)
  const opened = await manager.createSpace({ name: 'Bench', color: 'green', icon: '🌳' })
  const space = await opened.space()
  let folderId = space.contentId
  for (let page = 0; page < pages; page++) {
    if (page % PER_FOLDER === 0) folderId = space.entries.createFolder(space.contentId, `Folder ${page / PER_FOLDER}`)
    space.createPage(folderId, `Page ${page}`, {
      write: ({ tree }) => {
        const body = tree.text(tree.root?.id ?? '', 'body').getText('body')
        for (const paragraph of text) body.insert(body.length, paragraph)
      },
    })
    if (page % PAGES_PER_FLUSH === 0) await opened.flush()
  }
  await opened.flush()
  await manager.closeAll()
}

export function managerOf(folder: string): SpaceManager {
  const data = new DataFolder(folder)
  return new SpaceManager(nodeEnvironment, (spaceId, mode) => ({
    journal: new SQLitePersistenceLayer({
      spaceId,
      path: data.database(spaceId),
      mode,
      environment: nodeEnvironment,
      sealer: noSecrets,
    }),
  }))
}
