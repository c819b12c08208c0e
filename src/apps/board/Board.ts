import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'
import { NULL_VERTEX_ID } from '../../core/tree/VertexId'
import { readTitle } from './boardTitle'

/** The `appId` of boards. */
export const BOARD_APP = 'board'
/** The key of a card's notes among its texts: a text as pages have it. */
export const NOTES = 'body'

export interface BoardColumn {
  readonly id: VertexId
  /** `left-over`: its column is gone, but these cards are not. `loose`: cards that lie in no column. */
  readonly kind: 'column' | 'left-over' | 'loose'
  readonly cardIds: readonly VertexId[]
}

/**
 * A board as its tree holds it: columns under the root, cards in columns, both in sibling order. What is neither, and what
 * a later version may keep there, is left alone and not shown.
 */
export class Board {
  constructor(readonly tree: SpaceTree) {}

  /** Undefined until the root of the tree has arrived. */
  get rootId(): VertexId | undefined {
    return this.tree.root?.id
  }

  /**
   * Left to right. No card that nobody deleted is ever out of sight: columns deleted on one machine while another put a
   * card into them come last, and so do cards in no column.
   */
  columns(): BoardColumn[] {
    const { tree, rootId } = this
    if (rootId === undefined) return []
    const columns: BoardColumn[] = this.#children(rootId, 'column').map((id) => this.#column(id, 'column'))
    const removed = tree.childIds(NULL_VERTEX_ID).filter((id) => tree.property(id, 'kind') === 'column')
    columns.push(...removed.map((id) => this.#column(id, 'left-over')).filter(({ cardIds }) => cardIds.length > 0))
    const loose = tree.childIds(rootId).filter((id) => tree.property(id, 'kind') === 'card')
    if (loose.length > 0) columns.push({ id: rootId, kind: 'loose', cardIds: loose })
    return columns
  }

  columnOf(cardId: VertexId): BoardColumn | undefined {
    const parentId = this.tree.parentOf(cardId)
    return this.columns().find(({ id }) => id === parentId)
  }

  /** On the board now. */
  hasCard(id: VertexId): boolean {
    return this.columnOf(id)?.cardIds.includes(id) ?? false
  }

  /** Deleted cards, the latest first. */
  deletedCardIds(): VertexId[] {
    const { tree } = this
    const deletedAt = (id: VertexId): string => {
      const at = tree.property(id, 'deletedAt')
      return typeof at === 'string' ? at : ''
    }
    const ids = tree.childIds(NULL_VERTEX_ID).filter((id) => tree.property(id, 'kind') === 'card')
    return ids.sort((a, b) => (deletedAt(a) < deletedAt(b) ? 1 : deletedAt(a) > deletedAt(b) ? -1 : 0))
  }

  /** In one line; empty when it has none. */
  title(id: VertexId): string {
    return readTitle(this.tree, id)
  }

  /** Somebody has written notes. True also when all of them were deleted again. */
  hasNotes(cardId: VertexId): boolean {
    return this.tree.textKeys(cardId).includes(NOTES)
  }

  /** What the notes of its cards link to, each once, in a fixed order. */
  links(): VertexId[] {
    const cardIds = this.columns().flatMap(({ cardIds }) => cardIds)
    const links = cardIds.flatMap((id) => {
      const stored = this.tree.property(id, 'links')
      return Array.isArray(stored) ? stored.filter((link): link is string => typeof link === 'string') : []
    })
    return [...new Set(links)].sort()
  }

  #column(id: VertexId, kind: BoardColumn['kind']): BoardColumn {
    return { id, kind, cardIds: this.#children(id, 'card') }
  }

  /** Of this kind, or of none. */
  #children(parentId: VertexId, kind: 'column' | 'card'): VertexId[] {
    return this.tree.childIds(parentId).filter((id) => {
      const stored = this.tree.property(id, 'kind')
      return stored === kind || stored === undefined
    })
  }
}
