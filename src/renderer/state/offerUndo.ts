import type { Cancel } from '../../core/environment'
import type { ActionHistory } from '../../core/space/ActionHistory'
import type { Toasts } from './Toasts.svelte'

/**
 * Says what was done just now, with a way back: as long as that is what `undo` takes back, and until what it
 * returns is called.
 */
export function offerUndo(toasts: Toasts, text: string, history: ActionHistory, undo: () => void): Cancel {
  const dismiss = toasts.note(text, { label: 'Undo', run: undo })
  const withdraw = (): void => {
    stop()
    dismiss()
  }
  const stop = history.state.subscribe(withdraw)
  return withdraw
}
