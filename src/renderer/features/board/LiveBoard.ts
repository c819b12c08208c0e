import { createSubscriber } from 'svelte/reactivity'
import { Board, type BoardColumn } from '../../../apps/board/Board'
import { BoardEdits } from '../../../apps/board/BoardEdits'
import { storedTitle } from '../../../apps/board/boardTitle'
import type { Environment } from '../../../core/environment'
import type { SpaceTree } from '../../../core/tree/SpaceTree'
import type { VertexId } from '../../../core/tree/ops'

/** A loaded board, bridged card by card: what reads one title runs again only when that one changes. */
export class LiveBoard {
  readonly board: Board
  readonly edits: BoardEdits
  readonly #subscribe: () => void
  readonly #touchById = new Map<VertexId, () => void>()

  constructor(
    readonly tree: SpaceTree,
    readonly environment: Environment,
  ) {
    this.board = new Board(tree)
    this.edits = new BoardEdits(this.board, environment)
    this.#subscribe = createSubscriber((update) =>
      tree.onChange(({ created, moved, properties, children }) => {
        if (created.size + moved.size + properties.size + children.size > 0) update()
      }),
    )
  }

  columns(): BoardColumn[] {
    this.#subscribe()
    return this.board.columns()
  }

  deletedCardIds(): VertexId[] {
    this.#subscribe()
    return this.board.deletedCardIds()
  }

  /** As it is shown; never empty. */
  title(id: VertexId): string {
    return this.storedTitle(id).replace(/\s+/g, ' ').trim() || 'Untitled'
  }

  /** As it is edited. */
  storedTitle(id: VertexId): string {
    this.#touch(id)
    return storedTitle(this.tree, id)
  }

  hasNotes(id: VertexId): boolean {
    this.#touch(id)
    return this.board.hasNotes(id)
  }

  #touch(id: VertexId): void {
    let touch = this.#touchById.get(id)
    if (!touch) {
      touch = createSubscriber((update) => {
        const stop = this.tree.onChange(({ texts, properties, created }) => {
          if (texts.has(id) || properties.has(id) || created.has(id)) update()
        })
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
