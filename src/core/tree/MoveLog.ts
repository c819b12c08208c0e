import { compareOpIds, type MoveVertex } from './ops'
import type { VertexRecord } from './VertexRecord'

/** One move in the log. `before` is where its target was when it was (re)done. */
export interface MoveEntry {
  readonly op: MoveVertex
  readonly target: VertexRecord
  readonly parent: VertexRecord | null
  before: VertexRecord | null
}

/**
 * All moves of a tree in op id order, always applied in exactly that order: the replicated move operation of Kleppmann
 * et al. (2021). A record nobody has placed yet counts as lying under the null vertex, so undoing a creation puts it
 * back there and the result depends on the set of moves alone.
 *
 * Inserting costs one undo and redo of what is newer than the oldest new move, however many are new. Redoing costs the
 * depth of the new parent, or nothing when the target has no children.
 */
export class MoveLog {
  readonly #entries: MoveEntry[] = []
  /** Records placed since `takeTouched`. */
  #touched: VertexRecord[] = []

  get count(): number {
    return this.#entries.length
  }

  ops(): MoveVertex[] {
    return this.#entries.map((entry) => entry.op)
  }

  /** `added` is in op id order and holds nothing the log has. */
  insert(added: readonly MoveEntry[]): void {
    const lowest = added[0]
    if (!lowest) return
    const newer = this.#undoDownTo(lowest)
    if (newer.length === 0) {
      for (const entry of added) this.#redo(entry)
      return
    }
    let next = 0
    for (const entry of added) {
      for (let later = newer[next]; later && compareOpIds(later.op.id, entry.op.id) < 0; later = newer[++next]) {
        this.#redo(later)
      }
      this.#redo(entry)
    }
    for (let later = newer[next]; later; later = newer[++next]) this.#redo(later)
  }

  /** The records whose `parent` was written since the last call; some may be back where they were. */
  takeTouched(): readonly VertexRecord[] {
    const touched = this.#touched
    this.#touched = []
    return touched
  }

  /** Takes the entries newer than `lowest` off the log, newest first undone; returns them oldest first. */
  #undoDownTo(lowest: MoveEntry): MoveEntry[] {
    let keep = this.#entries.length
    for (let entry = this.#entries[keep - 1]; entry; entry = this.#entries[keep - 1]) {
      if (compareOpIds(entry.op.id, lowest.op.id) < 0) break
      this.#place(entry.target, entry.before)
      keep--
    }
    return keep === this.#entries.length ? [] : this.#entries.splice(keep)
  }

  #redo(entry: MoveEntry): void {
    const { target, parent } = entry
    this.#entries.push(entry)
    entry.before = target.parent
    if (target === parent) return
    // Without children it is nobody's ancestor: most moves, and all creations, need no walk.
    if (target.childCount > 0 && parent && parent.isAtOrUnder(target)) return
    this.#place(target, parent)
  }

  #place(record: VertexRecord, parent: VertexRecord | null): void {
    if (record.parent === parent) return
    if (record.parentBeforeBatch === undefined) {
      record.parentBeforeBatch = record.parent
      this.#touched.push(record)
    }
    if (record.parent) record.parent.childCount--
    if (parent) parent.childCount++
    record.parent = parent
  }
}
