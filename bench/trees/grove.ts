import { join } from 'node:path'
import type { Pack } from '../../src/core/persistence/Pack'
import { packOps, unpackOps } from '../../src/core/persistence/packBody'
import { newSpaceId } from '../../src/core/space/Space'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { newPeerId } from '../../src/core/tree/PeerId'
import { SpaceTree } from '../../src/core/tree/SpaceTree'
import { nodeEnvironment as environment } from '../../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../../src/layers/sqlite/SQLitePersistenceLayer'
import { compactSpaceFile } from '../compactSpaceFile'
import type { TreeReplica, TreeSystem } from './TreeSystem'
import { NAME, nameOf } from './vertexNames.mjs'

const noSecrets = { seal: () => undefined, unseal: () => undefined }
const PACKS_PER_APPEND = 1000

export type GroveTreeKind = 'space tree' | 'page'

interface GroveReplica extends TreeReplica<string> {
  readonly tree: SpaceTree
  /** All it ever authored. */
  packs(): readonly Pack[]
}

/** Grove as it opens a space: `kind` is where the tree stands in it. */
export function groveTrees(kind: GroveTreeKind): TreeSystem {
  const spaceId = newSpaceId(environment)
  const treeId = kind === 'page' ? newSpaceId(environment) : spaceId
  const journal = (folder: string, mode: 'create' | 'open'): SQLitePersistenceLayer =>
    new SQLitePersistenceLayer({
      spaceId,
      path: join(folder, 'space.sqlite'),
      mode,
      environment,
      sealer: noSecrets,
    })
  return {
    name: 'Grove',
    create() {
      const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
      const rootId = tree.root?.id ?? ''
      tree.setProperty(rootId, NAME, nameOf(0))
      return replica(tree, [rootId])
    },
    async store(made, folder) {
      const layer = journal(folder, 'create')
      await layer.open()
      const packs = (made as GroveReplica).packs()
      for (let from = 0; from < packs.length; from += PACKS_PER_APPEND) {
        layer.append(packs.slice(from, from + PACKS_PER_APPEND))
        await layer.flush()
      }
      await layer.close()
    },
    async compact(folder) {
      const layer = journal(folder, 'open')
      await layer.open()
      await compactSpaceFile(layer, join(folder, 'space.sqlite'))
      await layer.close()
    },
    async open(folder) {
      const manager = new SpaceManager(environment, () => ({ journal: journal(folder, 'open') }))
      const space = await (await manager.openSpace(spaceId)).space()
      const tree = kind === 'page' ? (await space.openAppTree(treeId)).tree : space.tree
      return { ...replica(tree, []), close: () => manager.closeAll() }
    },
  }
}

function replica(tree: SpaceTree, ids: string[]): GroveReplica {
  const packs: Pack[] = []
  const idOf = (vertex: number): string => ids[vertex] ?? ''
  const allPacks = (): readonly Pack[] => {
    packs.push(...packOps(tree.treeId, tree.takeLocalOps()))
    return packs
  }
  return {
    tree,
    packs: allPacks,
    grow(parents) {
      tree.transact(() => {
        for (const parent of parents) ids.push(tree.createVertex(idOf(parent), { [NAME]: nameOf(ids.length) }))
      })
    },
    move(moves) {
      tree.transact(() => {
        for (const [vertex, parent] of moves) tree.move(idOf(vertex), idOf(parent))
      })
    },
    write(vertex, key, value) {
      tree.setProperty(idOf(vertex), key, value)
      // A pack for each, as a window makes them at the end of a turn.
      allPacks()
    },
    root: () => tree.root?.id ?? '',
    children: (id) => tree.childIds(id),
    value: (id, key) => tree.property(id, key),
    fork() {
      const other = new SpaceTree({ treeId: tree.treeId, peerId: newPeerId(environment), environment })
      other.mergeOps(allPacks().flatMap(unpackOps))
      return replica(other, [...ids])
    },
    changes: allPacks,
    merge(changes) {
      tree.mergeOps((changes as readonly Pack[]).flatMap(unpackOps))
    },
    close: () => tree.dispose(),
  }
}
