import { tick } from 'svelte'
import type { BoardColumn } from '../../../apps/board/Board'
import type { Cancel } from '../../../core/environment'
import type { Placement } from '../../../core/tree/siblingOrder'
import type { VertexId } from '../../../core/tree/ops'
import type { Dialogs } from '../../state/Dialogs.svelte'
import { offerUndo } from '../../state/offerUndo'
import type { Toasts } from '../../state/Toasts.svelte'
import type { DocumentHistory } from '../../state/Workspace.svelte'
import { BoardDrawing } from './BoardDrawing.svelte'
import { FileCards, type FileTaking } from './FileCards'
import type { LiveBoard } from './LiveBoard'

/** Where a new column is being typed, in place of the column a new card goes to. */
export const NEW_COLUMN = 'new-column'

/** A board on the screen: what has the keyboard, what is open, and what a person does to it, said aloud. */
export class BoardView implements DocumentHistory {
  /** The card or column the keyboard is on, or was last. */
  focusedId = $state<VertexId>()
  renamingId = $state<VertexId>()
  /** A column's id or `NEW_COLUMN`. */
  addingTo = $state<string>()
  /** What is being typed there, which is not shown a second time. */
  draftId = $state<VertexId>()
  openCardId = $state<VertexId>()
  showsDeleted = $state(false)
  /** Things are moving on the screen: a field that loses the keyboard by that gets it back. */
  isSettling = false
  /** For screen readers. */
  announcement = $state('')
  #isLeft = false
  #withdrawUndo: Cancel | undefined
  readonly drawing: BoardDrawing
  readonly files: FileCards
  readonly columns: readonly BoardColumn[] = $derived.by(() => this.#shown())
  /** The one thing on the board that Tab stops at. */
  readonly tabStopId = $derived.by(() => {
    const ids = this.columns.flatMap(({ id, cardIds }) => [id, ...cardIds])
    return this.focusedId !== undefined && ids.includes(this.focusedId) ? this.focusedId : ids[0]
  })

  constructor(
    readonly live: LiveBoard,
    readonly toasts: Toasts,
    readonly dialogs: Dialogs,
    /** False for who may only read: nothing on the board changes it then. */
    readonly canEdit: () => boolean,
    /** Of a card. */
    readonly showVersions: (id: VertexId) => void,
    taking: FileTaking,
  ) {
    this.drawing = new BoardDrawing(live.environment.timers)
    this.files = new FileCards(taking, live, (what) => this.#said(what))
  }

  /** Gives it the keyboard, wherever on the board it is. */
  async focus(id: VertexId | undefined): Promise<void> {
    if (id === undefined) return
    this.focusedId = id
    await tick()
    // It is out of sight on a board that was opened just now.
    if (!document.getElementById(`board-${id}`)) this.drawing.finish()
    document.getElementById(`board-${id}`)?.focus()
  }

  columnOf(id: VertexId): BoardColumn | undefined {
    return this.columns.find((column) => column.id === id || column.cardIds.includes(id))
  }

  /** A column, or what a card is in now and at which place: `Doing, 2 of 3`. */
  place(id: VertexId): string {
    const column = this.columnOf(id)
    if (!column) return ''
    const name = this.columnTitle(column)
    return column.id === id ? name : `${name}, ${column.cardIds.indexOf(id) + 1} of ${column.cardIds.length}`
  }

  columnTitle({ id, kind }: BoardColumn): string {
    return kind === 'loose' ? 'In no column' : this.live.title(id)
  }

  startRename(id: VertexId): void {
    const isLoose = this.columns.some((column) => column.id === id && column.kind === 'loose')
    if (this.canEdit() && !isLoose) this.renamingId = id
  }

  startAdding(columnId: string): void {
    if (this.canEdit()) this.addingTo = columnId
  }

  moveCard(id: VertexId, columnId: VertexId, placement: Placement): void {
    if (!this.canEdit()) return
    this.live.edits.move(id, columnId, placement)
    this.announcement = `${this.live.title(id)} moved to ${this.place(id)}`
  }

  moveColumn(id: VertexId, placement: Placement): void {
    const { rootId } = this.live.board
    if (!this.canEdit() || rootId === undefined) return
    this.live.edits.move(id, rootId, placement)
    const index = this.columns.findIndex((column) => column.id === id)
    this.announcement = `Column ${this.live.title(id)} moved to place ${index + 1} of ${this.columns.length}`
  }

  deleteCard(id: VertexId): void {
    if (!this.canEdit()) return
    const column = this.columnOf(id)
    const index = column?.cardIds.indexOf(id) ?? -1
    const next = column?.cardIds[index + 1] ?? column?.cardIds[index - 1] ?? column?.id
    const title = this.live.title(id)
    this.live.edits.deleteCard(id)
    if (this.openCardId === id) this.openCardId = undefined
    this.#said(`Deleted "${title}"`)
    void this.focus(next)
  }

  /** Asks where that takes cards along. */
  deleteColumn(column: BoardColumn): void {
    if (!this.canEdit() || column.kind === 'loose') return
    const title = this.columnTitle(column)
    const count = column.cardIds.length
    const run = (): void => {
      this.live.edits.deleteColumn(column.id)
      this.#said(`Deleted column "${title}"`)
      void this.focus(this.columns[0]?.id)
    }
    if (count === 0) return run()
    this.dialogs.confirm({
      title: `Delete column "${title}"?`,
      text: `${count === 1 ? 'The card' : `The ${count} cards`} in it will be deleted too. You can undo this, and find the cards under "Deleted cards".`,
      action: 'Delete column',
      run,
    })
  }

  restore(id: VertexId): void {
    if (!this.canEdit()) return
    this.live.edits.restore(id)
    this.announcement = `${this.live.title(id)} is back in ${this.place(id)}`
  }

  undo(): string | undefined {
    const { history } = this.live.edits
    const label = history.state.current.undoLabel
    return this.canEdit() && history.undo() ? label : undefined
  }

  redo(): string | undefined {
    const { history } = this.live.edits
    const label = history.state.current.redoLabel
    return this.canEdit() && history.redo() ? label : undefined
  }

  /** The board is not shown any more: what was done to it is taken back no more either. */
  leave(): void {
    this.#isLeft = true
    this.#withdrawUndo?.()
  }

  #shown(): BoardColumn[] {
    const { draftId } = this
    return this.live
      .columns()
      .filter(({ id }) => id !== draftId)
      .map((column) => ({ ...column, cardIds: column.cardIds.filter((id) => id !== draftId) }))
  }

  #said(what: string): void {
    this.announcement = what
    if (this.#isLeft) this.toasts.note(what)
    else this.#withdrawUndo = offerUndo(this.toasts, what, this.live.edits.history, () => void this.undo())
  }
}
