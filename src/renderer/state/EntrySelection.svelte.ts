import type { VertexId } from '../../core/tree/ops'

const NONE: readonly VertexId[] = []

/** Which entries of a list are selected. What the list does not show (it went away, or its row was closed) is not selected. */
export class EntrySelection {
  /** What is touched is selected instead of opened, until somebody is done. */
  isChoosing = $state(false)
  /** Something was selected since it was last given up: a screen reader hears the number from then on. */
  isUsed = $state(false)
  #chosen = $state.raw<ReadonlySet<VertexId>>(new Set())
  /** From where a range goes. */
  #anchorId: VertexId | undefined
  /** To where. */
  #headId: VertexId | undefined

  /** In the order of the list. */
  readonly ids: readonly VertexId[] = $derived.by(() => {
    const chosen = this.#chosen
    return chosen.size === 0 ? NONE : this.visibleIds().filter((id) => chosen.has(id))
  })
  readonly #set: ReadonlySet<VertexId> = $derived(new Set(this.ids))

  constructor(
    /** The list; read reactively. */
    readonly visibleIds: () => readonly VertexId[],
  ) {}

  get size(): number {
    return this.ids.length
  }

  has(id: VertexId): boolean {
    return this.#set.has(id)
  }

  toggle(id: VertexId): void {
    const chosen = new Set(this.#set)
    if (!chosen.delete(id)) chosen.add(id)
    this.#anchorId = this.#headId = id
    this.#choose(chosen)
  }

  /** From where it began to `id`, instead of what was selected from there before. `fromId`: where it begins if nothing is selected. */
  extend(id: VertexId, fromId: VertexId): void {
    const list = this.visibleIds()
    const anchor = this.size === 0 ? -1 : list.indexOf(this.#anchorId ?? '')
    if (anchor < 0) this.#anchorId = fromId
    const start = anchor < 0 ? list.indexOf(fromId) : anchor
    const chosen = new Set(this.#set)
    const before = anchor < 0 ? -1 : list.indexOf(this.#headId ?? '')
    if (before >= 0) for (const one of between(list, start, before)) chosen.delete(one)
    for (const one of between(list, start, list.indexOf(id))) chosen.add(one)
    this.#headId = id
    this.#choose(chosen)
  }

  selectAll(ids: readonly VertexId[]): void {
    this.#anchorId = ids[0]
    this.#headId = ids.at(-1)
    this.#choose(new Set(ids))
  }

  /** For whoever has no keys: what is touched from now on is selected. */
  beginWith(id?: VertexId): void {
    this.isChoosing = true
    this.isUsed = true
    if (id !== undefined && !this.has(id)) this.toggle(id)
  }

  clear(): void {
    this.isChoosing = false
    if (this.#chosen.size > 0) this.#chosen = new Set()
  }

  /** A click that selects; false: one that opens, which gives up the selection. `fromId`: see `extend`. */
  click(id: VertexId, event: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>, fromId: VertexId): boolean {
    if (event.shiftKey) this.extend(id, fromId)
    else if (event.ctrlKey || event.metaKey || this.isChoosing) this.toggle(id)
    else {
      this.clear()
      return false
    }
    return true
  }

  #choose(chosen: ReadonlySet<VertexId>): void {
    this.isUsed = true
    this.#chosen = chosen
  }
}

function between(list: readonly VertexId[], a: number, b: number): readonly VertexId[] {
  return b < 0 ? [] : list.slice(Math.min(a, b), Math.max(a, b) + 1)
}
