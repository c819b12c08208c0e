import type { JSONContent } from '@tiptap/core'
import type { JsonValue } from 'reptree'
import type { AppTree } from '../../../core/space/AppTree'
import type { StoredFile } from '../../../core/space/Entry'
import type { Space } from '../../../core/space/Space'
import type { VaultReader } from '../../../core/space/VaultReader'
import type { VertexId } from '../../../core/tree/ops'
import type { SpaceTree } from '../../../core/tree/SpaceTree'
import type { FrontMatter } from '../markdown/frontMatter'
import { pageJson, replacePageBody } from '../PageModel'

export interface KnownEntry {
  readonly importHash: string | undefined
  readonly importUnresolved: number
}

/**
 * The entries of one vault in a space. Their ids follow from space, vault and path, so an import finds again what an
 * earlier one made, also after it was cut short. Nothing here goes into the sidebar's undo: an import has its own.
 */
export class ImportedEntries {
  constructor(
    readonly space: Space,
    readonly reader: VaultReader,
    readonly importId: string,
  ) {}

  /** `role` where one path becomes two entries: a page and the file it was read from. */
  idOf(path: string, role?: 'original'): VertexId {
    return this.reader.idOf(this.space.id, this.reader.id, path, ...(role ? [role] : []))
  }

  ensureFolder(path: string): void {
    if (this.revive(path)) return
    this.#quietly(() => {
      this.space.entries.createFolder(this.#parentOf(path), nameOf(path), this.#origin(path), this.idOf(path))
    })
  }

  /** The entry an earlier import made of this path. One that was trashed or deleted comes back to its folder. */
  revive(path: string, role?: 'original'): KnownEntry | undefined {
    const { entries, tree } = this.space
    const id = this.idOf(path, role)
    if (!tree.has(id)) return undefined
    if (!entries.isLive(id)) {
      this.#quietly(() =>
        tree.transact(() => {
          tree.move(id, this.#parentOf(path))
          tree.setProperty(id, 'trashedFrom', undefined)
          tree.setProperty(id, 'trashedAt', undefined)
          tree.setProperty(id, 'importId', this.importId)
        }),
      )
    }
    const hash = tree.property(id, 'importHash')
    const unresolved = tree.property(id, 'importUnresolved')
    return {
      importHash: typeof hash === 'string' ? hash : undefined,
      importUnresolved: typeof unresolved === 'number' ? unresolved : 0,
    }
  }

  createFile(path: string, file: StoredFile, role?: 'original'): void {
    this.#quietly(() => {
      const properties = { ...this.#origin(path), importHash: file.hash }
      this.space.entries.createFile(this.#parentOf(path), nameOf(path), file, properties, this.idOf(path, role))
    })
  }

  createPage(
    path: string,
    doc: JSONContent,
    frontMatter: FrontMatter | null,
    properties: Readonly<Record<string, JsonValue>>,
  ): void {
    this.#quietly(() => {
      let lamport = 0
      this.space.createPage(this.#parentOf(path), nameOf(path).replace(/\.(md|markdown)$/i, ''), {
        entryId: this.idOf(path),
        properties: { ...this.#origin(path), ...properties },
        write: (appTree) => {
          fill(appTree, doc, frontMatter)
          lamport = appTree.tree.lamport
        },
      })
      this.space.tree.setProperty(this.idOf(path), 'importLamport', lamport)
    })
  }

  /** False, and nothing changed, when the page was edited here since it was imported. */
  async updatePage(
    path: string,
    doc: JSONContent,
    frontMatter: FrontMatter | null,
    properties: Readonly<Record<string, JsonValue>>,
  ): Promise<boolean> {
    const id = this.idOf(path)
    const treeId = this.space.entries.get(id)?.treeId
    if (treeId === undefined) return false
    return this.space.withAppTree(treeId, (appTree) => {
      const { tree } = appTree
      if (tree.lamport !== this.space.tree.property(id, 'importLamport')) return false
      this.#remember(id, tree)
      fill(appTree, doc, frontMatter)
      if (!('aliases' in properties)) this.space.tree.setProperty(id, 'aliases', undefined)
      this.update(id, { ...properties, importLamport: tree.lamport, importUpdatedBy: this.importId })
      return true
    })
  }

  update(id: VertexId, properties: Readonly<Record<string, JsonValue>>): void {
    this.space.tree.transact(() => {
      for (const [key, value] of Object.entries(properties)) this.space.tree.setProperty(id, key, value)
    })
  }

  /** Keeps what an update replaces, for `undoImport`. The text goes into a text: a property would be one huge op. */
  #remember(id: VertexId, tree: SpaceTree): void {
    if (!tree.root) return
    replacePageBody(tree, pageJson(tree), PREVIOUS)
    const { links, aliases } = this.space.tree.properties(id)
    const frontMatter = tree.property(tree.root.id, 'frontMatter')
    tree.setProperty(tree.root.id, PREVIOUS, optional({ frontMatter, links, aliases }))
  }

  #origin(path: string): Record<string, JsonValue> {
    return { importSource: this.reader.id, importPath: path, importId: this.importId }
  }

  #parentOf(path: string): VertexId {
    const slash = path.lastIndexOf('/')
    if (slash < 0) return this.space.contentId
    const id = this.idOf(path.slice(0, slash))
    return this.space.entries.isLive(id) ? id : this.space.contentId
  }

  #quietly(change: () => void): void {
    this.space.entries.history.unrecorded(change)
  }
}

/** The text and the property of a page that hold what the last import replaced. */
export const PREVIOUS = 'importPrevious'

function optional(properties: Readonly<Record<string, JsonValue | undefined>>): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}

function fill({ tree }: AppTree, doc: JSONContent, frontMatter: FrontMatter | null): void {
  replacePageBody(tree, doc)
  if (!tree.root) return
  if (frontMatter !== null) tree.setProperty(tree.root.id, 'frontMatter', frontMatter)
  else if (tree.property(tree.root.id, 'frontMatter') !== undefined) {
    tree.setProperty(tree.root.id, 'frontMatter', undefined)
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
