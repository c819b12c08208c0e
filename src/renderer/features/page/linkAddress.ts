/** What was typed as an address one can open: `grove.example` becomes `https://grove.example`. Nothing typed is undefined. */
export function linkAddress(typed: string): string | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  if (/^(https?:\/\/|mailto:)/i.test(text)) return text
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`
  return `https://${text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')}`
}
