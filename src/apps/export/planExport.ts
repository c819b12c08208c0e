import type { Entry, StoredFile } from '../../core/space/Entry'
import type { Space } from '../../core/space/Space'
import type { Lost } from '../../core/space/VaultReader'
import type { TreeId, VertexId } from '../../core/tree/ops'
import { isWritable } from './documentContent'
import { PlaceNames } from './PlaceNames'

export interface ExportedDocument {
  readonly path: string
  readonly treeId: TreeId
  readonly appId: string | undefined
}

/** What goes where: relative paths with forward slashes. */
export interface ExportPlan {
  /** Parents before what they hold. */
  readonly folders: readonly string[]
  readonly documents: readonly ExportedDocument[]
  readonly files: readonly { readonly path: string; readonly file: StoredFile }[]
  readonly pathById: ReadonlyMap<VertexId, string>
  readonly lost: readonly Lost[]
  /** For what else is to be given a place. */
  readonly names: PlaceNames
}

/**
 * Gives every entry below `rootId` its place: folders as folders, documents as `Name.md` with what lies in them in a folder `Name`
 * beside it, files as they are. Where `rootId` is an entry, it is among them.
 */
export function planExport(space: Space, rootId: VertexId): ExportPlan {
  return new ExportPlanning(space).of(rootId)
}

class ExportPlanning {
  readonly #folders: string[] = []
  readonly #documents: ExportedDocument[] = []
  readonly #files: { path: string; file: StoredFile }[] = []
  readonly #pathById = new Map<VertexId, string>()
  readonly #lost: Lost[] = []
  readonly #names = new PlaceNames()

  constructor(readonly space: Space) {}

  of(rootId: VertexId): ExportPlan {
    const { entries } = this.space
    const root = entries.get(rootId)
    const waiting = (root ? [root] : entries.children(rootId)).map((entry) => ({ entry, folder: '' }))
    // It grows while it is read: parents come before what they hold.
    for (const { entry, folder } of waiting) {
      const inside = this.#place(entry, folder)
      if (inside === undefined) continue
      for (const child of entries.children(entry.id)) waiting.push({ entry: child, folder: inside })
    }
    return {
      folders: this.#folders,
      documents: this.#documents,
      files: this.#files,
      pathById: this.#pathById,
      lost: this.#lost,
      names: this.#names,
    }
  }

  /** Returns the folder of what lies in it; undefined when nothing does. */
  #place(entry: Entry, folder: string): string | undefined {
    const { kind, name, treeId, appId, file } = entry
    const inside = kind === 'folder' || entry.hasChildren ? this.#names.take(folder, name, '') : undefined
    if (inside !== undefined) this.#folders.push(inside)
    if (kind === 'folder' && inside !== undefined) this.#named(entry, inside, '')
    if (kind === 'entry' && treeId !== undefined && isWritable(appId)) {
      const path = this.#names.take(folder, name, '.md')
      this.#documents.push({ path, treeId, appId })
      this.#named(entry, path, '.md')
    } else if (file) {
      const path = this.#names.take(folder, name)
      this.#files.push({ path, file })
      this.#named(entry, path, '')
    } else if (kind !== 'folder') {
      this.#lost.push({ path: folder, what: name, why: 'what it is has no form as a file' })
    }
    return inside
  }

  #named({ id, name }: Entry, path: string, end: string): void {
    this.#pathById.set(id, path)
    const given = path.slice(path.lastIndexOf('/') + 1)
    if (given !== `${name}${end}`.normalize('NFC')) {
      this.#lost.push({ path, what: name, why: 'file systems or links take no such name, or it is taken' })
    }
  }
}
