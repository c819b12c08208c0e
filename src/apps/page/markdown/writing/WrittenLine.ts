import { entity, isLetter } from './characters'

const TAIL_CHARS = 200

/**
 * Text that grows at its end and is looked at there only. One string would be copied at every look, which on a line
 * of a megabyte costs hours.
 */
export class WrittenLine {
  readonly #done: string[] = []
  #recent = ''

  add(text: string): void {
    this.#recent += text
    if (this.#recent.length < 40 * TAIL_CHARS) return
    this.#done.push(this.#recent.slice(0, -TAIL_CHARS))
    this.#recent = this.#recent.slice(-TAIL_CHARS)
  }

  get isEmpty(): boolean {
    return this.#recent === ''
  }

  /** The last 200 characters or all there are. */
  get tail(): string {
    return this.#recent.slice(-TAIL_CHARS)
  }

  get text(): string {
    return this.#done.join('') + this.#recent
  }

  /** The last character that is not `delimiter`. */
  lastOther(delimiter: string): string {
    return [...this.tail.slice(0, this.#endBefore(delimiter)).slice(-2)].at(-1) ?? ''
  }

  /** Writes the letter before a run of delimiters at the end as an entity, which counts as punctuation. */
  encodeLetterBefore(delimiter: string): void {
    const letter = this.lastOther(delimiter)
    if (!isLetter(letter)) return
    const end = this.#recent.length - this.tail.length + this.#endBefore(delimiter)
    this.#recent = this.#recent.slice(0, end - letter.length) + entity(letter) + this.#recent.slice(end)
  }

  #endBefore(delimiter: string): number {
    const { tail } = this
    let end = tail.length
    while (end > 0 && tail[end - 1] === delimiter) end -= 1
    return end
  }
}
