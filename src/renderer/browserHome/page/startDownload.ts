/** The browser puts it among its downloads, or asks where to, as the person has set it. */
export function startDownload(href: string, name: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
}
