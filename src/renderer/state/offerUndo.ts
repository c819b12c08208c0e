import type { ActionHistory } from '../../core/space/ActionHistory'
import type { Toasts } from './Toasts.svelte'

/** Says what was done just now, with a way back: as long as that is what `undo` takes back. */
export function offerUndo(toasts: Toasts, text: string, history: ActionHistory, undo: () => void): void {
  const dismiss = toasts.note(text, { label: 'Undo', run: undo })
  const stop = history.state.subscribe(() => {
    stop()
    dismiss()
  })
}
