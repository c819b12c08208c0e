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
const WIDTH = BLANK.length

/**
 * Who lies under whom, by vertex number: parents as the moves put them, and lists of children, which follow when a batch
 * is through (`link`, `unlink`).
 */
export class VertexPlaces {
  readonly #rows = new IntRows(WIDTH)
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
    this.load(vertex, parent)
  }

  /** The same for a tree that is being loaded, whose children `linkAll` lists. */
  load(vertex: number, parent: number): void {
    const rows = this.#rows.raw()
    const at = vertex * WIDTH
    const from = rows[at + PARENT] ?? NONE
    rows[at + PARENT] = parent
    if (from !== NONE) rows[from * WIDTH + CHILD_COUNT]! -= 1
    if (parent !== NONE) rows[parent * WIDTH + CHILD_COUNT]! += 1
  }

  /** The vertices placed since the last call, each once; some may be back where they were. */
  takeTouched(): readonly number[] {
    if (this.#lastTouched === NONE) return NO_VERTICES
    const touched = this.#touched ?? []
    touched.push(this.#lastTouched)
    this.#lastTouched = NONE
    this.#touched = undefined
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

  /** Lists these vertices as children, where they are not listed yet and the moves are all loaded. */
  linkAll(from: number, end: number): void {
    const rows = this.#rows.raw()
    for (let vertex = from; vertex < end; vertex++) {
      const parent = rows[vertex * WIDTH + PARENT] ?? NONE
      if (parent === NONE) continue
      const next = rows[parent * WIDTH + FIRST_CHILD] ?? NONE
      rows[vertex * WIDTH + NEXT_SIBLING] = next
      if (next !== NONE) rows[next * WIDTH + PREVIOUS_SIBLING] = vertex
      rows[parent * WIDTH + FIRST_CHILD] = vertex
    }
  }

  unlink(parent: number, vertex: number): void {
    const next = this.#rows.at(vertex, NEXT_SIBLING)
    const previous = this.#rows.at(vertex, PREVIOUS_SIBLING)
    if (next !== NONE) this.#rows.set(next, PREVIOUS_SIBLING, previous)
    if (previous === NONE) this.#rows.set(parent, FIRST_CHILD, next)
    else this.#rows.set(previous, NEXT_SIBLING, next)
  }

  /** The listed children, in no useful order. */
  childrenOf(parent: number): number[] {
    const children: number[] = []
    for (let at = this.#rows.at(parent, FIRST_CHILD); at !== NONE; at = this.#rows.at(at, NEXT_SIBLING))
      children.push(at)
    return children
  }
}
