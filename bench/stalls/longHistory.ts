import type { Pack } from '../../src/core/persistence/Pack'
import { packOps } from '../../src/core/persistence/packBody'
import { newPeerId } from '../../src/core/tree/PeerId'
import { SpaceTree } from '../../src/core/tree/SpaceTree'
import { nodeEnvironment as environment } from '../../src/layers/runtime/nodeEnvironment'

const PER_PAGE = 1000

/** What people wrote to pages, edit by edit, `count` packs in all; a page's at a time. */
export function* longHistory(count: number): Generator<Pack[]> {
  for (let page = 0; page * PER_PAGE < count; page++) {
    const treeId = page.toString(16).padStart(32, '0')
    const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
    const packs = packOps(treeId, tree.takeLocalOps())
    while (packs.length < PER_PAGE) {
      tree.setProperty(tree.root?.id ?? '', `key ${packs.length % 200}`, `value ${packs.length} of page ${page}`)
      packs.push(...packOps(treeId, tree.takeLocalOps()))
    }
    tree.dispose()
    yield packs
  }
}
