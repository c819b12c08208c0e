import type { JSONContent } from '@tiptap/core'
import { BOARD_APP, NOTES } from '../apps/board/Board'
import { pageJson, textJson } from '../apps/page/PageModel'
import { AppError, describeError } from '../core/AppError'
import type { Environment } from '../core/environment'
import { entryOf } from '../core/space/Entry'
import type { SpaceId } from '../core/space/Space'
import type { SpaceTree } from '../core/tree/SpaceTree'
import type { TreeId, VertexId } from '../core/tree/ops'
import { FolderFileStore } from '../layers/files/FolderFileStore'
import type { DataFolder } from '../layers/runtime/DataFolder'
import { checkDatabase } from '../layers/sqlite/checkDatabase'

export interface CheckedSpace {
  readonly ok: boolean
  readonly ops: number
  readonly trees: number
  readonly pages: number
  /** Referenced files, each once. */
  readonly files: number
  readonly fingerprint: string
  /** Plain sentences. */
  readonly problems: readonly string[]
}

/** Proves a space: its database, every page's document, and every file that an entry or a page refers to. */
export async function checkSpace(
  folder: DataFolder,
  spaceId: SpaceId,
  environment: Environment,
): Promise<CheckedSpace> {
  const references = new References(spaceId)
  const path = folder.database(spaceId)
  const database = checkDatabase({ path, spaceId, environment, onTree: (tree) => references.collect(tree) })
  const problems = [
    ...database.problems,
    ...references.problems(),
    ...(await fileProblems(folder.files(spaceId), references.hashes)),
  ]
  return {
    ok: problems.length === 0,
    ops: database.ops,
    trees: database.trees,
    pages: references.pageCount,
    files: references.hashes.size,
    fingerprint: database.fingerprint,
    problems,
  }
}

/** What the trees of a space say they need: documents and files. */
class References {
  readonly hashes = new Set<string>()
  readonly #treeIds = new Set<TreeId>()
  readonly #nameByTree = new Map<TreeId, string>()
  readonly #unreadable: string[] = []
  pageCount = 0

  constructor(readonly spaceId: SpaceId) {}

  collect(tree: SpaceTree): void {
    this.#treeIds.add(tree.treeId)
    if (tree.treeId === this.spaceId) this.#collectEntries(tree)
    else if (tree.root) this.#collectDocument(tree, tree.root.id)
  }

  problems(): string[] {
    const missing = [...this.#nameByTree].filter(([treeId]) => !this.#treeIds.has(treeId))
    return [
      ...missing.map(([treeId, name]) => `The document of “${name}” (tree ${treeId}) is missing.`),
      ...this.#unreadable,
    ]
  }

  #collectEntries(tree: SpaceTree): void {
    for (const { id } of tree.getAllVertices()) {
      const parentId = tree.parentOf(id)
      const entry = parentId && entryOf(id, parentId, (key) => tree.property(id, key), false)
      if (!entry || tree.isRemoved(id)) continue
      if (entry.file) this.hashes.add(entry.file.hash)
      if (entry.treeId !== undefined) this.#nameByTree.set(entry.treeId, entry.name)
      if (entry.appId === 'page') this.pageCount += 1
    }
  }

  #collectDocument(tree: SpaceTree, rootId: VertexId): void {
    const appId = tree.property(rootId, 'appId')
    try {
      if (appId === 'page') this.#collectHashes(pageJson(tree))
      else if (appId === BOARD_APP) this.#collectNotes(tree)
    } catch (error) {
      const name = this.#nameByTree.get(tree.treeId) ?? tree.treeId
      this.#unreadable.push(
        `The text of “${name}” cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      )
    }
  }

  /** Of deleted cards too: they can be brought back. */
  #collectNotes(tree: SpaceTree): void {
    for (const { id } of tree.getAllVertices())
      if (tree.textKeys(id).includes(NOTES)) this.#collectHashes(textJson(tree, id, NOTES))
  }

  #collectHashes(node: JSONContent): void {
    const hash: unknown = node.attrs?.['hash']
    if (typeof hash === 'string') this.hashes.add(hash)
    node.content?.forEach((child) => this.#collectHashes(child))
  }
}

async function fileProblems(folder: string, hashes: ReadonlySet<string>): Promise<string[]> {
  const store = new FolderFileStore(folder)
  const problems: string[] = []
  for (const hash of hashes) {
    // Reading verifies: the store hands out nothing whose content is not its hash.
    await store.get(hash).catch((error: unknown) => problems.push(describeError(AppError.detailOf(error))))
  }
  return problems
}
