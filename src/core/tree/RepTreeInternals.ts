import type { RepTree } from 'reptree'
import type { VertexId } from './ops'
import type { TreeReplica } from './TreeReplica'
import { NULL_VERTEX_ID } from './VertexId'
import type { VertexRecord } from './VertexRecord'

/** What only methods read that are overridden: of a tree of two vertices it would be the larger part. */
const UNUSED = [
  'lamportClock',
  'moveOps',
  'setPropertyOps',
  'propertiesAndTheirOpIds',
  'transientPropertiesAndTheirOpIds',
  'localOps',
  'pendingMovesWithMissingParent',
  'pendingPropertiesWithMissingVertex',
  'knownOps',
  'parentIdBeforeMove',
  'opAppliedCallbacks',
  'stateVector',
] as const

/**
 * Has trees of this class read from a replica, which stands behind their typings, and hold none of what RepTree's constructor makes:
 * no timer, nothing for methods that are overridden, no root, and not the null vertex it makes there, which only
 * `SpaceTree.create` may author. Of the class: fields that are set and emptied again would still take their place in every tree.
 */
export function replaceInternals<T extends RepTree>(prototype: T, replicaOf: (tree: T) => TreeReplica): void {
  for (const field of UNUSED) Object.defineProperty(prototype, field, { get: () => undefined, set: () => undefined })
  Object.defineProperties(prototype, {
    ensureNullVertex: { value: () => undefined },
    _stateVectorEnabled: { get: () => false, set: () => undefined },
    peerId: {
      get(this: T) {
        return replicaOf(this).peerId
      },
      // By RepTree's constructor, when there is no replica yet.
      set: () => undefined,
    },
    rootVertexId: {
      get(this: T) {
        return replicaOf(this).vertices.rootId
      },
    },
    state: {
      get(this: T) {
        return new RepTreeState(replicaOf(this))
      },
      set(state: { dispose(): void }) {
        state.dispose()
      },
    },
  })
}

/** Stands in for RepTree's TreeState: the same questions, answered by the replica, and no timer. */
class RepTreeState {
  constructor(private readonly replica: TreeReplica) {}

  getVertex(id: VertexId): VertexRecord | undefined {
    return this.replica.vertices.get(id)
  }

  getAllVertices(): VertexRecord[] {
    return [...this.replica.vertices.existing()]
  }

  getChildrenIds(id: VertexId): readonly VertexId[] {
    return this.replica.vertices.childIds(id)
  }

  getChildren(id: VertexId): VertexRecord[] {
    const children: VertexRecord[] = []
    for (const childId of this.replica.vertices.childIds(id)) {
      const child = this.replica.vertices.get(childId)
      if (child) children.push(child)
    }
    return children
  }

  /** One line per vertex, indented by depth: for logs and tests. */
  printTree(id: VertexId): string {
    const lines: string[] = []
    const waiting = [{ id, depth: 0 }]
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      const name = this.replica.vertices.property(at.id, 'name')
      lines.push(`${'  '.repeat(at.depth)}${at.id}${typeof name === 'string' ? ` ${name}` : ''}`)
      const childIds = this.replica.vertices.childIds(at.id)
      for (let i = childIds.length - 1; i >= 0; i--)
        waiting.push({ id: childIds[i] ?? NULL_VERTEX_ID, depth: at.depth + 1 })
    }
    return lines.join('\n')
  }
}
