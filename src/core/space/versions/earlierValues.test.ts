import { describe, expect, it } from 'vitest'
import { packOps, unpackOps } from '../../persistence/packBody'
import { TestSpaces } from '../../testing/TestSpaces'
import { newPeerId } from '../../tree/PeerId'
import { SpaceTree } from '../../tree/SpaceTree'
import type { OpenSpace } from '../OpenSpace'
import { earlierValues, type PropertyWrite } from './earlierValues'
import { readEarlierValues } from './readEarlierValues'

const MINUTE = 60_000
const [ADA, BEN] = ['1'.repeat(20), '2'.repeat(20)]

/** Names in the order in which they came, one a minute: who wrote it, when by their own count, and what. */
function names(...written: readonly (readonly [peerId: string, counter: number, value: string])[]) {
  const writes = written.map(([peerId, counter, value], index): PropertyWrite => ({
    ...{ id: { counter, peerId }, key: 'name', value },
    position: index + 1,
  }))
  return (times: readonly (number | null)[] = []) =>
    earlierValues(writes, (position) => (times.length > 0 ? (times[position - 1] ?? null) : position * 10 * MINUTE))
}

/** As they are typed, letter by letter. */
const typed = (peerId: string, from: number, ...values: readonly string[]) =>
  values.map((value, index): [string, number, string] => [peerId, from + index, value])

describe('earlier values of a property', () => {
  it('[EV10] are those that another one replaced, the newest first, with when', () => {
    const found = names([ADA, 1, 'Plan'], [ADA, 2, 'Garden'], [BEN, 3, 'Yard'])()
    expect(found.map(({ value, time, isLost }) => [value, time, isLost])).toEqual([
      ['Garden', 30 * MINUTE, false],
      ['Plan', 20 * MINUTE, false],
    ])
  })

  it('[EV10] are there once each, and without what is so now', () => {
    const found = names([ADA, 1, 'A'], [ADA, 2, 'B'], [ADA, 3, 'A'], [ADA, 4, 'C'], [ADA, 5, ' '], [ADA, 6, 'B'])()
    expect(found.map(({ value }) => value)).toEqual(['C', 'A'])
    expect(names([ADA, 1, 'A'], [BEN, 2, 'A'])()).toEqual([])
  })

  it('[EV11] name what came from elsewhere and lost, and keep what it did not replace', () => {
    const found = names([ADA, 1, 'Plan'], [ADA, 9, 'Garden'], [BEN, 8, 'Yard'])()
    expect(found.map(({ value, time, isLost }) => [value, time, isLost])).toEqual([
      ['Yard', 30 * MINUTE, true],
      ['Plan', 20 * MINUTE, false],
    ])
  })

  it('[EV10] are titles, not the letters on the way to them', () => {
    const at = (count: number) => Array.from({ length: count }, () => MINUTE)
    const values = typed(ADA, 1, 'G', 'Ga', 'Gar', 'Garden', 'Garden o', 'Garden', 'Garden p', 'Garden plan')
    expect(names(...values)(at(8))).toEqual([])
    const other = names(...values, ...typed(BEN, 20, 'Y', 'Yard'))(at(10))
    expect(other.map(({ value }) => value)).toEqual(['Garden plan'])
  })

  it('[EV10] are also what was taken away to write another, at once or letter by letter', () => {
    const at = (count: number) => Array.from({ length: count }, () => null)
    const letters = ['Old title', 'Old tit', 'Old', 'O', '', 'N', 'New', 'New title']
    expect(names(...typed(ADA, 1, ...letters))(at(8)).map(({ value }) => value)).toEqual(['Old title'])
    expect(names(...typed(ADA, 1, 'Old title', 'N', 'Next'))(at(3)).map(({ value }) => value)).toEqual(['Old title'])
    expect(names(...typed(ADA, 1, 'Old title', 'Shopping'))(at(2)).map(({ value }) => value)).toEqual(['Old title'])
  })

  it('[EV10] are at most a hundred', () => {
    const many = Array.from({ length: 300 }, (_, index): [string, number, string] => [ADA, index + 1, `Name ${index}`])
    const found = names(...many)()
    expect(found).toHaveLength(100)
    expect(found[0]?.value).toBe('Name 298')
  })
})

describe('earlier values of an entry', () => {
  /** A space with a folder, a second machine that has all of it, and what that one writes brought here. */
  async function begin(seed: number) {
    const spaces = new TestSpaces(seed)
    const { open, space } = await spaces.create()
    const id = space.entries.createFolder(space.contentId, 'Plan')
    await spaces.settle(open.flush())
    const there = new SpaceTree({
      ...{ treeId: open.id, environment: spaces.environment },
      peerId: newPeerId(spaces.environment),
    })
    for await (const packs of open.journal.loadTree(open.id)) for (const pack of packs) there.mergeOps(unpackOps(pack))
    const bring = async (): Promise<void> => {
      open.append(packOps(open.id, there.takeLocalOps()), 'elsewhere')
      await spaces.settle(open.flush())
    }
    const values = (of: OpenSpace = open) => spaces.settle(readEarlierValues(of, id))
    return { spaces, open, space, id, there, bring, values }
  }

  it.each([1, 2, 3, 4])(
    '[EV11] have what two machines wrote at the same time, whichever won (seed %i)',
    async (seed) => {
      const { spaces, open, space, id, there, bring, values } = await begin(seed)
      space.entries.rename(id, 'Garden')
      space.entries.setIcon(id, '🌱')
      await spaces.settle(open.flush())
      there.setProperty(id, 'name', 'Yard')
      await bring()
      const now = space.entries.get(id)?.name
      const other = now === 'Yard' ? 'Garden' : 'Yard'
      const found = await values()
      expect(found.map(({ value }) => value)).toEqual(other === 'Yard' ? ['Yard', 'Plan'] : ['Garden', 'Plan'])
      expect(found[0]?.isLost).toBe(other === 'Yard')
      expect(found[0]?.time).not.toBeNull()
      await spaces.close()
    },
  )

  it('[EV10] have icons, and nothing that belongs to others', async () => {
    const { spaces, open, space, id, values } = await begin(9)
    const other = space.entries.createFolder(space.contentId, 'Other')
    space.entries.rename(other, 'Something else')
    space.entries.setIcon(id, '🌱')
    space.entries.setIcon(id, undefined)
    await spaces.settle(open.flush())
    expect((await values()).map(({ key, value }) => [key, value])).toEqual([['icon', '🌱']])
    const rootId = space.tree.root?.id ?? ''
    space.setLook({ name: 'House', color: 'red' })
    await spaces.settle(open.flush())
    const look = await spaces.settle(readEarlierValues(open, rootId))
    expect(look.map(({ key }) => key).sort()).toEqual(['color', 'name'])
    await spaces.close()
  })
})
