const REACHABLE = 'input, select, textarea, button, a[href], [tabindex], [contenteditable]'

/**
 * For what opens above the rest: gives what is marked by `autofocus` in it, else its first control, else itself the keyboard, in the
 * task that opened it and not with the next frame. Keys pressed in between would go to what lies below. What takes the keyboard
 * by itself, sooner, would keep it from going back where it was.
 */
export function takeKeyboard(event: Event, content: HTMLElement | null): void {
  event.preventDefault()
  if (!content || content.contains(document.activeElement)) return
  const marked = content.querySelector<HTMLElement>('[autofocus]')
  const first = marked ?? [...content.querySelectorAll<HTMLElement>(REACHABLE)].find(isReachable)
  ;(first ?? content).focus({ preventScroll: true })
}

function isReachable(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility()
}
