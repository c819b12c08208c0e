import type * as Y from 'yjs'
import { AppError, describeError } from '../../../core/AppError'
import type { Space } from '../../../core/space/Space'
import type { TreeId } from '../../../core/tree/ops'

/** A page's text, loaded while someone looks at it. */
export class PageDocument {
  doc = $state.raw<Y.Doc>()
  problem = $state<string>()
  #isClosed = false

  constructor(
    readonly space: Space,
    readonly treeId: TreeId,
  ) {}

  async open(): Promise<void> {
    try {
      const { tree } = await this.space.openAppTree(this.treeId)
      if (this.#isClosed) return
      const root = tree.root
      if (!root) throw new AppError({ code: 'page-missing', page: this.treeId })
      this.doc = tree.text(root.id, 'body')
    } catch (error) {
      this.problem = describeError(AppError.detailOf(error))
    }
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.doc = undefined
    this.space.closeAppTree(this.treeId)
  }
}
