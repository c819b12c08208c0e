import type { JsonValue } from 'reptree'
import type { Environment } from '../environment'
import { siblingOrder, siblingOrders, type Placement } from '../tree/siblingOrder'
import type { SpaceTree } from '../tree/SpaceTree'
import { newVertexId } from '../tree/VertexId'
import type { TreeId, VertexId } from '../tree/ops'
import { ActionHistory } from './ActionHistory'
import { entryOf, type Entry, type StoredFile } from './Entry'

/** So that drawing the trash anew in between costs less than deleting. */
const DELETED_AT_ONCE = 500

export type EntryProperties = Readonly<Record<string, JsonValue>>

/**
 * The folders, documents and files of a space: everything a person does in the sidebar. Each action can be undone and
 * redone (`history`); undoing writes new ops, so it converges like any other edit.
 */
export class Entries {
  readonly history = new ActionHistory()
  /** Asked for with each entry that is looked at. */
  readonly #knownPlaces: { content?: VertexId; trash?: VertexId } = {}

  constructor(
    readonly tree: SpaceTree,
    readonly environment: Environment,
  ) {}

  /** The vertex that holds all live entries. */
  get contentId(): VertexId {
    return this.#place('content')
  }

  get trashId(): VertexId {
    return this.#place('trash')
  }

  get(id: VertexId): Entry | undefined {
    const parentId = this.tree.parentOf(id)
    if (typeof parentId !== 'string') return undefined
    return entryOf(id, parentId, (key) => this.tree.property(id, key), this.tree.childIds(id).length > 0)
  }

  /** In the order people gave them. */
  children(parentId: VertexId): Entry[] {
    return this.tree.childIds(parentId).flatMap((id) => this.get(id) ?? [])
  }

