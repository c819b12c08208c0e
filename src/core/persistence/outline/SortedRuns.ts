/** Sorts what comes in parts: each costs a small sort, and few merges of what is sorted already, whenever it comes. */
export class SortedRuns<T> {
  readonly #runs: (readonly Keyed<T>[])[] = []

  constructor(readonly keyOf: (item: T) => string) {}

  add(items: readonly T[]): void {
    if (items.length === 0) return
    this.#runs.push(items.map((item) => ({ item, key: this.keyOf(item) })).sort(compareKeys))
    // Of about equal length, so that each item is merged as often as the number of runs doubles.
    for (;;) {
      const [longer, last] = [this.#runs.at(-2), this.#runs.at(-1)]
      if (!longer || !last || longer.length > 2 * last.length) return
      this.#runs.splice(-2, 2, merged(longer, last))
    }
  }

  sorted(): T[] {
    return this.#runs.reduceRight<readonly Keyed<T>[]>((all, run) => merged(run, all), []).map(({ item }) => item)
  }
}

interface Keyed<T> {
  readonly item: T
  readonly key: string
}

function compareKeys(a: Keyed<unknown>, b: Keyed<unknown>): number {
  return a.key < b.key ? -1 : 1
}

function merged<T>(some: readonly Keyed<T>[], others: readonly Keyed<T>[]): readonly Keyed<T>[] {
  const all: Keyed<T>[] = []
  let at = 0
  for (const one of some) {
    for (let other = others[at]; other && other.key < one.key; other = others[++at]) all.push(other)
    all.push(one)
  }
  for (; at < others.length; at++) all.push(others[at]!)
  return all
}
