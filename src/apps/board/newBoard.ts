import type { SpaceTree } from '../../core/tree/SpaceTree'
import { ordersBetween } from '../../core/tree/order'
import type { Environment } from '../../core/environment'
import { writeTitle } from './boardTitle'

const COLUMNS = ['To do', 'Doing', 'Done']

/** Fills the tree of a new board with the columns most boards begin with. */
export function newBoard(tree: SpaceTree, environment: Environment): void {
  const { root } = tree
  if (!root) throw new Error('A new tree has a root.')
  const orders = ordersBetween(undefined, undefined, COLUMNS.length, environment)
  tree.transact(() => {
    COLUMNS.forEach((title, index) => {
      const id = tree.createVertex(root.id, { kind: 'column', order: orders[index] })
      writeTitle(tree, id, '', title)
    })
  })
}
