import { AppError, describeError } from '../../../core/AppError'
import type { Cancel } from '../../../core/environment'
import type { Entry } from '../../../core/space/Entry'
import type { Space } from '../../../core/space/Space'
import type { TreeId, VertexId } from '../../../core/tree/ops'
import { keepLinks } from '../../state/keepLinks'
import { LiveBoard } from './LiveBoard'

/** A board's tree, loaded while someone looks at it. */
export class BoardDocument {
  live = $state.raw<LiveBoard>()
  problem = $state<string>()
  readonly #treeId: TreeId | undefined
  readonly #entryId: VertexId
  #stop: Cancel | undefined
  #isEdited = false
  #isClosed = false

  constructor(
    readonly space: Space,
    entry: Entry,
  ) {
    this.#entryId = entry.id
    this.#treeId = entry.treeId
    if (this.#treeId === undefined) this.problem = 'It has no document.'
  }

  async open(): Promise<void> {
    if (this.#treeId === undefined) return
    try {
      const { tree } = await this.space.openAppTree(this.#treeId)
      if (this.#isClosed) return
      if (!tree.root) throw new AppError({ code: 'page-missing', page: this.#treeId })
      this.#stop = tree.onLocalOps(() => (this.#isEdited = true))
      this.live = new LiveBoard(tree, this.space.environment)
    } catch (error) {
      this.problem = describeError(AppError.detailOf(error))
    }
  }

  /** What a card's notes link to now. */
  keepCardLinks(cardId: VertexId, links: readonly VertexId[]): void {
    const tree = this.live?.tree
    if (!tree?.has(cardId) || JSON.stringify(tree.property(cardId, 'links') ?? []) === JSON.stringify(links)) return
    tree.setProperty(cardId, 'links', [...links])
    this.#keepLinks()
  }

  /** It takes what is written to it also when nobody looks at it any more, for as long as `use` takes. */
  async keepOpen(use: () => Promise<void>): Promise<void> {
    if (this.#treeId !== undefined) await this.space.withAppTree(this.#treeId, use)
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // Cards that were deleted or brought back have taken their links with them.
    if (this.#isEdited) this.#keepLinks()
    this.#stop?.()
    this.live = undefined
    if (this.#treeId !== undefined) this.space.closeAppTree(this.#treeId)
  }

  #keepLinks(): void {
    if (this.live) keepLinks(this.space, this.#entryId, this.live.board.links())
  }
}
