import type { Dialogs } from './state/Dialogs.svelte'

/**
 * Keys that are pressed for a dialog whose code is still being loaded, as it is in the first moments of a window: they must not go
 * to what lies below. Letters for quick open are kept for it.
 */
export class EarlyKeys {
  constructor(readonly dialogs: Dialogs) {}

  /** Before anything else hears of the key. */
  keydown(event: KeyboardEvent): void {
    const { dialogs } = this
    const { current } = dialogs
    if (!current || !dialogs.isLoading || document.querySelector('.dialog, .finder')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const isLetter = [...event.key].length === 1 && !event.ctrlKey && !event.metaKey
    if (event.key === 'Escape') dialogs.close()
    else if (isLetter && current.kind === 'quick-open') {
      dialogs.open({ ...current, text: (current.text ?? '') + event.key })
    }
  }
}
