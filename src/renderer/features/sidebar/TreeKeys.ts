import type { VertexId } from '../../../core/tree/ops'
import { windowCommand } from '../../state/windowKeys'
import { moveEntries, type MoveDirection } from './moveEntries'
import type { SidebarTree } from './SidebarTree.svelte'
import type { TreeRow } from './VisibleRows'

const MOVES: Readonly<Record<string, MoveDirection>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
}
const TYPE_AHEAD_MS = 700

/** The keyboard of the sidebar's tree, after the ARIA tree pattern. */
export class TreeKeys {
  #typed = ''
  #typedAt = 0

  constructor(
    readonly tree: SidebarTree,
    /** Brings the row into view and gives it the keyboard. */
    readonly focusRow: (id: VertexId) => void,
  ) {}

  /** False when the key is not for the tree. */
  handle(event: KeyboardEvent): boolean {
    const row = this.tree.focused
    if (!row || this.tree.renamingId !== undefined) return false
    const isModified = event.ctrlKey || event.metaKey || event.altKey
    const direction = MOVES[event.key]
    if (windowCommand(event) === 'duplicate') {
      void this.tree.workspace.copying.duplicate(row.id)
      return true
    }
    if (this.#select(event, row)) return true
    if (isModified) return direction !== undefined && !event.shiftKey && this.#move(row, direction)
    return this.#walk(event.key, row) || this.#act(event.key, row) || this.#typeAhead(event)
  }

  #select(event: KeyboardEvent, row: TreeRow): boolean {
    const { selection, rows, focusedIndex: index, workspace } = this.tree
    const { key, shiftKey, altKey } = event
    const isModified = event.ctrlKey || event.metaKey
    if (altKey) return false
    if (key === 'Escape') {
      if (shiftKey || isModified || (selection.size === 0 && !selection.isChoosing)) return false
      selection.clear()
      // Nothing else is to be closed by it.
      event.stopPropagation()
    } else if (isModified && !shiftKey && key.toLowerCase() === 'a') {
      selection.selectAll(workspace.entries.childIds(row.parentId))
    } else if (event.ctrlKey && !shiftKey && key === ' ') selection.toggle(row.id)
    else if (shiftKey && !isModified) {
      const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: rows.length - 1 }[key]
      const next = to === undefined ? undefined : rows.at(to)
      if (to === undefined) return false
      if (next) {
        selection.extend(next.id, row.id)
        this.focusRow(next.id)
      }
    } else return false
    return true
  }

  #walk(key: string, row: TreeRow): boolean {
    const { rows, focusedIndex: index } = this.tree
    switch (key) {
      case 'ArrowDown':
        return this.#focusAt(index + 1)
      case 'ArrowUp':
        return this.#focusAt(index - 1)
      case 'Home':
        return this.#focusAt(0)
      case 'End':
        return this.#focusAt(rows.length - 1)
      case 'ArrowRight':
        if (this.tree.isExpanded(row.id)) return rows.at(index + 1)?.parentId === row.id && this.#focusAt(index + 1)
        if (this.#entry(row.id)?.hasChildren) this.tree.setExpanded(row.id, true)
        return true
      case 'ArrowLeft':
        if (this.tree.isExpanded(row.id) && this.#entry(row.id)?.hasChildren) this.tree.setExpanded(row.id, false)
        else this.#focusAt(this.tree.indexOf(row.parentId) ?? index)
        return true
      default:
        return false
    }
  }

  #act(key: string, row: TreeRow): boolean {
    const { navigation } = this.tree.workspace
    if (key === 'Enter') {
      this.tree.selection.clear()
      navigation.open(row.id)
    } else if (key === ' ') this.tree.setExpanded(row.id, !this.tree.isExpanded(row.id))
    else if (key === 'F2') this.tree.startRename(row.id)
    else if (key === 'Delete' || key === 'Backspace') {
      this.tree.trash(this.tree.outermostWith(row.id))
    } else return false
    return true
  }

  #move(row: TreeRow, direction: MoveDirection): boolean {
    const entries = this.tree.workspace.live?.space.entries
    if (!entries) return true
    const { said, hasMoved } = moveEntries(entries, this.tree.outermostWith(row.id), direction)
    if (hasMoved) {
      this.tree.reveal(row.id)
      this.focusRow(row.id)
    }
    this.tree.announcement = said
    return true
  }

  #typeAhead(event: KeyboardEvent): boolean {
    if (event.key.length !== 1 || event.isComposing) return false
    if (event.timeStamp - this.#typedAt > TYPE_AHEAD_MS) this.#typed = ''
    this.#typedAt = event.timeStamp
    this.#typed += event.key.toLocaleLowerCase()
    const { rows, focusedIndex } = this.tree
    const start = this.#typed.length === 1 ? focusedIndex + 1 : focusedIndex
    const inTurn = [...rows.ids.slice(start), ...rows.ids.slice(0, start)]
    const found = inTurn.find((id) => this.#entry(id)?.name.toLocaleLowerCase().startsWith(this.#typed))
    if (found !== undefined) this.focusRow(found)
    return true
  }

  #focusAt(index: number): boolean {
    const row = this.tree.rows.at(index)
    if (row) this.focusRow(row.id)
    return true
  }

  #entry(id: VertexId) {
    return this.tree.workspace.entries.entry(id)
  }
}
