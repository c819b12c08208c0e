import type { DialogRequest, Dialogs } from './state/Dialogs.svelte'

/**
 * Keys that are pressed for a dialog whose code is still being loaded, as it is in the first moments of a window: they must not go
 * to what lies below. What they write is kept for the field that the dialog begins with, if it does.
 */
export class EarlyKeys {
  #dialog: DialogRequest | undefined
  #text = ''

  constructor(readonly dialogs: Dialogs) {}

  /** Before anything else hears of the key. */
  keydown(event: KeyboardEvent): void {
    const { dialogs } = this
    const { current } = dialogs
    if (!current || !dialogs.isLoading || document.querySelector('.dialog, .finder')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (this.#dialog !== current) this.#text = ''
    this.#dialog = current
    const letters = [...event.key]
    if (event.key === 'Escape') dialogs.close()
    else if (event.key === 'Backspace') this.#text = [...this.#text].slice(0, -1).join('')
    else if (letters.length === 1 && !event.ctrlKey && !event.metaKey) this.#text += event.key
  }

  /** Something gets the keyboard. */
  focusin({ target }: FocusEvent): void {
    if (this.#text === '' || !(target instanceof Element) || !target.closest('.dialog, .finder')) return
    const text = this.#dialog === this.dialogs.current ? this.#text : ''
    this.#text = ''
    if (text !== '' && isTextField(target)) write(target, text)
  }
}

type TextField = HTMLInputElement | HTMLTextAreaElement

/** Others know no place to write at. */
function isTextField(element: Element): element is TextField {
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
  return isField && !element.readOnly && element.selectionStart !== null
}

function write(field: TextField, text: string): void {
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }))
}
