import type { VertexId } from '../../../core/tree/ops'
import type { EntrySource } from '../../state/EntrySource'

/** One visible row. `position` and `count` are among its siblings, from 1, for screen readers; -1: not known yet. */
export interface TreeRow {
  readonly id: VertexId
  readonly parentId: VertexId
  readonly level: number
  readonly position: number
  readonly count: number
}

/** Siblings that are rows one below the other, none of them open but the last. */
interface Run {
  readonly parentId: VertexId
  readonly level: number
  /** Of its parent's children, as in `TreeRow`. */
  readonly count: number
  /** Of its first one among them, from 0. */
  readonly sibling: number
  /** Of its first row. */
  readonly start: number
}

/**
 * The rows of a tree of which parts are open. Made of the lists that the parents have, so that a change in a long list costs a copy of
 * that list, and a row is something only while it is looked at.
 */
export class VisibleRows {
  /** Of all rows, from the top. */
  readonly ids: readonly VertexId[]
  /** In the same order. */
  readonly #runs: readonly Run[]

  constructor(source: EntrySource, expanded: ReadonlySet<VertexId>) {
    const openByParent = openChildren(source, expanded)
    const runs: Run[] = []
    const lists: (readonly VertexId[])[] = []
    let start = 0
    const visit = (parentId: VertexId, level: number): void => {
      const children = source.childIds(parentId)
      const count = source.hasAll(parentId) ? children.length : -1
      const add = (from: number, to: number): void => {
        if (from === to) return
        runs.push({ parentId, level, count, sibling: from, start })
        lists.push(to - from === children.length ? children : children.slice(from, to))
        start += to - from
      }
      let from = 0
      for (const index of indexesOf(children, openByParent.get(parentId))) {
        add(from, index + 1)
        from = index + 1
        visit(children[index] as VertexId, level + 1)
      }
      add(from, children.length)
    }
    visit(source.contentId, 1)
    this.ids = lists.length === 1 ? (lists[0] as readonly VertexId[]) : ([] as VertexId[]).concat(...lists)
    this.#runs = runs
  }

  get length(): number {
    return this.ids.length
  }

  at(index: number): TreeRow | undefined {
    const id = this.ids[index]
    const run = id === undefined ? undefined : this.#runs[this.#runAt(index)]
    if (id === undefined || !run) return undefined
    const { parentId, level, count, sibling, start } = run
    return { id, parentId, level, position: sibling + index - start + 1, count }
  }

  indexOf(id: VertexId): number | undefined {
    const index = this.ids.indexOf(id)
    return index < 0 ? undefined : index
  }

  /** The row below everything that lies in this one. */
  after(index: number): TreeRow | undefined {
    const own = this.#runAt(index)
    const level = this.#runs[own]?.level ?? 0
    const isLast = index + 1 === (this.#runs[own + 1]?.start ?? this.length)
    if (!isLast) return this.at(index + 1)
    const next = this.#runs.slice(own + 1).find((run) => run.level <= level)
    return next && this.at(next.start)
  }

  /** Which run the row is in. */
  #runAt(index: number): number {
    let [low, high] = [0, this.#runs.length]
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if ((this.#runs[middle]?.start ?? 0) <= index) low = middle
      else high = middle
    }
    return low
  }
}

function openChildren(source: EntrySource, expanded: ReadonlySet<VertexId>): Map<VertexId, Set<VertexId>> {
  const openByParent = new Map<VertexId, Set<VertexId>>()
  for (const id of expanded) {
    const parentId = source.entry(id)?.parentId
    if (parentId !== undefined) openByParent.set(parentId, (openByParent.get(parentId) ?? new Set()).add(id))
  }
  return openByParent
}

function indexesOf(ids: readonly VertexId[], wanted: ReadonlySet<VertexId> | undefined): number[] {
  const indexes: number[] = []
  if (wanted) for (const [index, id] of ids.entries()) if (wanted.has(id)) indexes.push(index)
  return indexes
}
