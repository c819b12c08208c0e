import { tick } from 'svelte'
import type { BoardView } from './BoardView.svelte'

/**
 * To be called before changes are drawn: gives the keyboard back to what has it now, in the same place of a text, when
 * drawing took it away or drew the same card anew in another column.
 */
export function keepKeyboard(view: BoardView, board: HTMLElement): void {
  const active = document.activeElement
  if (!(active instanceof HTMLElement) || !board.contains(active) || view.isSettling) return
  const id = active.dataset['boardId']
  const isRenaming = view.renamingId !== undefined && view.addingTo === undefined
  const selection =
    active instanceof HTMLTextAreaElement ? ([active.selectionStart, active.selectionEnd] as const) : undefined
  view.isSettling = true
  void tick().then(() => {
    // It went to where nothing is drawn yet.
    if (!active.isConnected) view.drawing.finish()
    view.isSettling = false
    const drawnAnew = id === undefined ? null : document.getElementById(`board-${id}`)
    const target = active.isConnected ? active : isRenaming ? board.querySelector('textarea') : drawnAnew
    // The keyboard went somewhere on purpose.
    if (document.activeElement !== document.body && document.activeElement !== target) return
    if (document.activeElement !== target) target?.focus()
    if (selection && target instanceof HTMLTextAreaElement && target !== active) target.setSelectionRange(...selection)
  })
}
