import type { Attachment } from 'svelte/attachments'
import type { PageEditor } from './PageEditor.svelte'

/** What is typed into a page before its editor is there: nobody waits for that, and no key may be lost. */
export class EarlyText {
  #field: HTMLTextAreaElement | undefined

  /** `write` puts text into the page where there is no editor for it. */
  constructor(readonly write: (text: string) => Promise<void>) {}

  readonly field: Attachment<HTMLTextAreaElement> = (field) => {
    this.#field = field
    return () => {
      void this.keep()
      this.#field = undefined
    }
  }

  get isEmpty(): boolean {
    return (this.#field?.value ?? '') === ''
  }

  focus(): void {
    this.#field?.focus()
  }

  /** The editor goes on where somebody has begun. To be called while the field is still there: no key falls in between. */
  handOver(page: PageEditor): void {
    const field = this.#field
    if (!field || (document.activeElement !== field && field.value === '')) return
    page.beginWith(field.value)
    field.value = ''
  }

  /** Somebody leaves before the editor is there: what was typed goes into the page without it. Resolves when it is there. */
  async keep(): Promise<void> {
    const field = this.#field
    const text = field?.value ?? ''
    if (!field || text === '') return
    field.value = ''
    await this.write(text).catch(() => {
      // Where the page stays on the screen, it can be copied from there.
      field.value = text + field.value
    })
  }
}
