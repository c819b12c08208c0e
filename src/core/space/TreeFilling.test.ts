import { describe, expect, it } from 'vitest'
import type { Timers } from '../environment'
import { TestEnvironment } from '../testing/TestEnvironment'
import type { TreeOp } from '../tree/ops'
import { newPeerId } from '../tree/PeerId'
import { SpaceTree } from '../tree/SpaceTree'
import { TreeFilling, type TreeSource } from './TreeFilling'

const environment = new TestEnvironment(1)
const treeId = 't'.repeat(32)
const MANY = 20_000

function emptyTree(): SpaceTree {
  return new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
}

function storedTree(): { tree: SpaceTree; ops: readonly TreeOp[] } {
  const tree = SpaceTree.create({ treeId, peerId: newPeerId(environment), environment })
  const rootId = tree.root?.id ?? ''
  tree.transact(() => {
    for (let i = 0; i < MANY; i++) tree.createVertex(rootId)
  })
  return { tree, ops: tree.takeLocalOps() }
}

/** Turns of the event loop, at each of which `look` is called. */
function watchedTurns(look: () => void): Timers {
  return {
    after: () => () => undefined,
    defer: (fn) => {
      look()
      void Promise.resolve().then(fn)
      return () => undefined
    },
  }
}

describe('filling a tree', () => {
  it('[SP27] merges a long log in parts, with a turn for others after each', async () => {
    const { tree, ops } = storedTree()
    const filled = emptyTree()
    const counts: number[] = []
    const filling = new TreeFilling(
      filled,
      watchedTurns(() => counts.push(filled.opCount)),
    )
    await filling.run(
      async function* () {
        yield ops
      },
      () => true,
    )
    const steps = counts.map((count, i) => count - (counts[i - 1] ?? 0))
    expect(Math.max(...steps)).toBeLessThanOrEqual(2_000)
    expect(steps.length).toBeGreaterThanOrEqual(ops.length / 2_000 - 1)
    expect(filled.opCount).toBe(tree.opCount)
  })

  it('[SP27] loads a large snapshot in steps, while what others write waits, and stops when nobody wants it', async () => {
    const { tree } = storedTree()
    const packed = tree.snapshot()
    const source: TreeSource = async function* (_, load) {
      await load(packed)
      yield []
    }
    const late = tree.createVertex(tree.root?.id ?? '')
    const lateOps = tree.takeLocalOps()
    const filled = emptyTree()
    let turns = 0
    const filling: TreeFilling = new TreeFilling(
      filled,
      watchedTurns(() => {
        if (turns++ === 0) filling.merge(lateOps)
        expect(filled.opCount).toBe(0)
      }),
    )
    await filling.run(source, () => true)
    expect(turns).toBeGreaterThan(3)
    expect(filled.childIds(tree.root?.id ?? '')).toEqual(tree.childIds(tree.root?.id ?? ''))
    expect(filled.has(late)).toBe(true)

    const unwanted = emptyTree()
    let asked = 0
    const given = new TreeFilling(
      unwanted,
      watchedTurns(() => undefined),
    )
    await given.run(source, () => ++asked < 3)
    expect(unwanted.opCount).toBe(0)
  })
})
