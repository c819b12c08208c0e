const LITTER = /^(\..*|Thumbs\.db|desktop\.ini|node_modules|__MACOSX)$/i

/** Whether a file or folder of this name belongs to a vault: not settings of apps, version control, or what systems leave lying about. */
export function isVaultContent(name: string): boolean {
  return !LITTER.test(name)
}

/** The same on every machine, whatever its language. */
const reading = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** As people sort names: capitals beside small letters, 2 before 10. */
export function inReadingOrder(a: string, b: string): number {
  return reading.compare(a, b) || (a < b ? -1 : 1)
}
