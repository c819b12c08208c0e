import type { Cancel } from '../../core/environment'
import type { EntryKind } from '../../core/space/Entry'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'

export interface CatalogRow {
  readonly id: VertexId
  readonly kind: EntryKind
  readonly name: string
  readonly icon: string | undefined
  /** Names from the top down to the parent: `Projects / Garden`; empty at the top. */
  readonly path: string
}

/** Every live entry by name, for finding one by typing. Built when asked for, and again after the space has changed. */
export class EntryCatalog {
  readonly #stop: Cancel
  #rows: readonly CatalogRow[] | undefined

  constructor(readonly space: Space) {
    this.#stop = space.tree.onChange((change) => {
      if (change.vertexIds().size > 0) this.#rows = undefined
    })
  }

  /** Parents first. Cost: one visit per entry after a change, nothing otherwise. */
  rows(): readonly CatalogRow[] {
    this.#rows ??= this.#read()
    return this.#rows
  }

  dispose(): void {
    this.#stop()
  }

  #read(): CatalogRow[] {
    const pathById = new Map<VertexId, string>()
    const rows: CatalogRow[] = []
    for (const { id, parentId, kind, name, icon } of this.space.entries.descendants(this.space.contentId)) {
      const path = pathById.get(parentId) ?? ''
      rows.push({ id, kind, name, icon, path })
      pathById.set(id, path === '' ? name : `${path} / ${name}`)
    }
    return rows
  }
}