  /** Every entry under `rootId`, parents first. Cost: one visit per entry. */
  *descendants(rootId: VertexId): Generator<Entry> {
    const waiting = [...this.children(rootId)].reverse()
    for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
      yield entry
      waiting.push(...this.children(entry.id).reverse())
    }
  }

  /** From the outermost folder down to the parent of `id`; empty for an entry at the top. */
  path(id: VertexId): Entry[] {
    const path: Entry[] = []
    for (let entry = this.get(id); entry; entry = this.get(entry.parentId)) path.unshift(entry)
    return path.slice(0, -1)
  }

  isInTrash(id: VertexId): boolean {
    return this.tree.isAncestor(id, this.trashId)
  }

  /** Lives under the content vertex: neither in the trash nor deleted for ever. */
  isLive(id: VertexId): boolean {
    return this.tree.isAncestor(id, this.contentId)
  }

  /** `id`: of an entry whose id must be the same wherever it is made; else a new one. */
  createFolder(parentId: VertexId, name: string, properties: EntryProperties = {}, id?: VertexId): VertexId {
    return this.#create(parentId, { ...properties, kind: 'folder', name }, id)
  }

  createFile(
    parentId: VertexId,
    name: string,
    file: StoredFile,
    properties: EntryProperties = {},
    id?: VertexId,
  ): VertexId {
    return this.#create(parentId, { ...properties, kind: 'file', name, ...file }, id)
  }

  /** The entry of a document whose app tree is `treeId`; the space makes the tree itself. */
  createEntry(
    parentId: VertexId,
    name: string,
    app: { readonly appId: string; readonly treeId: TreeId },
    properties: EntryProperties = {},
    id?: VertexId,
  ): VertexId {
    return this.#create(parentId, { ...properties, kind: 'entry', name, ...app }, id)
  }

  rename(id: VertexId, name: string): void {
    this.setProperty(id, 'name', name, 'Rename')
  }

  setIcon(id: VertexId, icon: string | undefined): void {
    this.setProperty(id, 'icon', icon, 'Change icon')
  }

  /** An undoable property write. */
  setProperty(id: VertexId, key: string, value: JsonValue | undefined, label: string): void {
    const previous = this.tree.property(id, key)
    if (previous === value) return
    this.history.perform({
      label,
      redo: () => this.tree.setProperty(id, key, value),
      undo: () => this.tree.setProperty(id, key, previous),
    })
  }

  /**
   * Puts what was made out of sight, under the null vertex, in its place: one after the other, as one step. Undoing it moves them to the
   * trash; what was written into them meanwhile is still there.
   */
  place(ids: readonly VertexId[], parentId: VertexId, placement: Placement, label: string): void {
    const { tree } = this
    this.history.perform({
      label,
      redo: this.#puttingAt(ids, parentId, placement),
      undo: () => tree.transact(() => ids.forEach((id) => tree.move(id, this.trashId))),
    })
  }

  /** False, and nothing changed, when `parentId` is `id` itself or lies below it. */
  move(id: VertexId, parentId: VertexId, placement: Placement = 'end'): boolean {
    return this.moveAll([id], parentId, placement).length > 0
  }

  /**
   * Puts them there one after the other, as one step. Returns those it took: what `parentId` is or lies in stays. Costs one look at
   * each sibling, however many are moved.
   */
  moveAll(ids: readonly VertexId[], parentId: VertexId, placement: Placement = 'end'): VertexId[] {
    const moved = ids.filter((id) => id !== parentId && !this.tree.isAncestor(parentId, id))
    if (moved.length === 0) return moved
    const previous = moved.map((id) => ({ id, from: this.tree.parentOf(id), order: this.tree.property(id, 'order') }))
    this.history.perform({
      label: 'Move',
      redo: this.#puttingAt(moved, parentId, placement),
      undo: () =>
        this.tree.transact(() => {
          for (const { id, from, order } of previous) if (from) this.#put(id, from, order)
        }),
    })
    return moved
  }

  /** Without what lies in another of them: that comes along. */
  outermost(ids: readonly VertexId[]): VertexId[] {
    const all = new Set(ids)
    return ids.filter((id) => {
      let above = this.tree.parentOf(id)
      while (typeof above === 'string' && !all.has(above)) above = this.tree.parentOf(above)
      return typeof above !== 'string'
    })
  }

  /** Into the trash, with all below it; `restore` knows the way back. */
  trash(id: VertexId): void {
    const from = this.tree.parentOf(id)
    if (!from || this.isInTrash(id)) return
    const trashedAt = new Date(this.environment.now()).toISOString()
    this.history.perform({
      label: 'Move to trash',
      redo: () => this.#putInTrash(id, from, trashedAt),
      undo: () => this.#untrash(id, from),
    })
  }

  /** Back to where it was, or to the top when that place is gone. */
  restore(id: VertexId): void {
    const from = this.tree.property(id, 'trashedFrom')
    const trashedAt = this.tree.property(id, 'trashedAt')
    const home = typeof from === 'string' && this.#isHome(from) ? from : this.contentId
    this.history.perform({
      label: 'Restore',
      redo: () => this.#untrash(id, home),
      undo: () => this.#putInTrash(id, home, trashedAt),
    })
  }

  /**
   * Out of the trash and the space for good: not undoable, and says so by leaving no step in the history. Some at a time: goes on
   * when asked for the next ones.
   */
  *deletingForever(ids: readonly VertexId[]): Generator<void, void> {
    for (let start = 0; start < ids.length; start += DELETED_AT_ONCE) {
      this.tree.transact(() => {
        for (const id of ids.slice(start, start + DELETED_AT_ONCE)) if (this.isInTrash(id)) this.tree.remove(id)
      })
      yield
    }
  }

  /** All that `fn` does is one step to undo, and told of once, also when it is undone. */
  inOneStep(label: string, fn: () => void): void {
    const transact = (run: () => void): void => this.tree.transact(run)
    this.history.group(label, () => transact(fn), transact)
  }

  #create(parentId: VertexId, properties: EntryProperties, id = newVertexId(this.environment)): VertexId {
    const order = siblingOrder(this.tree, parentId, 'end', id, this.environment)
    let exists = false
    this.history.perform({
      label: 'Create',
      // Redoing brings the same vertex back: what was written into it meanwhile is still there.
      redo: () => {
        if (exists) this.tree.move(id, parentId)
        else this.tree.createVertex(parentId, { ...properties, order }, id)
        exists = true
      },
      undo: () => this.tree.move(id, this.trashId),
    })
    return id
  }

  #putInTrash(id: VertexId, from: VertexId, trashedAt: JsonValue | undefined): void {
    this.tree.transact(() => {
      this.tree.setProperty(id, 'trashedFrom', from)
      this.tree.setProperty(id, 'trashedAt', trashedAt)
      this.tree.move(id, this.trashId)
    })
  }

  #untrash(id: VertexId, parentId: VertexId): void {
    this.tree.transact(() => {
      this.tree.move(id, parentId)
      this.tree.setProperty(id, 'trashedFrom', undefined)
      this.tree.setProperty(id, 'trashedAt', undefined)
    })
  }

  /** Puts them one after the other: where that is, is found now, whenever it is done. */
  #puttingAt(ids: readonly VertexId[], parentId: VertexId, placement: Placement): () => void {
    const orders = siblingOrders(this.tree, parentId, placement, ids, this.environment)
    return () => this.tree.transact(() => ids.forEach((id, at) => this.#put(id, parentId, orders[at])))
  }

  #put(id: VertexId, parentId: VertexId, order: JsonValue | undefined): void {
    this.tree.transact(() => {
      this.tree.move(id, parentId)
      this.tree.setProperty(id, 'order', order)
    })
  }

  #isHome(id: VertexId): boolean {
    return this.tree.has(id) && (id === this.contentId || this.isLive(id))
  }

  #place(kind: 'content' | 'trash'): VertexId {
    const rootId = this.tree.root?.id
    const known = this.#knownPlaces[kind]
    if (known !== undefined && this.tree.parentOf(known) === rootId) return known
    const place = rootId && this.tree.childIds(rootId).find((id) => this.tree.property(id, 'kind') === kind)
    if (place === undefined) throw new Error(`The space tree has no ${kind}: it was read before it was loaded.`)
    this.#knownPlaces[kind] = place
    return place
  }
}
