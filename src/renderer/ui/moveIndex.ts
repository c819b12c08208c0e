/** Where a key takes the highlight in a list of `count`; undefined when the key is not for the list. */
export function moveIndex(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (index + 1) % count
    case 'ArrowUp':
      return (index - 1 + count) % count
    case 'PageDown':
      return Math.min(index + 10, count - 1)
    case 'PageUp':
      return Math.max(index - 10, 0)
    default:
      return undefined
  }
}
