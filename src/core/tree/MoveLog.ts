import { HALF, IntRows } from './IntRows'
import type { InternedStrings } from './InternedStrings'
import { NONE, type VertexPlaces } from './VertexPlaces'

/* What is known of a move. */
const PEER = 0
const TARGET = 1
const PARENT = 2
/** Where the target was when the move was (re)done. */
const BEFORE = 3
/** Takes two fields. */
const COUNTER = 4
const FIELDS = 6

/** One move, by numbers; `parent` may be `NONE`. */
export interface Move {
  readonly counter: number
  readonly peer: number
  readonly target: number
  readonly parent: number
}

/** Many of them. */
export interface MoveColumns {
  readonly counters: Float64Array
  readonly peers: Int32Array
  readonly targets: Int32Array
  readonly parents: Int32Array
}

/**
 * All moves of a tree in op id order, always applied in exactly that order: the replicated move operation of Kleppmann
 * et al. (2021). A vertex nobody has placed yet counts as lying under the null vertex, so undoing a creation puts it
 * back there and the result depends on the set of moves alone.
 *
 * Inserting costs one undo and redo of what is newer than the oldest new move, however many are new. Redoing costs the
 * depth of the new parent, or nothing when the target has no children.
 */
export class MoveLog {
  readonly #rows = new IntRows(FIELDS)

  constructor(
    private readonly places: VertexPlaces,
    private readonly peerIds: InternedStrings,
  ) {}

  get count(): number {
    return this.#rows.length
  }

  settle(): void {
    this.#rows.settle()
  }

  at(index: number): Move {
    return {
      counter: this.counterAt(index),
      peer: this.peerAt(index),
      target: this.targetAt(index),
      parent: this.parentAt(index),
    }
  }

  counterAt(index: number): number {
    return this.#rows.wideAt(index, COUNTER)
  }

  peerAt(index: number): number {
    return this.#rows.at(index, PEER)
  }

  targetAt(index: number): number {
    return this.#rows.at(index, TARGET)
  }

  parentAt(index: number): number {
    return this.#rows.at(index, PARENT)
  }

  /** Into a log that has those before `from`: moves in op id order, up to and without `end`. */
  load({ counters, peers, targets, parents }: MoveColumns, from: number, end: number): void {
    this.#rows.reserve(targets.length)
    this.#rows.extend(end)
    const rows = this.#rows.raw()
    for (let i = from; i < end; i++) {
      const row = i * FIELDS
      const counter = counters[i] ?? 0
      const target = targets[i] ?? 0
      const parent = parents[i] ?? NONE
      rows[row + PEER] = peers[i] ?? 0
      rows[row + TARGET] = target
      rows[row + PARENT] = parent
      rows[row + BEFORE] = this.places.parentOf(target)
      rows[row + COUNTER] = (counter / HALF) | 0
      rows[row + COUNTER + 1] = counter | 0
      if (this.#mayPlace(target, parent)) this.places.load(target, parent)
    }
  }

  /** `added` holds nothing the log has, in any order. */
  insert(added: Move[]): void {
    if (!this.#isSorted(added)) added.sort((a, b) => this.#compare(a, b))
    const [lowest] = added
    if (!lowest) return
    const newer = this.#undoDownTo(lowest)
    let next = 0
    for (const move of added) {
      for (let later = newer[next]; later && this.#compare(later, move) < 0; later = newer[++next]) this.append(later)
      this.append(move)
    }
    for (let later = newer[next]; later; later = newer[++next]) this.append(later)
  }

  /** A move that is newer than all before it. */
  append({ counter, peer, target, parent }: Move): void {
    const row = this.#rows.add()
    this.#rows.setWide(row, COUNTER, counter)
    this.#rows.set(row, PEER, peer)
    this.#rows.set(row, TARGET, target)
    this.#rows.set(row, PARENT, parent)
    this.#rows.set(row, BEFORE, this.places.parentOf(target))
    if (this.#mayPlace(target, parent)) this.places.place(target, parent)
  }

  /** It would not come to lie in itself. */
  #mayPlace(target: number, parent: number): boolean {
    if (target === parent) return false
    // Without children it is nobody's ancestor: most moves, and all creations, need no walk.
    return parent === NONE || !this.places.isParent(target) || !this.places.isAtOrUnder(parent, target)
  }

  /** Takes the moves newer than `lowest` off the log, newest first undone; returns them oldest first. */
  #undoDownTo(lowest: Move): Move[] {
    const newer: Move[] = []
    let keep = this.count
    for (; keep > 0; keep--) {
      const move = this.at(keep - 1)
      if (this.#compare(move, lowest) < 0) break
      this.places.place(move.target, this.#rows.at(keep - 1, BEFORE))
      newer.push(move)
    }
    this.#rows.cut(keep)
    return newer.reverse()
  }

  #compare(a: Move, b: Move): number {
    if (a.counter !== b.counter) return a.counter - b.counter
    if (a.peer === b.peer) return 0
    return this.peerIds.at(a.peer) < this.peerIds.at(b.peer) ? -1 : 1
  }

  #isSorted(moves: readonly Move[]): boolean {
    for (let i = 1; i < moves.length; i++) {
      const [previous, move] = [moves[i - 1], moves[i]]
      if (previous && move && this.#compare(previous, move) > 0) return false
    }
    return true
  }
}
