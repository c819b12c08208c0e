/** A message that goes away by itself; nothing of weight is said only here. */
export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'note' | 'problem'
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}
