import { tick } from 'svelte'
import type { Attachment } from 'svelte/attachments'

/** For what fills the window: where nothing else has the keyboard it does, so that keys scroll it and Tab goes into it. */
export const landing: Attachment<HTMLElement> = (element) => {
  element.dataset['landing'] = ''
  element.tabIndex = -1
  void land()
}

/** Gives the keyboard to what fills the window, if nothing has it. */
export async function land(): Promise<void> {
  await tick()
  if (document.activeElement !== document.body) return
  document.querySelector<HTMLElement>('[data-landing]')?.focus({ preventScroll: true })
}
