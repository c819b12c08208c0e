import { IntRows } from './IntRows'

/** Instead of a vertex: a root's parent, the end of a list. */
export const NONE = -1
/** The null vertex is the first of every tree. */
export const NULL_VERTEX = 0
const NOT_MOVED = -2

/* What is known of a vertex. */
const PARENT = 0
/** How many vertices have this one as parent, listed or not. */
const CHILD_COUNT = 1
/** The parent before the batch that is being applied. */
const PARENT_BEFORE = 2
const FIRST_CHILD = 3
const NEXT_SIBLING = 4
const PREVIOUS_SIBLING = 5
/** The write that begins the list of its properties, which `PropertyTable` has. */
const FIRST_WRITE = 6
const NO_VERTICES: readonly number[] = []
const BLANK = [NULL_VERTEX, 0, NOT_MOVED, NONE, NONE, NONE, NONE]

/**
 * Who lies under whom, by vertex number: parents as the moves put them, and lists of children, which follow when a batch
 * is through (`link`, `unlink`).
 */
export class VertexPlaces {
  readonly #rows = new IntRows(BLANK.length)
  /** Placed since `takeTouched`: the newest one, and those before it. */
  #lastTouched = NONE
  #touched: number[] | undefined

  constructor() {
    this.grow(1)
    this.#rows.set(NULL_VERTEX, PARENT, NONE)
  }

  /** Room for more vertices, which nobody has placed yet: they count as lying under the null vertex. */
  grow(count: number): void {
    const added = count - this.#rows.length
    if (this.#rows.length > 0) this.#rows.set(NULL_VERTEX, CHILD_COUNT, this.#rows.at(NULL_VERTEX, CHILD_COUNT) + added)
    this.#rows.grow(count, BLANK)
  }

  settle(): void {
    this.#rows.settle()
  }

  parentOf(vertex: number): number {
    return this.#rows.at(vertex, PARENT)
  }

  firstWriteOf(vertex: number): number {
    return this.#rows.at(vertex, FIRST_WRITE)
  }

  setFirstWrite(vertex: number, write: number): void {
    this.#rows.set(vertex, FIRST_WRITE, write)
  }

  isParent(vertex: number): boolean {
    return this.#rows.at(vertex, CHILD_COUNT) > 0
  }

  isAtOrUnder(vertex: number, ancestor: number): boolean {
    for (let at = vertex; at !== NONE; at = this.#rows.at(at, PARENT)) if (at === ancestor) return true
    return false
  }

  place(vertex: number, parent: number): void {
    const from = this.#rows.at(vertex, PARENT)
    if (from === parent) return
    if (this.#rows.at(vertex, PARENT_BEFORE) === NOT_MOVED) {
      this.#rows.set(vertex, PARENT_BEFORE, from)
      if (this.#lastTouched !== NONE) {
        this.#touched ??= []
        this.#touched.push(this.#lastTouched)
      }
      this.#lastTouched = vertex
    }
    if (from !== NONE) this.#rows.set(from, CHILD_COUNT, this.#rows.at(from, CHILD_COUNT) - 1)
    if (parent !== NONE) this.#rows.set(parent, CHILD_COUNT, this.#rows.at(parent, CHILD_COUNT) + 1)
    this.#rows.set(vertex, PARENT, parent)
  }

  /** The vertices placed since the last call, each once; some may be back where they were. */
  takeTouched(): readonly number[] {
    if (this.#lastTouched === NONE) return NO_VERTICES
    const touched = this.#touched ?? []
    touched.push(this.#lastTouched)
    this.#forgetTouched()
    return touched
  }

  /** The parent before the batch, its own one when it was not moved; from now on it counts as not moved. */
  takeParentBefore(vertex: number): number {
    const before = this.#rows.at(vertex, PARENT_BEFORE)
    if (before === NOT_MOVED) return this.#rows.at(vertex, PARENT)
    this.#rows.set(vertex, PARENT_BEFORE, NOT_MOVED)
    if (this.#lastTouched === vertex) this.#lastTouched = this.#touched?.pop() ?? NONE
    return before
  }

  /** Puts a vertex that is in no list into that of its parent. */
  link(parent: number, vertex: number): void {
    const next = this.#rows.at(parent, FIRST_CHILD)
    this.#rows.set(vertex, NEXT_SIBLING, next)
    this.#rows.set(vertex, PREVIOUS_SIBLING, NONE)
    if (next !== NONE) this.#rows.set(next, PREVIOUS_SIBLING, vertex)
    this.#rows.set(parent, FIRST_CHILD, vertex)
  }

  /** Lists these vertices as children, where they are not listed yet and the moves are all done. */
  linkAll(from: number, end: number): void {
    for (let vertex = from; vertex < end; vertex++) {
      this.#rows.set(vertex, PARENT_BEFORE, NOT_MOVED)
      const parent = this.#rows.at(vertex, PARENT)
      if (parent !== NONE) this.link(parent, vertex)
    }
    this.#forgetTouched()
  }

  unlink(parent: number, vertex: number): void {
    const next = this.#rows.at(vertex, NEXT_SIBLING)
    const previous = this.#rows.at(vertex, PREVIOUS_SIBLING)
    if (next !== NONE) this.#rows.set(next, PREVIOUS_SIBLING, previous)
    if (previous === NONE) this.#rows.set(parent, FIRST_CHILD, next)
    else this.#rows.set(previous, NEXT_SIBLING, next)
  }

  #forgetTouched(): void {
    this.#lastTouched = NONE
    this.#touched = undefined
  }

  /** The listed children, in no useful order. */
  childrenOf(parent: number): number[] {
    const children: number[] = []
    for (let at = this.#rows.at(parent, FIRST_CHILD); at !== NONE; at = this.#rows.at(at, NEXT_SIBLING))
      children.push(at)
    return children
  }
}
