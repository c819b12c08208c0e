import { createSubscriber } from 'svelte/reactivity'
import type { Entry, SpaceLook } from '../../core/space/Entry'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import { ChildLists } from './ChildLists'
import type { EntrySource } from './EntrySource'

/** The live space, bridged vertex by vertex: a component that reads one entry runs again only when that entry changes. */
export class LiveEntries implements EntrySource {
  readonly isLive = true
  readonly #touchById = new Map<VertexId, () => void>()
  readonly #lists: ChildLists

  constructor(readonly space: Space) {
    this.#lists = new ChildLists(space.tree)
  }

  get contentId(): VertexId {
    return this.space.contentId
  }

  get trashId(): VertexId {
    return this.space.trashId
  }

  get look(): SpaceLook {
    const root = this.space.tree.root
    if (root) this.#touch(root.id)
    return this.space.look
  }

  entry(id: VertexId): Entry | undefined {
    this.#touch(id)
    return this.space.entries.get(id)
  }

  childIds(parentId: VertexId): readonly VertexId[] {
    this.#touch(parentId)
    return this.#lists.entriesOf(parentId)
  }

  hasAll(): boolean {
    return true
  }

  /** From the top down to the parent of `id`; depends on every entry on the way. */
  path(id: VertexId): Entry[] {
    const path: Entry[] = []
    for (let entry = this.entry(id); entry; entry = this.entry(entry.parentId)) path.unshift(entry)
    return path.slice(0, -1)
  }

  /** Whether it is outside the trash and not deleted; depends on every entry on the way up. */
  isLiveEntry(id: VertexId): boolean {
    this.path(id)
    return this.space.entries.isLive(id)
  }

  #touch(id: VertexId): void {
    let touch = this.#touchById.get(id)
    if (!touch) {
      touch = createSubscriber((update) => {
        const stop = this.space.tree.onVertexChange(id, update)
        return () => {
          stop()
          this.#touchById.delete(id)
        }
      })
      this.#touchById.set(id, touch)
    }
    touch()
  }
}
