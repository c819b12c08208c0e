import { describe, expect, it } from 'vitest'
import type { MemoryMedium } from '../../persistence/MemoryMedium'
import { TestSpaces } from '../../testing/TestSpaces'
import type { OpenSpace } from '../OpenSpace'
import { readMarks, thinned, type ArrivalMark } from './arrivalMarks'

const MINUTE = 60_000
const START = Date.UTC(2026, 0, 1)

describe('arrival times', () => {
  /** A space with one page; `write` writes into it and resolves with how many packs it has. */
  async function begin(seed: number) {
    const spaces = new TestSpaces(seed)
    const { open, space } = await spaces.create()
    const { treeId } = space.createPage(space.contentId, 'Page')
    await spaces.settle(open.flush())
    const write = async (into: OpenSpace = open): Promise<void> => {
      const live = await spaces.settle(into.space())
      await spaces.settle(
        live.withAppTree(treeId, ({ tree }) =>
          tree
            .text(tree.root?.id ?? '', 'body')
            .getText('body')
            .insert(0, 'x'),
        ),
      )
      await spaces.settle(into.flush())
    }
    const times = (of: OpenSpace = open) => spaces.settle(of.arrivalTimes?.of(treeId) ?? Promise.resolve([]))
    return {
      spaces,
      open,
      write,
      times,
      medium: spaces.medium(open.id),
      run: (ms: number) => spaces.environment.run(ms),
    }
  }

  const minutesOf = (arrivals: readonly { packs: number; time: number | null }[]) =>
    arrivals.map(({ packs, time }) => [packs, time === null ? null : Math.floor((time - START) / MINUTE)])

  it('[EV3] say to the minute when the packs of a page came', async () => {
    const { spaces, write, times, run } = await begin(1)
    await write()
    await run(20_000)
    await write()
    await run(5 * MINUTE)
    await write()
    expect(minutesOf(await times())).toEqual([
      [3, 0],
      [4, 5],
    ])
    await spaces.close()
  })

  it('[EV3] are kept over a restart and a crash, and are not known of what was there before', async () => {
    const { spaces, open, write, times, run, medium } = await begin(2)
    medium.notes.delete('arrivalTimes')
    await spaces.settle(spaces.manager.closeSpace(open.id))
    medium.notes.delete('arrivalTimes')
    const again = await spaces.settle(spaces.manager.openSpace(open.id))
    await run(3 * MINUTE)
    await write(again)
    await write(again)
    expect(minutesOf(await times(again))).toEqual([
      [1, null],
      [3, 3],
    ])
    const notedAtFirst = medium.notes.get('arrivalTimes') ?? ''
    await spaces.settle(spaces.manager.closeSpace(open.id))
    // As if it had ended without a word.
    medium.notes.set('arrivalTimes', notedAtFirst)
    const third = await spaces.settle(spaces.manager.openSpace(open.id))
    expect(minutesOf(await times(third))).toEqual([
      [1, null],
      [3, 3],
    ])
    await spaces.close()
  })

  it('[EV3] are written down once a minute at most, and never by a window', async () => {
    const { spaces, open, write, medium } = await begin(3)
    let saved = 0
    const counting: MemoryMedium['notes'] = medium.notes
    const set = counting.set.bind(counting)
    counting.set = (key, value) => {
      if (key === 'arrivalTimes') saved += 1
      return set(key, value)
    }
    for (let edit = 0; edit < 50; edit++) await write()
    expect(saved).toBe(0)
    await spaces.environment.run(2 * MINUTE)
    for (let edit = 0; edit < 50; edit++) await write()
    expect(saved).toBe(1)
    expect((await spaces.window(open.id)).open.arrivalTimes).toBeUndefined()
    await spaces.close()
  })

  it('[EV3] of a clock that is wrong are wrong, and nothing else is', async () => {
    const { spaces, write, times, run } = await begin(4)
    spaces.environment.skewMs = -50 * MINUTE
    await run(1000)
    await write()
    spaces.environment.skewMs = 0
    await run(1000)
    await write()
    expect(minutesOf(await times())).toEqual([
      [1, 0],
      [2, -50],
      [3, 0],
    ])
    await spaces.close()
  })

  it('[EV4] of another log, or damaged, are none', () => {
    const note = JSON.stringify({ logId: 'one', marks: [[3, 7]] })
    expect(readMarks(note, 'one')).toEqual([[3, 7]])
    for (const bad of [undefined, '', '{', '[]', '{"logId":"one"}', '{"logId":"one","marks":[[1]]}'])
      expect(readMarks(bad, 'one')).toEqual([])
    expect(readMarks(note, 'two')).toEqual([])
  })

  it('[EV4] stay few: of the older ones those go first that are followed soonest', () => {
    let marks: ArrivalMark[] = [[1, null]]
    let time = 0
    for (let position = 2; position < 50_000; position++) {
      time += position % 10 === 0 ? 600 * MINUTE : MINUTE
      marks = thinned([...marks, [position, time]])
      expect(marks.length).toBeLessThanOrEqual(1024)
    }
    expect(marks[0]).toEqual([1, null])
    expect(marks.at(-1)?.[0]).toBe(49_999)
    expect(marks.every(([position], index) => index === 0 || position > (marks[index - 1]?.[0] ?? 0))).toBe(true)
    // The last ones before a pause: what follows them for ten hours is theirs.
    expect(marks.slice(1, 200).every(([position]) => position % 10 === 9)).toBe(true)
  })
})
