/** `Folder/Note#Heading` taken apart. */
export interface LinkPath {
  /** What stands before the first `#`; empty for a link within its own page. */
  readonly path: string
  /** What stands after it: a heading, headings joined by `#`, or `^block`; null when there is none. */
  readonly anchor: string | null
}

export function splitAnchor(target: string): LinkPath {
  const at = target.indexOf('#')
  if (at === -1) return { path: target.trim(), anchor: null }
  return { path: target.slice(0, at).trim(), anchor: target.slice(at + 1).trim() || null }
}

/** The path in the address of a Markdown link, or null where the address leads out of the space. */
export function innerPath(address: string): string | null {
  if (address === '' || address.startsWith('//') || /^[a-z][a-z0-9+.-]*:/i.test(address)) return null
  return decodePercent(address)
}

/** Decodes what can be decoded: "100%" is a name, not a mistake. */
function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}

/** As an address in a Markdown link: the reverse of `decodePercent` where it matters. */
export function encodePath(path: string): string {
  return path.replace(/%(?=[0-9a-f]{2})|[\s<>()\\?]/gi, (character) =>
    encodeURIComponent(character).replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29')),
  )
}
