import type { VertexId } from '../../../core/tree/ops'
import type { EntrySource } from '../../state/EntrySource'
import type { Workspace } from '../../state/Workspace.svelte'

/** One visible row. `position` and `count` are among its siblings, from 1, for screen readers; -1: not known yet. */
export interface TreeRow {
  readonly id: VertexId
  readonly parentId: VertexId
  readonly level: number
  readonly position: number
  readonly count: number
}

/** The sidebar's tree as a flat list of what is visible, and which row has the keyboard. */
export class SidebarTree {
  readonly workspace: Workspace
  renamingId = $state<VertexId>()
  /** Read out by screen readers after a move. */
  announcement = $state('')
  #focusedId = $state<VertexId>()

  readonly rows: readonly TreeRow[] = $derived.by(() =>
    visibleRows(this.workspace.entries, this.workspace.expansion.ids),
  )
  readonly #indexById = $derived.by(() => new Map(this.rows.map((row, index) => [row.id, index])))

  /** The row that Tab reaches: the one last used, else the open page's, else the first. */
  readonly focusedIndex: number = $derived.by(() => {
    const openId = this.workspace.navigation.entryId
    return this.indexOf(this.#focusedId) ?? this.indexOf(openId) ?? 0
  })
  readonly focused: TreeRow | undefined = $derived.by(() => this.rows[this.focusedIndex])

  constructor(workspace: Workspace) {
    this.workspace = workspace
  }

  indexOf(id: VertexId | undefined): number | undefined {
    return id === undefined ? undefined : this.#indexById.get(id)
  }

  isExpanded(id: VertexId): boolean {
    return this.workspace.expansion.ids.has(id)
  }

  setFocused(id: VertexId): void {
    this.#focusedId = id
  }

  /** Opens or closes a row. Closing one that hides the focused row takes the keyboard along. */
  setExpanded(id: VertexId, isOpen: boolean): void {
    if (isOpen && !this.workspace.live) {
      this.workspace.outline.load([id]).then(
        () => this.workspace.expansion.set(id, true),
        () => undefined,
      )
      return
    }
    this.workspace.expansion.set(id, isOpen)
  }

  /** Opens all above the entry, so that its row can be seen. */
  reveal(id: VertexId): void {
    for (const ancestor of this.workspace.live?.space.entries.path(id) ?? []) {
      this.workspace.expansion.set(ancestor.id, true)
    }
  }

  startRename(id: VertexId): void {
    if (!this.workspace.live) return
    this.#focusedId = id
    this.renamingId = id
  }
}

function visibleRows(source: EntrySource, expanded: ReadonlySet<VertexId>): TreeRow[] {
  const rows: TreeRow[] = []
  const visit = (parentId: VertexId, level: number): void => {
    const ids = source.childIds(parentId)
    const count = source.hasAll(parentId) ? ids.length : -1
    for (const [index, id] of ids.entries()) {
      rows.push({ id, parentId, level, position: index + 1, count })
      if (expanded.has(id)) visit(id, level + 1)
    }
  }
  visit(source.contentId, 1)
  return rows
}
