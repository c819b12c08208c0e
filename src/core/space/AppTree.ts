import type { SpaceTree } from '../tree/SpaceTree'
import type { TreeId } from '../tree/ops'

/** One document of a space, loaded: its tree, and which app reads it. */
export class AppTree {
  constructor(readonly tree: SpaceTree) {}

  get id(): TreeId {
    return this.tree.treeId
  }

  /** The app that reads this document, from its root; undefined until the root has arrived. */
  get appId(): string | undefined {
    const root = this.tree.root
    const appId = root?.getProperty('appId')
    return typeof appId === 'string' ? appId : undefined
  }
}
