// A tab or line break inside the scheme does not stop a browser from running it.
const runsCode = /^(?:javascript|vbscript|data):/i
const ignoredByBrowsers = /[\p{C}\p{Z}]/gu

/** False for addresses that would run code when opened. */
export function isSafeAddress(address: string): boolean {
  return !runsCode.test(address.replace(ignoredByBrowsers, ''))
}
