import type { TreeId, VertexId } from '../tree/ops'

/** What a vertex under a space's content or trash is: a folder, a document of some app, or a stored file. */
export type EntryKind = 'folder' | 'entry' | 'file'

/** A folder, document or file as the sidebar and the command line see it: one vertex of the space tree, read once. */
export interface Entry {
  readonly id: VertexId
  readonly parentId: VertexId
  readonly kind: EntryKind
  /** Never empty: an entry without a name reads "Untitled". */
  readonly name: string
  /** An emoji, or undefined for the default of its kind. */
  readonly icon: string | undefined
  /** Which app reads the document; only of kind `entry`. */
  readonly appId: string | undefined
  /** The document's own tree; only of kind `entry`. */
  readonly treeId: TreeId | undefined
  /** Only of kind `file`. */
  readonly file: StoredFile | undefined
  readonly hasChildren: boolean
}

/** A content-addressed file: `hash` is SHA-256 as 64 hex digits. */
export interface StoredFile {
  readonly hash: string
  readonly sizeBytes: number
  readonly mimeType: string
}

/** The part of a space that names it: shown in the switcher. */
export interface SpaceLook {
  readonly name: string
  /** One of the app's accent names, such as `green`. */
  readonly color: string
  /** An emoji. */
  readonly icon: string
}

export const UNTITLED = 'Untitled'

/** Reads an entry from a vertex's properties; undefined when the vertex is no entry (settings, app configuration). */
export function entryOf(
  id: VertexId,
  parentId: VertexId,
  property: (key: string) => unknown,
  hasChildren: boolean,
): Entry | undefined {
  const kind = property('kind')
  if (kind !== 'folder' && kind !== 'entry' && kind !== 'file') return undefined
  const hash = text(property('hash'))
  const sizeBytes = property('sizeBytes')
  return {
    id,
    parentId,
    kind,
    name: text(property('name')) ?? UNTITLED,
    icon: text(property('icon')),
    appId: text(property('appId')),
    treeId: text(property('treeId')),
    file:
      kind === 'file' && hash !== undefined
        ? {
            hash,
            sizeBytes: typeof sizeBytes === 'number' ? sizeBytes : 0,
            mimeType: text(property('mimeType')) ?? 'application/octet-stream',
          }
        : undefined,
    hasChildren,
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
