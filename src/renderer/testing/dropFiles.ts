/** Files as a system hands them over; each is four bytes. */
export function transferOf(...names: readonly string[]): DataTransfer {
  const data = new DataTransfer()
  for (const name of names) data.items.add(new File(['four'], name))
  return data
}

/** Files come from outside the window over an element, `share` of its height below its upper edge (0 to 1). */
export function holdFiles(element: Element, data: DataTransfer, share = 0.5): DragEvent[] {
  const { left, top, height, width } = element.getBoundingClientRect()
  const at = { clientX: left + width / 2, clientY: top + height * share }
  return ['dragenter', 'dragover'].map((type) => tell(element, type, data, at))
}

export function dropFiles(element: Element, data: DataTransfer, share = 0.5): void {
  const { left, top, height, width } = element.getBoundingClientRect()
  holdFiles(element, data, share)
  tell(element, 'drop', data, { clientX: left + width / 2, clientY: top + height * share })
}

/** The next chooser of files gives these, and does not open. */
export function choose(data: DataTransfer): void {
  const answer = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement) || event.target.type !== 'file') return
    document.removeEventListener('click', answer, true)
    event.preventDefault()
    event.target.files = data.files
    event.target.dispatchEvent(new Event('change'))
  }
  document.addEventListener('click', answer, true)
}

function tell(element: Element, type: string, data: DataTransfer, at: MouseEventInit): DragEvent {
  const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true, ...at })
  element.dispatchEvent(event)
  return event
}
