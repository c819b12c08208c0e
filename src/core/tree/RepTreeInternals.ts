import type { RepTree } from 'reptree'
import type { VertexId } from './ops'
import type { TreeReplica } from './TreeReplica'
import { NULL_VERTEX_ID } from './VertexId'
import type { VertexRecord } from './VertexRecord'

/**
 * The private members of RepTree 0.9.0 that its inherited methods read, where QuietRepTree does not override them.
 */
interface RepTreeInternals {
  state: RepTreeState
  _stateVectorEnabled: boolean
}

/** What only methods read that are overridden: of a tree of two vertices it would be the larger part. */
const UNUSED = [
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

/** Makes a fresh RepTree read from `replica` and stops its timer. The one place that reaches behind its typings. */
export function replaceInternals(tree: RepTree, replica: TreeReplica): void {
  const internals = tree as unknown as RepTreeInternals
  internals.state.dispose()
  internals.state = new RepTreeState(replica)
  internals._stateVectorEnabled = false
}

/**
 * Has trees of this class hold none of what RepTree's constructor makes for methods that are overridden, nor the null vertex it
 * makes there, which only `SpaceTree.create` may author. Of the class: fields that are set and emptied again would still take their place in every tree.
 */
export function leaveOutUnused(prototype: RepTree): void {
  for (const field of UNUSED) Object.defineProperty(prototype, field, { get: () => undefined, set: () => undefined })
  Object.defineProperty(prototype, 'ensureNullVertex', { value: () => undefined })
}

/** Has all trees of this class, which keep no root themselves, answer for it. Of the class: a tree's own getter is a shape of its own. */
export function replaceRoot<T extends RepTree>(prototype: T, rootIdOf: (tree: T) => VertexId | undefined): void {
  Object.defineProperty(prototype, 'rootVertexId', {
    get(this: T) {
      return rootIdOf(this)
    },
  })
}

/** Stands in for RepTree's TreeState: the same questions, answered by the replica, and no timer. */
class RepTreeState {
  constructor(private readonly replica: TreeReplica) {}

  /** Nothing to do; on RepTree's own state, which this one replaces, it stops the timer. */
  dispose(): void {}

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
