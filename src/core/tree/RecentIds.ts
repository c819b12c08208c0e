import type { VertexId } from './ops'

/** The two ids asked for last, and their numbers: ops of one vertex come together, and a parent between its children. */
export class RecentIds {
  #lastId: VertexId | undefined
  #lastIndex = -1
  #olderId: VertexId | undefined
  #olderIndex = -1

  /** -1 when it is neither of them. */
  indexOf(id: VertexId): number {
    if (id === this.#lastId) return this.#lastIndex
    if (id !== this.#olderId) return -1
    const index = this.#olderIndex
    this.remember(id, index)
    return index
  }

  remember(id: VertexId, index: number): void {
    this.#olderId = this.#lastId
    this.#olderIndex = this.#lastIndex
    this.#lastId = id
    this.#lastIndex = index
  }
}
