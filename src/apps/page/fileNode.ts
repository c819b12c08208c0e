import type { StoredFile } from '../../core/space/Entry'

/** A stored file and what it is called. */
export interface NamedFile extends StoredFile {
  readonly name: string
}

/** How a stored file stands in a line of text: a picture as a picture, the rest as a chip to open. */
export function fileNode({ name, ...stored }: NamedFile): { type: string; attrs: Record<string, unknown> } {
  if (stored.mimeType.startsWith('image/')) {
    return { type: 'image', attrs: { hash: stored.hash, mimeType: stored.mimeType, alt: name, target: name } }
  }
  return { type: 'file', attrs: { ...stored, name, target: name } }
}
