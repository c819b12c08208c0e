import type { RepTree, VertexOperation } from 'reptree'
import { Packr } from 'msgpackr'
import { plainRepTree } from '../../src/core/testing/plainRepTree'
import { compareOpIds, type TreeOp } from '../../src/core/tree/ops'
import { newPeerId } from '../../src/core/tree/PeerId'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { readBlob, writeBlob } from './blobStore.mjs'
import type { TreeReplica, TreeSystem } from './TreeSystem'
import { NAME, nameOf } from './vertexNames.mjs'

const packr = new Packr()
const replicas = new WeakMap<TreeReplica, RepTree>()

/** RepTree as its package ships it. It keeps nothing itself: its ops stand in a blob, in the order it reads fastest. */
export const system: TreeSystem = {
  name: 'RepTree',
  create() {
    const tree = plainRepTree(newPeerId(nodeEnvironment))
    const root = tree.createRoot()
    root.setProperty(NAME, nameOf(0))
    return replica(tree, [root.id])
  },
  store(made, folder) {
    const tree = replicas.get(made)
    if (tree) writeBlob(folder, packr.pack(sortedOps(tree)))
  },
  open(folder) {
    return replica(plainRepTree(newPeerId(nodeEnvironment), packr.unpack(readBlob(folder)) as TreeOp[]), [])
  },
}

function sortedOps(tree: RepTree): VertexOperation[] {
  return [...tree.getAllOps()].sort((a, b) => compareOpIds(a.id, b.id))
}

function replica(tree: RepTree, ids: string[]): TreeReplica<string> {
  const idOf = (vertex: number): string => ids[vertex] ?? ''
  tree.popLocalOps()
  const made: TreeReplica<string> = {
    grow(parents) {
      for (const parent of parents) ids.push(tree.newVertex(idOf(parent), { [NAME]: nameOf(ids.length) }).id)
    },
    move(moves) {
      for (const [vertex, parent] of moves) tree.moveVertex(idOf(vertex), idOf(parent))
    },
    write: (vertex, key, value) => tree.setVertexProperty(idOf(vertex), key, value),
    root: () => tree.root?.id ?? '',
    children: (id) => tree.getChildrenIds(id),
    value: (id, key) => tree.getVertexProperty(id, key),
    fork: () => replica(plainRepTree(newPeerId(nodeEnvironment), sortedOps(tree) as TreeOp[]), [...ids]),
    changes: () => tree.popLocalOps(),
    merge: (changes) => tree.merge(changes as VertexOperation[]),
    close: () => undefined,
  }
  replicas.set(made, tree)
  return made
}
