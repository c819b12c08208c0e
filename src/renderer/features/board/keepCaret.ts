import { spliceBetween } from '../../../apps/board/Splice'

/** Puts another text into a field in which somebody types: the caret stays at its letter. */
export function keepCaret(field: HTMLTextAreaElement, value: string): void {
  if (field.value === value) return
  const { at, removed, inserted } = spliceBetween(field.value, value)
  const place = (caret: number): number => {
    if (caret <= at) return caret
    return caret >= at + removed ? caret + inserted.length - removed : at + inserted.length
  }
  const [start, end] = [place(field.selectionStart), place(field.selectionEnd)]
  field.value = value
  field.setSelectionRange(start, end)
}
