import { createSubscriber } from 'svelte/reactivity'
import type { Cancel, Timers } from '../../core/environment'
import { Listeners } from '../../core/Listeners'
import type { EntryKind, StoredFile } from '../../core/space/Entry'
import type { Space } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import type { TreeChange } from '../../core/tree/TreeChange'
import { SlicedWork } from './SlicedWork'

export interface CatalogRow {
  readonly id: VertexId
  readonly kind: EntryKind
  readonly name: string
  /** The name without regard to case, for comparing. */
  readonly key: string
  readonly icon: string | undefined
  readonly appId: string | undefined
  /** Only of kind `file`. */
  readonly file: StoredFile | undefined
}

/** Looking at the clock takes as long as reading an entry. */
const ENTRIES_PER_LOOK = 100
const SHOWN_PROPERTIES = ['kind', 'name', 'icon', 'mimeType']

/**
 * Every live entry by name, for finding one by typing. Read a slice at a time, each in a task of its own, from the top
 * down; later only what has changed is read again. Readers run again when it is complete.
 */
export class EntryCatalog {
  readonly #rowById = new Map<VertexId, CatalogRow>()
  /** In the order they were found. Entries that wait are read when their turn comes, as they are then. */
  readonly #waiting = new Set<VertexId>()
  /** Of those, the ones whose whole branch appeared or went, and maybe came back: nothing known below counts. */
  readonly #branches = new Set<VertexId>()
  readonly #pathByParent = new Map<VertexId, string>()
  readonly #subscribe: () => void
  readonly #stop: Cancel
  readonly #whenComplete = new Set<() => void>()
  readonly #readListeners = new Listeners<[id: VertexId]>()
  #update: (() => void) | undefined
  #rows: readonly CatalogRow[] | undefined
  readonly #reading: SlicedWork

  constructor(
    readonly space: Space,
    timers: Pick<Timers, 'defer'> = space.environment.timers,
    /** In ms. */
    clock?: () => number,
  ) {
    this.#reading = new SlicedWork(timers, clock)
    this.#subscribe = createSubscriber((update) => {
      this.#update = update
      return () => (this.#update = undefined)
    })
    this.#stop = space.tree.onChange((change) => this.#hear(change))
    this.#await(space.tree.childIds(space.contentId))
  }

  /** False while entries wait to be read; what is found until then is right, but need not be all. */
  get isComplete(): boolean {
    this.#subscribe()
    return this.#waiting.size === 0
  }

  /** Parents first. Cost: one copy of the list after a change, nothing otherwise. */
  rows(): readonly CatalogRow[] {
    this.#subscribe()
    this.#rows ??= [...this.#rowById.values()]
    return this.#rows
  }

  /** Read at once if it must be; undefined for what is in the trash or deleted. */
  row(id: VertexId): CatalogRow | undefined {
    this.#subscribe()
    if (!this.space.entries.isLive(id)) return undefined
    return this.#rowById.get(id) ?? this.#read(id)
  }

  /** Names from the top down to the parent: `Projects / Garden`; empty at the top. */
  path(id: VertexId): string {
    const parentId = this.space.tree.parentOf(id)
    return typeof parentId === 'string' ? this.#pathOf(parentId) : ''
  }

  whenComplete(): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#whenComplete.add(resolve))
  }

  /** Called for each entry when it is read: all that are there, then those that appear, move, or show something else. */
  onRead(listener: (id: VertexId) => void): Cancel {
    return this.#readListeners.add(listener)
  }

  /** Reads what waits now. Cost: one visit for each, so only for what cannot wait. */
  complete(): void {
    this.#reading.finish()
  }

  dispose(): void {
    this.#stop()
    this.#reading.stop()
    this.#waiting.clear()
    this.#branches.clear()
    this.#finished()
  }

  #hear(change: TreeChange): void {
    const renamed = [...change.properties].filter(([, keys]) => SHOWN_PROPERTIES.some((key) => keys.has(key)))
    if (change.moved.size > 0 || renamed.length > 0) this.#pathByParent.clear()
    for (const [id, { from, to }] of change.moved) if (!this.#holds(from) || !this.#holds(to)) this.#branches.add(id)
    this.#await([...change.created, ...change.moved.keys(), ...renamed.map(([id]) => id)])
  }

  #await(ids: Iterable<VertexId>): void {
    for (const id of ids) this.#waiting.add(id)
    if (this.#waiting.size > 0 && !this.#reading.isUnderWay)
      this.#reading.begin(this.#readWaiting(), () => this.#finished())
  }

  /** Also what comes to wait meanwhile. */
  *#readWaiting(): Generator<void, void> {
    let visits = 0
    for (const id of this.#waiting) {
      this.#waiting.delete(id)
      this.#visit(id)
      if (++visits % ENTRIES_PER_LOOK !== 0) continue
      this.#rows = undefined
      yield
    }
  }

  /** Its children too where it has appeared or gone: what lies below has appeared or gone with it. */
  #visit(id: VertexId): void {
    const isBranch = this.#branches.delete(id)
    const wasLive = this.#rowById.has(id)
    const row = this.space.entries.isLive(id) ? this.#read(id) : undefined
    if (row) this.#rowById.set(id, row)
    else this.#rowById.delete(id)
    this.#readListeners.tell(id)
    if (!isBranch && wasLive === (row !== undefined)) return
    for (const childId of this.space.tree.childIds(id)) {
      this.#waiting.add(childId)
      if (isBranch) this.#branches.add(childId)
    }
  }

  /** Whether what lies in it is live. */
  #holds(id: VertexId | null): boolean {
    return id !== null && (id === this.space.contentId || this.space.entries.isLive(id))
  }

  #read(id: VertexId): CatalogRow | undefined {
    const entry = this.space.entries.get(id)
    if (!entry) return undefined
    const { kind, name, icon, appId, file } = entry
    return { id, kind, name, key: name.toLocaleLowerCase(), icon, appId, file }
  }

  #pathOf(id: VertexId): string {
    const known = this.#pathByParent.get(id)
    if (known !== undefined) return known
    const entry = id === this.space.contentId ? undefined : this.space.entries.get(id)
    const above = entry ? this.path(id) : ''
    const path = [above, entry?.name ?? ''].filter((part) => part !== '').join(' / ')
    this.#pathByParent.set(id, path)
    return path
  }

  #finished(): void {
    this.#rows = undefined
    for (const resolve of this.#whenComplete) resolve()
    this.#whenComplete.clear()
    this.#update?.()
  }
}
