import type { JsonValue } from 'reptree'
import { badSnapshot } from './badSnapshot'
import { numbersWithin, type Range } from './decodeNumbers'
import type { PartReader } from './PartReader'
import { pauseAfter, stepwise, type Steps } from './Steps'
import { FIRST_BACK, FIRST_OTHER, NEXT_TEXT, REMOVED } from './ValueWriter'

/** Instead of the number of a text or, below it, of another value: the property was removed. */
const NO_VALUE = -1
/** Fewer than texts and lists can have. */
const SHORT: Range = { first: 0, end: 2 ** 31 }

/** What a ValueWriter wrote, checked, and still together: a value becomes one of its own when it is first asked for. */
export class StoredValues {
  readonly #texts: (string | undefined)[] = []

  private constructor(
    /** Which one each is. */
    readonly numbers: Int32Array,
    /** Of the texts, and where the last one ends. */
    private readonly starts: Int32Array,
    private readonly text: string,
    private readonly others: readonly unknown[],
  ) {}

  /** Throws unless there are `count`. */
  static *decode(part: PartReader, count: number): Steps<StoredValues> {
    const references = numbersWithin(part.bytes(), SHORT, count)
    yield* pauseAfter(count)
    const lengths = numbersWithin(part.bytes(), SHORT)
    const text = part.text()
    const starts = new Int32Array(lengths.length + 1)
    let end = 0
    for (let i = 0; i < lengths.length; i++) starts[i + 1] = end += lengths[i] ?? 0
    if (end !== text.length) throw badSnapshot('text is cut short')
    yield* pauseAfter(lengths.length)
    const others = part.list()
    const numbers = new Int32Array(count)
    let newest = -1
    yield* stepwise(count, (from, to) => {
      for (let i = from; i < to; i++) {
        const reference = references[i] ?? REMOVED
        if (reference === NEXT_TEXT) numbers[i] = ++newest
        else if (reference === REMOVED) numbers[i] = NO_VALUE
        else if (reference % 2 === 0) {
          const number = newest - (reference - FIRST_BACK) / 2
          if (number < 0) throw badSnapshot('a value is missing')
          numbers[i] = number
        } else {
          const number = (reference - FIRST_OTHER) / 2
          if (others[number] === undefined) throw badSnapshot('a value is missing')
          numbers[i] = NO_VALUE - 1 - number
        }
      }
    })
    if (newest >= lengths.length) throw badSnapshot('a value is missing')
    return new StoredValues(numbers, starts, text, others)
  }

  get count(): number {
    return this.numbers.length
  }

  /** Undefined where the property was removed. */
  at(index: number): JsonValue | undefined {
    const number = this.numbers[index] ?? NO_VALUE
    if (number === NO_VALUE) return undefined
    if (number < NO_VALUE) return this.others[NO_VALUE - 1 - number] as JsonValue
    // Equal texts are one.
    return (this.#texts[number] ??= this.text.slice(this.starts[number], this.starts[number + 1]))
  }
}
