import type { JsonValue } from 'reptree'
import { ByteWriter } from './ByteWriter'

/*
 * A value is a number that says where it is:
 *   0       none: the property was removed
 *   1       the next text          2 + 2n  the text n before the newest one
 *                                  3 + 2n  value n of the others
 * All texts are one string and their lengths; others, which are rarely many, are a list.
 */
export const REMOVED = 0
export const NEXT_TEXT = 1
export const FIRST_BACK = 2
export const FIRST_OTHER = 3

/** Most texts have neither; asking for halves alone is slow. */
const MAY_BE_HALF = /[\ud800-\udfff]/
const IS_HALF = /\p{Surrogate}/u

/** Property values, equal texts and numbers once. */
export class ValueWriter {
  readonly #references = new ByteWriter()
  readonly #lengths = new ByteWriter()
  readonly #texts: string[] = []
  readonly #others: JsonValue[] = []
  readonly #textNumbers = new Map<string, number>()
  readonly #otherNumbers = new Map<JsonValue, number>()

  value(value: JsonValue | undefined): void {
    this.#references.number(this.#referenceTo(value))
  }

  take(): unknown[] {
    return [this.#references.take(), this.#lengths.take(), this.#texts.join(''), this.#others]
  }

  #referenceTo(value: JsonValue | undefined): number {
    if (value === undefined) return REMOVED
    // Half a surrogate pair does not survive being joined and cut; alone it goes as packs carry it.
    if (typeof value !== 'string' || (MAY_BE_HALF.test(value) && IS_HALF.test(value)))
      return FIRST_OTHER + 2 * this.#numberOf(value)
    const known = this.#textNumbers.get(value)
    if (known !== undefined) return FIRST_BACK + 2 * (this.#texts.length - 1 - known)
    this.#textNumbers.set(value, this.#texts.length)
    this.#texts.push(value)
    this.#lengths.number(value.length)
    return NEXT_TEXT
  }

  #numberOf(value: JsonValue): number {
    // Objects count as equal only to themselves: two of them may come to differ.
    const known = this.#otherNumbers.get(value)
    if (known !== undefined) return known
    const number = this.#others.push(value) - 1
    this.#otherNumbers.set(value, number)
    return number
  }
}
