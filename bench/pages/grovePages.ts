import type * as Y from 'yjs'
import { readdirSync } from 'node:fs'
import { newPeerId } from '../../src/core/tree/PeerId'
import type { SpaceTree } from '../../src/core/tree/SpaceTree'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { DataFolder } from '../../src/layers/runtime/DataFolder'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../../src/layers/sqlite/SQLitePersistenceLayer'
import { LETTER, NEWS, paragraphs, type PageSystem } from './PageSystem'

const noSecrets = { seal: () => undefined, unseal: () => undefined }
const PER_FOLDER = 100
const PAGES_PER_FLUSH = 500

/** Grove, without a window: the space tree and the pages that are open, each a tree with its text. */
export const system: PageSystem = {
  build: (folder, pages) => buildSpace(folder, pages, paragraphs),
  async open(folder) {
    const manager = managerOf(folder)
    const [id = ''] = readdirSync(new DataFolder(folder).spaces)
    const opened = await manager.openSpace(id)
    const space = await opened.space()
    const treeIds = (): string[] =>
      [...space.entries.descendants(space.contentId)].flatMap(({ treeId }) => treeId ?? [])
    // Made when the closed pages have been measured.
    let listed: string[] | undefined
    return {
      titleCount: () => treeIds().length,
      async openPage(page) {
        listed ??= treeIds()
        return textOf((await space.openAppTree(listed[page] ?? '')).tree)
      },
      async receive(page) {
        return space.withAppTree(listed?.[page] ?? '', ({ tree }) => {
          const other = tree.replicate(newPeerId(nodeEnvironment))
          bodyOf(other).insert(0, NEWS)
          space.merge(tree.treeId, other.takeLocalOps())
          other.dispose()
          return textOf(tree)
        })
      },
      async editPage(page) {
        await space.withAppTree(listed?.[page] ?? '', ({ tree }) => {
          const body = bodyOf(tree)
          body.observe(watch)
          body.insert(body.length, LETTER)
        })
      },
      async settled() {
        await opened.flush()
      },
    }
  },
}

function watch(): void {}

/** As whoever only reads a page asks for it. */
function textOf(tree: SpaceTree): string {
  return tree.readText(tree.root?.id ?? '', 'body', (doc) => doc.getText('body').toJSON())
}

/** As an editor asks for it. */
function bodyOf(tree: SpaceTree): Y.Text {
  return tree.text(tree.root?.id ?? '', 'body').getText('body')
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
        const body = bodyOf(tree)
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
