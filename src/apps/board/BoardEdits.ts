import type { Environment } from '../../core/environment'
import { ActionHistory } from '../../core/space/ActionHistory'
import { siblingOrder, type Placement } from '../../core/tree/siblingOrder'
import { NULL_VERTEX_ID } from '../../core/tree/VertexId'
import type { VertexId } from '../../core/tree/ops'
import { NOTES, type Board } from './Board'
import { storedTitle, writeTitle } from './boardTitle'

/** An edit of a card's notes that was done, and can be taken back and done again. */
export interface NotesStep {
  undo(): void
  redo(): void
}

/**
 * Everything a person does to a board. Each action can be undone and redone (`history`); undoing writes new ops, so it
 * converges like any other edit and takes back nothing that others did.
 */
export class BoardEdits {
  readonly history = new ActionHistory()
  /** What was done to these notes can be taken back, for which their document has to stay as it is. */
  readonly #keptNotes = new Set<VertexId>()

  constructor(
    readonly board: Board,
    readonly environment: Environment,
  ) {}

  /** Undefined until the board has arrived. */
  addColumn(title: string, placement: Placement = 'end'): VertexId | undefined {
    const { rootId } = this.board
    return rootId === undefined ? undefined : this.#create('column', rootId, title, placement)
  }

  addCard(columnId: VertexId, title: string, placement: Placement = 'end'): VertexId {
    return this.#create('card', columnId, title, placement)
  }

  /** A card into a column, or a column under the root. */
  move(id: VertexId, parentId: VertexId, placement: Placement): void {
    const { tree } = this.board
    const from = tree.parentOf(id)
    if (!from || !tree.has(parentId)) return
    const before = { parentId: from, order: tree.property(id, 'order') }
    const after = { parentId, order: siblingOrder(tree, parentId, placement, id, this.environment) }
    const put = (place: typeof before): void =>
      tree.transact(() => {
        tree.move(id, place.parentId)
        tree.setProperty(id, 'order', place.order)
      })
    this.history.perform({ label: 'Move', redo: () => put(after), undo: () => put(before) })
  }

  /** Notes the step from `before` to what the title is now, which was written letter by letter. */
  renamed(id: VertexId, before: string): void {
    const { tree } = this.board
    const after = storedTitle(tree, id)
    if (after === before) return
    this.history.perform({
      label: 'Rename',
      redo: () => writeTitle(tree, id, before, after, false),
      undo: () => writeTitle(tree, id, after, before, false),
    })
  }

  /**
   * Makes a card what it was before, as one step: its title, unless that is undefined, and by `restoreNotes` its notes. Those
   * must stay open then; see `closeNotes`.
   */
  restoreVersion(id: VertexId, title: string | undefined, restoreNotes: (() => NotesStep) | undefined): void {
    const { tree } = this.board
    const before = storedTitle(tree, id)
    const after = title ?? before
    let notes: NotesStep | undefined
    if (restoreNotes) this.#keptNotes.add(id)
    this.history.perform({
      label: 'Restore version',
      redo: () => {
        writeTitle(tree, id, before, after, false)
        if (notes) notes.redo()
        else notes = restoreNotes?.()
      },
      undo: () => {
        writeTitle(tree, id, after, before, false)
        notes?.undo()
      },
    })
  }

  /** Nobody looks at a card's notes any more. */
  closeNotes(id: VertexId): void {
    if (!this.#keptNotes.has(id)) this.board.tree.closeText(id, NOTES)
  }

  deleteCard(id: VertexId): void {
    this.#delete('Delete card', [id])
  }

  /** With the cards that are in it now. A card that comes into it from elsewhere at the same time was not deleted, and stays. */
  deleteColumn(id: VertexId): void {
    const column = this.board.columns().find((each) => each.id === id)
    if (column && column.kind !== 'loose') this.#delete('Delete column', [id, ...column.cardIds])
  }

  /** Takes a draft back that nothing was written into: no step to undo, and nothing to restore. */
  discard(id: VertexId): void {
    this.board.tree.remove(id)
    this.board.tree.setProperty(id, 'kind', 'discarded')
  }

  /** A deleted card goes back to its column, or to the first one when that is gone; a deleted column back onto the board. */
  restore(id: VertexId): void {
    const { tree } = this.board
    const columns = this.board.columns()
    const home = tree.property(id, 'deletedFrom')
    const isColumn = tree.property(id, 'kind') === 'column'
    const target = isColumn ? this.board.rootId : (columns.find((column) => column.id === home) ?? columns[0])?.id
    if (target === undefined) return
    this.history.perform({
      label: 'Restore',
      redo: () => tree.move(id, target),
      undo: () => tree.remove(id),
    })
  }

  #create(kind: 'column' | 'card', parentId: VertexId, title: string, placement: Placement): VertexId {
    const { tree } = this.board
    const order = siblingOrder(tree, parentId, placement, undefined, this.environment)
    let made: VertexId | undefined
    const create = (): VertexId =>
      tree.transact(() => {
        const id = tree.createVertex(parentId, { kind, order })
        if (title !== '') writeTitle(tree, id, '', title)
        return id
      })
    this.history.perform({
      label: `Add ${kind}`,
      // Redoing brings the same vertex back: what was written into it meanwhile is still there.
      redo: () => {
        if (made === undefined) made = create()
        else tree.move(made, parentId)
      },
      undo: () => {
        if (made !== undefined) tree.remove(made)
      },
    })
    if (made === undefined) throw new Error('Nothing was made')
    return made
  }

  #delete(label: string, ids: readonly VertexId[]): void {
    const { tree } = this.board
    const deletedAt = new Date(this.environment.now()).toISOString()
    const from = ids.map((id) => ({ id, parentId: tree.parentOf(id) ?? NULL_VERTEX_ID }))
    this.history.perform({
      label,
      redo: () =>
        tree.transact(() => {
          for (const { id, parentId } of from) {
            tree.setProperty(id, 'deletedFrom', parentId)
            tree.setProperty(id, 'deletedAt', deletedAt)
            tree.remove(id)
          }
        }),
      undo: () =>
        tree.transact(() => {
          // What somebody has put elsewhere in the meantime stays there.
          for (const { id, parentId } of from) if (tree.parentOf(id) === NULL_VERTEX_ID) tree.move(id, parentId)
        }),
    })
  }
}
