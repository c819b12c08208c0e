/** Records in the order of their keys; several may have the same. */
export interface Entries<T> {
  readonly keys: number[]
  readonly records: T[]
}

/** Where the first key that is not below `key` is. */
export function lowerBound(keys: readonly number[], key: number): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}

/** Where the record with this key is that `isIt` says yes to; -1 when there is none. */
export function indexOf<T>({ keys, records }: Entries<T>, key: number, isIt: (record: T) => boolean): number {
  for (let at = lowerBound(keys, key); keys[at] === key; at++) if (isIt(records[at]!)) return at
  return -1
}

/** As near to the middle as equal keys allow, which stay together; undefined when all are equal. */
export function middleOf(keys: readonly number[]): number | undefined {
  const middle = lowerBound(keys, keys[keys.length >> 1]!)
  if (middle > 0) return middle
  const after = lowerBound(keys, keys[0]! + 1)
  return after < keys.length ? after : undefined
}
