import type * as Y from 'yjs'
import { AppError, describeError } from '../../../core/AppError'
import { nextTurn } from '../../../core/nextTurn'
import type { Space } from '../../../core/space/Space'
import type { TreeId } from '../../../core/tree/ops'
import type { SpaceTree } from '../../../core/tree/SpaceTree'

/** A page's text, loaded while someone looks at it; a long one is read in steps, with frames and keys between them. */
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
      if (!this.#isClosed) this.doc = await this.#read(tree)
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

  /** Undefined where it was closed meanwhile. */
  async #read(tree: SpaceTree): Promise<Y.Doc | undefined> {
    const root = tree.root
    if (!root) throw new AppError({ code: 'page-missing', page: this.treeId })
    const steps = tree.textInSteps(root.id, 'body')
    while (!this.#isClosed) {
      const step = steps.next()
      if (step.done) return step.value
      await nextTurn(this.space.environment.timers)
    }
    return undefined
  }
}
