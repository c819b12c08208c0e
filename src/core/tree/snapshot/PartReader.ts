import { badSnapshot } from './badSnapshot'

/** Reads a decoded list item by item, each checked for what it must be; throws AppError `bad-snapshot`. */
export class PartReader {
  readonly #items: readonly unknown[]
  #at = 0

  constructor(list: unknown) {
    if (!Array.isArray(list)) throw badSnapshot('a part is missing')
    this.#items = list
  }

  get isAtEnd(): boolean {
    return this.#at === this.#items.length
  }

  next(): unknown {
    return this.#items[this.#at++]
  }

  list(): readonly unknown[] {
    const item = this.next()
    if (!Array.isArray(item)) throw badSnapshot('a list is missing')
    return item
  }

  part(): PartReader {
    return new PartReader(this.next())
  }

  /** 0 or more. */
  count(): number {
    const item = this.next()
    if (!Number.isSafeInteger(item) || (item as number) < 0) throw badSnapshot('a count is missing')
    return item as number
  }

  bytes(): Uint8Array {
    const item = this.next()
    if (!(item instanceof Uint8Array)) throw badSnapshot('bytes are missing')
    return item
  }

  text(): string {
    const item = this.next()
    if (typeof item !== 'string') throw badSnapshot('a text is missing')
    return item
  }

  texts(): string[] {
    const part = this.part()
    const texts: string[] = []
    while (!part.isAtEnd) texts.push(part.text())
    return texts
  }
}
