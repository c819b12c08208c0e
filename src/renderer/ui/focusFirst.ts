import type { Attachment } from 'svelte/attachments'

/** What has just taken the place of what had the keyboard gets it: its first field, else its first button, else itself. */
export const focusFirst: Attachment<HTMLElement> = (element) => {
  const first =
    element.querySelector<HTMLElement>('input, select, textarea') ?? element.querySelector<HTMLElement>('button')
  ;(first ?? element).focus()
}
