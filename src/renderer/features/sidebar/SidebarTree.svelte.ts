import type { VertexId } from '../../../core/tree/ops'
import { EntrySelection } from '../../state/EntrySelection.svelte'
import type { Workspace } from '../../state/Workspace.svelte'
import { VisibleRows, type TreeRow } from './VisibleRows'

/** The sidebar's tree as a flat list of what is visible, and which row has the keyboard. */
export class SidebarTree {
  readonly workspace: Workspace
  /** Read out by screen readers after a move. */
  announcement = $state('')
  readonly selection = new EntrySelection(() => this.rows.ids)
  #focusedId = $state<VertexId>()

  readonly rows: VisibleRows = $derived.by(() => new VisibleRows(this.workspace.entries, this.workspace.expansion.ids))

  /** The row that Tab reaches: the one last used, else the open page's, else the first. */
  readonly focusedIndex: number = $derived.by(() => {
    const openId = this.workspace.navigation.entryId
    return this.indexOf(this.#focusedId) ?? this.indexOf(openId) ?? 0
  })
  readonly focused: TreeRow | undefined = $derived.by(() => this.rows.at(this.focusedIndex))

  constructor(workspace: Workspace) {
    this.workspace = workspace
  }

  indexOf(id: VertexId | undefined): number | undefined {
    return id === undefined ? undefined : this.rows.indexOf(id)
  }

  isExpanded(id: VertexId): boolean {
    return this.workspace.expansion.ids.has(id)
  }

  /** What is done to a row is done to all that is selected, if it is of them. */
  with(id: VertexId): readonly VertexId[] {
    return this.selection.has(id) ? this.selection.ids : [id]
  }

  /** The same without what lies in another of them. */
  outermostWith(id: VertexId): readonly VertexId[] {
    return this.workspace.live?.space.entries.outermost(this.with(id)) ?? []
  }

  /** And goes on to the row after everything below the last of them, else to the row before the first. Of outermost ones, in order. */
  trash(ids: readonly VertexId[]): void {
    const [first, last] = [ids[0], ids.at(-1)].map((id) => this.indexOf(id) ?? 0)
    const next = this.rows.after(last ?? 0) ?? this.rows.at((first ?? 0) - 1)
    this.workspace.actions.trash(ids)
    if (ids.length > 1) this.selection.clear()
    if (next) this.workspace.rowWanted.tell(next.id)
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

  get renamingId(): VertexId | undefined {
    return this.workspace.renamingId
  }

  startRename(id: VertexId): void {
    if (!this.workspace.live) return
    this.#focusedId = id
    this.workspace.renamingId = id
  }
}
