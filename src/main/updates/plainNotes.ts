const LIMIT = 20_000

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' }

/** Release notes as text: what a server sends is shown, never run. HTML loses its tags, lists become lines. */
export function plainNotes(notes: unknown): string {
  const text = Array.isArray(notes) ? notes.map(ofVersion).filter(Boolean).join('\n\n') : notes
  if (typeof text !== 'string') return ''
  const isHtml = /<(p|ul|ol|li|h\d|br|div|a|strong|em|code)\b/i.test(text)
  return (isHtml ? withoutTags(text) : text)
    .replace(/\r\n?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, LIMIT)
}

/** electron-updater's list of the versions between this one and the newest. */
function ofVersion(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return ''
  const { version, note } = entry as { readonly version?: unknown; readonly note?: unknown }
  const text = plainNotes(note)
  return typeof version === 'string' && text !== '' ? `${version}\n${text}` : text
}

function withoutTags(html: string): string {
  return html
    .replace(/<(script|style)\b[^]*?<\/\1>/gi, '')
    .replace(/\s*<li\b[^>]*>\s*/gi, '\n• ')
    .replace(/\s*<(br|\/p|\/h\d|\/div|\/ul|\/ol)\b[^>]*>\s*/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (entity, name: string) => ENTITIES[name] ?? entity)
}
