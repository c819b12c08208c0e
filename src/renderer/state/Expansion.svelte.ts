import type { VertexId } from '../../core/tree/ops'
import type { LocalStore } from './LocalStore'

const KEY = 'expanded'

/** Which rows of the sidebar are open. Survives a restart. */
export class Expansion {
  /** Replaced, not changed: a list of thousands of rows depends on it once and not once per row. */
  ids = $state.raw<ReadonlySet<VertexId>>(new Set())

  constructor(readonly store: LocalStore) {
    this.ids = new Set(store.strings(KEY))
  }

  set(id: VertexId, isOpen: boolean): void {
    if (this.ids.has(id) === isOpen) return
    const ids = new Set(this.ids)
    if (isOpen) ids.add(id)
    else ids.delete(id)
    this.ids = ids
    this.store.write(KEY, [...ids])
  }
}
