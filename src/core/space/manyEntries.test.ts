import { expect, it } from 'vitest'
import { TestEnvironment } from '../testing/TestEnvironment'
import { ordersBetween } from '../tree/order'
import { newSpaceId, Space } from './Space'

it('[UI285] moves, trashes and restores 1,000 of 50,000 entries, each as one step and told once', () => {
  const environment = new TestEnvironment(1)
  const look = { name: 'Test', color: 'green', icon: '🌳' }
  const space = Space.create(
    newSpaceId(environment),
    look,
    environment,
    async function* () {},
    () => undefined,
  )
  const { entries, tree, contentId, trashId } = space
  const orders = ordersBetween(undefined, undefined, 50_000, environment)
  tree.transact(() => {
    for (const [no, order] of orders.entries()) {
      tree.createVertex(contentId, { kind: 'folder', name: `Thing ${no}`, order })
    }
  })
  const before = tree.childIds(contentId)
  const chosen = before.filter((_, at) => at % 50 === 0)
  const isChosen = new Set(chosen)
  let told = 0
  tree.onChange(() => (told += 1))
  const once = (name: string, run: () => void): void => {
    told = 0
    run()
    tree.childIds(contentId)
    expect(told, name).toBe(1)
  }
  const first = before[1] ?? ''
  once('move', () => entries.moveAll(entries.outermost(chosen), contentId, { after: first }))
  const others = before.filter((id) => !isChosen.has(id))
  expect(tree.childIds(contentId)).toEqual([first, ...chosen, ...others.slice(1)])
  once('undo move', () => entries.history.undo())
  expect(tree.childIds(contentId)).toEqual(before)
  once('trash', () => entries.inOneStep('Move to trash', () => chosen.forEach((id) => entries.trash(id))))
  expect(tree.childIds(contentId)).toEqual(others)
  once('undo trash', () => entries.history.undo())
  expect(tree.childIds(contentId)).toEqual(before)
  once('redo trash', () => entries.history.redo())
  once('restore', () => entries.inOneStep('Restore', () => chosen.forEach((id) => entries.restore(id))))
  expect(tree.childIds(contentId)).toEqual(before)
  once('trash again', () => entries.inOneStep('Move to trash', () => chosen.forEach((id) => entries.trash(id))))
  const steps = [...entries.deletingForever(tree.childIds(trashId))]
  expect([steps.length, tree.childIds(trashId)]).toEqual([2, []])
})
