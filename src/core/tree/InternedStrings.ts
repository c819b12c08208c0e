/** Fewer are found faster by looking at each, and without a map. */
const MANY = 8
const NONE: string[] = []

/** Strings by number: each is held once, wherever it is meant. Numbers count up from 0 and never change. */
export class InternedStrings {
  #strings = NONE
  #indexByString: Map<string, number> | undefined

  get count(): number {
    return this.#strings.length
  }

  /** -1 when it was never added. */
  indexOf(text: string): number {
    return this.#indexByString ? (this.#indexByString.get(text) ?? -1) : this.#strings.indexOf(text)
  }

  at(index: number): string {
    return this.#strings[index] ?? ''
  }

  /** Its number, a new one when it is not there yet. */
  add(text: string): number {
    const known = this.indexOf(text)
    if (known !== -1) return known
    const index = this.#strings.length
    // Pushing onto a short list would make room for many more than most trees have, and it may not be of this tree alone.
    if (index < MANY) this.#strings = this.kept(this.#strings.concat(text))
    else if (index === MANY) this.#strings = this.#strings.concat(text)
    else this.#strings.push(text)
    if (this.#indexByString) this.#indexByString.set(text, index)
    else if (index === MANY) this.#indexByString = new Map(this.#strings.map((string, i) => [string, i]))
    return index
  }

  all(): readonly string[] {
    return this.#strings
  }

  /** The list to hold instead of this short one, which nobody else has: with the same strings. */
  protected kept(strings: string[]): string[] {
    return strings
  }
}
