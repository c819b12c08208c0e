import type { OpenSpace } from '../core/space/OpenSpace'
import type { TreeId, VertexId } from '../core/tree/ops'

/** Finds what documents are called, for the few that have to be named. Cost of the first question: the whole outline. */
export class DocumentNames {
  #nameByTree: ReadonlyMap<TreeId, string> = new Map()
  /** Looked for already: one that was not found is not looked for again. */
  readonly #asked = new Set<TreeId>()
  #looking: Promise<void> = Promise.resolve()

  constructor(
    readonly open: OpenSpace,
    readonly onFound: () => void,
  ) {}

  /** Null while it is being looked up, and for a document that is not in the space. */
  nameOf(treeId: TreeId): string | null {
    const name = this.#nameByTree.get(treeId)
    if (name === undefined && !this.#asked.has(treeId)) {
      this.#asked.add(treeId)
      this.#looking = this.#looking.then(() => this.#look()).catch(() => undefined)
    }
    return name ?? null
  }

  async #look(): Promise<void> {
    if ([...this.#asked].every((treeId) => this.#nameByTree.has(treeId))) return
    const found = new Map<TreeId, string>([[this.open.id, 'Folders and names']])
    const waiting: (VertexId | 'content' | 'trash')[] = ['content', 'trash']
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const { id, treeId, name, hasChildren } of await this.open.outline(at)) {
        if (treeId !== undefined) found.set(treeId, name)
        if (hasChildren) waiting.push(id)
      }
    }
    this.#nameByTree = found
    this.onFound()
  }
}
