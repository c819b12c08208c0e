const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const

/** `1536` as `1.5 KB`. */
export function formatBytes(sizeBytes: number): string {
  return rounded(sizeBytes, 0)
}

/** Two sizes that are to be told apart: with one more digit where they would read the same, and in bytes where that is not enough. */
export function formatUnequalBytes(one: number, other: number): readonly [string, string] {
  for (const moreDigits of [0, 1]) {
    const [first, second] = [rounded(one, moreDigits), rounded(other, moreDigits)]
    if (first !== second) return [first, second]
  }
  return [inBytes(one), inBytes(other)]
}

function rounded(sizeBytes: number, moreDigits: number): string {
  let size = sizeBytes
  let unit = 0
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000
    unit += 1
  }
  const digits = unit === 0 ? 0 : moreDigits + (size < 10 ? 1 : 0)
  return `${size.toFixed(digits)} ${UNITS[unit] ?? ''}`
}

function inBytes(size: number): string {
  return `${size.toLocaleString('en')} bytes`
}
