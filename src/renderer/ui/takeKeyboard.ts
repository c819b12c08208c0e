/** What closes a dialog is nothing anybody opened it for. */
const REACHABLE = ':is(input, select, textarea, button, a[href], [tabindex], [contenteditable]):not(.dialog-close)'

/**
 * For what opens above the rest: gives what is marked by `autofocus` in it, else its first control, else itself the keyboard, in the
 * task that opened it and not with the next frame. Keys pressed in between would go to what lies below. What takes the keyboard
 * by itself, sooner, would keep it from going back where it was.
 */
export function takeKeyboard(event: Event, content: HTMLElement | null): void {
  event.preventDefault()
  if (!content || content.contains(document.activeElement)) return
  ;(firstControl(content) ?? restingPlace(content)).focus({ preventScroll: true })
}

/** Where there was no control yet: the first one to come gets the keyboard, unless it has gone elsewhere. Returns how it ends. */
export function awaitControl(content: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    if (document.activeElement === restingPlace(content)) firstControl(content)?.focus({ preventScroll: true })
  })
  observer.observe(content, { childList: true, subtree: true, attributeFilter: ['disabled'] })
  return () => observer.disconnect()
}

/** What scrolls in it, so that the arrows do. */
function restingPlace(content: HTMLElement): HTMLElement {
  return content.querySelector<HTMLElement>('[data-resting]') ?? content
}

function firstControl(content: HTMLElement): HTMLElement | undefined {
  const marked = content.querySelector<HTMLElement>('[autofocus]')
  return marked ?? [...content.querySelectorAll<HTMLElement>(REACHABLE)].find(isReachable)
}

function isReachable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility()
}
