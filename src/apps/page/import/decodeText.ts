export type DecodedText =
  | { readonly kind: 'text'; readonly text: string }
  /** Not UTF-8: read as what Windows wrote for decades, some characters may be wrong. */
  | { readonly kind: 'guessed'; readonly text: string }
  | { readonly kind: 'binary' }

/** The text of a file: UTF-8, or UTF-16 by its byte order mark, or a guess that is marked as one. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { kind: 'text', text: new TextDecoder('utf-16le').decode(bytes) }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { kind: 'text', text: new TextDecoder('utf-16be').decode(bytes) }
  if (bytes.includes(0)) return { kind: 'binary' }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { kind: 'guessed', text: new TextDecoder('windows-1252').decode(bytes) }
  }
}
