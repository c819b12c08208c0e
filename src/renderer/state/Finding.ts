/** Something on the screen one can find words in. */
export interface Findable {
  readonly element: Element
  /** Shows where one types what is to be found, and with `replaces` also by what it is to be replaced. */
  find(replaces: boolean): void
  /** To the next (1) or the one before (-1), of what was searched for last. */
  step(direction: 1 | -1): void
}

/** What there is to find words in, and what was searched for last. */
export class Finding {
  lastText = ''
  readonly #shown = new Set<Findable>()

  /** Returns how it goes away. */
  add(findable: Findable): () => void {
    this.#shown.add(findable)
    return () => this.#shown.delete(findable)
  }

  /** The one with the keyboard in it, else the one that came last. */
  get here(): Findable | undefined {
    const shown = [...this.#shown]
    return shown.find(({ element }) => element.contains(document.activeElement)) ?? shown.at(-1)
  }
}
