import type { RepTree } from 'reptree'
import type { VertexId } from './ops'
import { NULL_VERTEX_ID } from './VertexId'
import type { VertexRecord } from './VertexRecord'
import type { VertexTable } from './VertexTable'

/**
 * The private members of RepTree 0.9.0 that its inherited methods read, where QuietRepTree does not override them.
 * Everything else of its own state stays empty and unused.
 */
interface RepTreeInternals {
  state: RepTreeState
  _stateVectorEnabled: boolean
}

/** Makes a fresh RepTree read from `vertices` and stops its timer. The one place that reaches behind its typings. */
export function replaceInternals(tree: RepTree, vertices: VertexTable): void {
  const internals = tree as unknown as RepTreeInternals
  internals.state.dispose()
  internals.state = new RepTreeState(vertices)
  internals._stateVectorEnabled = false
  Object.defineProperty(internals, 'rootVertexId', { get: () => vertices.rootId })
}

/** Stands in for RepTree's TreeState: the same questions, answered by the vertex table, and no timer. */
class RepTreeState {
  constructor(private readonly vertices: VertexTable) {}

  /** Nothing to do; on RepTree's own state, which this one replaces, it stops the timer. */
  dispose(): void {}

  getVertex(id: VertexId): VertexRecord | undefined {
    return this.vertices.get(id)
  }

  getAllVertices(): VertexRecord[] {
    return [...this.vertices.existing()]
  }

  getChildrenIds(id: VertexId): readonly VertexId[] {
    return this.vertices.childIds(id)
  }

  getChildren(id: VertexId): VertexRecord[] {
    const children: VertexRecord[] = []
    for (const childId of this.vertices.childIds(id)) {
      const child = this.vertices.get(childId)
      if (child) children.push(child)
    }
    return children
  }

  /** One line per vertex, indented by depth: for logs and tests. */
  printTree(id: VertexId): string {
    const lines: string[] = []
    const waiting = [{ id, depth: 0 }]
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      const name = this.vertices.get(at.id)?.getProperty('name')
      lines.push(`${'  '.repeat(at.depth)}${at.id}${typeof name === 'string' ? ` ${name}` : ''}`)
      const childIds = this.vertices.childIds(at.id)
      for (let i = childIds.length - 1; i >= 0; i--)
        waiting.push({ id: childIds[i] ?? NULL_VERTEX_ID, depth: at.depth + 1 })
    }
    return lines.join('\n')
  }
}
