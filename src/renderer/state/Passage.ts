/** A place in a page's text, told by what stands there. */
export interface Passage {
  /** Part of a line, as it stands there. */
  readonly text: string
  /** Of it, what is looked for: the first of them is shown. */
  readonly words: readonly string[]
}
