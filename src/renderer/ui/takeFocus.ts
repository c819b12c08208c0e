/** An attachment for what a person has just asked for: it appears with the keyboard in it. */
export function takeFocus(element: HTMLElement): void {
  element.focus()
}
