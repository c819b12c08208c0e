import type { BoardColumn } from '../../../apps/board/Board'
import type { VertexId } from '../../../core/tree/ops'
import { NEW_COLUMN, type BoardView } from './BoardView.svelte'

/** The keyboard of a board: arrows walk, with Ctrl or Cmd they take along what they are on. */
export class BoardKeys {
  constructor(readonly view: BoardView) {}

  /** From the board itself, which has the keyboard when it was opened, onto its cards. False when the key is not for that. */
  arrive({ target, currentTarget, key, repeat }: KeyboardEvent): boolean {
    if (target !== currentTarget || repeat || (key !== 'Enter' && !STEPS[key])) return false
    void this.view.focus(this.view.tabStopId)
    return true
  }

  /** False when the key is not for the board. */
  handle(event: KeyboardEvent): boolean {
    const { target } = event
    const addTo = target instanceof HTMLElement ? target.dataset['boardAdd'] : undefined
    if (addTo !== undefined) return !isModified(event) && this.#walkFromAdder(addTo, STEPS[event.key])
    const id = target instanceof HTMLElement ? target.dataset['boardId'] : undefined
    const column = id === undefined ? undefined : this.view.columnOf(id)
    // Fields and buttons on the board have their own keys.
    if (id === undefined || !column || event.altKey) return false
    const isMove = event.ctrlKey || event.metaKey
    const step = STEPS[event.key]
    if (step && isMove) return this.#move(id, column, step)
    if (isMove) return false
    return step ? this.#walk(id, column, step) : this.#act(event.key, id, column)
  }

  #walk(id: VertexId, column: BoardColumn, { x, y }: Step): boolean {
    const { columns } = this.view
    const index = column.cardIds.indexOf(id)
    if (y !== 0) {
      const last = column.cardIds.length - 1
      if (y === 1 && index === last && focusAdder(column.id)) return true
      const to = Math.max(-1, Math.min(last, y === -Infinity ? 0 : y === Infinity ? last : index + y))
      void this.view.focus(to < 0 ? column.id : column.cardIds[to])
      return true
    }
    const next = columns[columns.indexOf(column) + x]
    // A column without cards has its name to stand on.
    if (next) void this.view.focus(index < 0 ? next.id : (next.cardIds[index] ?? next.cardIds.at(-1) ?? next.id))
    return true
  }

  /** Below the cards stands what adds one, at the end of the columns what adds a column. */
  #walkFromAdder(to: string, step: Step | undefined): boolean {
    if (!step) return false
    const columns = this.view.columns.filter(({ kind }) => kind === 'column')
    const index = to === NEW_COLUMN ? columns.length : columns.findIndex(({ id }) => id === to)
    const column = columns[index]
    if (step.x !== 0) {
      const next = index + step.x
      focusAdder(next === columns.length ? NEW_COLUMN : columns[next]?.id)
    } else if (step.y < 0 && column) {
      void this.view.focus((step.y === -Infinity ? column.cardIds[0] : column.cardIds.at(-1)) ?? column.id)
    }
    return true
  }

  #act(key: string, id: VertexId, column: BoardColumn): boolean {
    const isCard = id !== column.id
    if (key === 'F2' || (!isCard && (key === 'Enter' || key === ' '))) this.view.startRename(id)
    else if (isCard && (key === 'Enter' || key === ' ')) this.view.openCardId = id
    else if (key === 'Delete' || key === 'Backspace') {
      if (isCard) this.view.deleteCard(id)
      else this.view.deleteColumn(column)
    } else if (key === 'n') this.view.startAdding(column.id)
    else return false
    return true
  }

  #move(id: VertexId, column: BoardColumn, { x, y }: Step): boolean {
    const isMoved = id === column.id ? this.#moveColumn(column, x) : this.#moveCard(id, column, x, y)
    if (isMoved) void this.view.focus(id)
    else this.view.announcement = `${this.view.live.title(id)} cannot move further`
    return true
  }

  #moveColumn(column: BoardColumn, x: number): boolean {
    const columns = this.view.columns.filter(({ kind }) => kind === 'column')
    const next = columns[columns.indexOf(column) + x]
    if (!next || x === 0 || column.kind !== 'column') return false
    this.view.moveColumn(column.id, x < 0 ? { before: next.id } : { after: next.id })
    return true
  }

  #moveCard(id: VertexId, { id: columnId, cardIds }: BoardColumn, x: number, y: number): boolean {
    const index = cardIds.indexOf(id)
    if (y !== 0) {
      const near = y === -Infinity ? cardIds[0] : y === Infinity ? cardIds.at(-1) : cardIds[index + y]
      if (near === undefined || near === id) return false
      this.view.moveCard(id, columnId, y < 0 ? { before: near } : { after: near })
      return true
    }
    const { columns } = this.view
    const next = columns[columns.findIndex((column) => column.id === columnId) + x]
    if (!next) return false
    const below = next.cardIds[index]
    this.view.moveCard(id, next.id, below === undefined ? 'end' : { before: below })
    return true
  }
}

function isModified({ altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return altKey || ctrlKey || metaKey
}

/** False where nothing can be added. */
function focusAdder(to: string | undefined): boolean {
  const adder = to === undefined ? null : document.getElementById(`board-add-${to}`)
  adder?.focus()
  return adder !== null
}

interface Step {
  readonly x: number
  readonly y: number
}

const STEPS: Readonly<Record<string, Step>> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  Home: { x: 0, y: -Infinity },
  End: { x: 0, y: Infinity },
}
