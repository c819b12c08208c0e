import type { Attachment } from 'svelte/attachments'
import type { PageEditor } from './PageEditor.svelte'

/** What is typed into a page before its editor is there: nobody waits for that, and no key may be lost. */
export class EarlyText {
  #field: HTMLTextAreaElement | undefined

  readonly field: Attachment<HTMLTextAreaElement> = (field) => {
    this.#field = field
    return () => (this.#field = undefined)
  }

  focus(): void {
    this.#field?.focus()
  }

  /** The editor goes on where somebody has begun. To be called while the field is still there: no key falls in between. */
  handOver(page: PageEditor): void {
    const field = this.#field
    if (field && (document.activeElement === field || field.value !== '')) page.beginWith(field.value)
  }
}
