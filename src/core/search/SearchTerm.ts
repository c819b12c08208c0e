/** What a page must hold to be found: words that stand there one after the other. Never without a word. */
export interface SearchTerm {
  /** Folded. */
  readonly words: readonly string[]
  /** The last word may go on: it is the beginning of one. */
  readonly isBeginning: boolean
}
