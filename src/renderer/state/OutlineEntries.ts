import { SvelteMap } from 'svelte/reactivity'
import type { Entry } from '../../core/space/Entry'
import type { VertexId } from '../../core/tree/ops'
import type { EntrySource } from './EntrySource'

/** Children of a vertex in their order; `onFirst` is told the first of them as soon as they are known. */
type ReadEntries = (parentId: VertexId, onFirst: (entries: readonly Entry[]) => void) => Promise<readonly Entry[]>

interface Children {
  readonly ids: readonly VertexId[]
  /** The others of a long list are still to come. */
  readonly isAll: boolean
}

/** Entries from the node table: read folder by folder as they are opened, never changed. */
export class OutlineEntries implements EntrySource {
  readonly isLive = false
  readonly contentId = 'content'
  readonly #childrenByParent = new SvelteMap<VertexId, Children>()
  readonly #entryById = new Map<VertexId, Entry>()

  constructor(readonly read: ReadEntries) {}

  /** Makes the first children of these parents readable, and the others when they come; call it before showing them. */
  async load(parentIds: Iterable<VertexId>): Promise<void> {
    const missing = [...parentIds].filter((id) => !this.#childrenByParent.has(id))
    await Promise.all(missing.map((parentId) => this.#load(parentId)))
  }

  entry(id: VertexId): Entry | undefined {
    return this.#entryById.get(id)
  }

  childIds(parentId: VertexId): readonly VertexId[] {
    return this.#childrenByParent.get(parentId)?.ids ?? []
  }

  hasAll(parentId: VertexId): boolean {
    return this.#childrenByParent.get(parentId)?.isAll ?? true
  }

  /** Resolves when there is something to show. */
  #load(parentId: VertexId): Promise<void> {
    return new Promise((resolve, reject) => {
      const show = (entries: readonly Entry[], isAll: boolean): void => {
        for (const entry of entries) this.#entryById.set(entry.id, entry)
        this.#childrenByParent.set(parentId, { ids: entries.map(({ id }) => id), isAll })
        resolve()
      }
      // If the rest does not come, the live space brings it, or says why there is none.
      this.read(parentId, (first) => show(first, false)).then((all) => show(all, true), reject)
    })
  }
}
