import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import type { Pack } from '../../persistence/Pack'
import { TestEnvironment } from '../../testing/TestEnvironment'
import { packOps, unpackOps } from '../../persistence/packBody'
import { newPeerId } from '../../tree/PeerId'
import { SpaceTree } from '../../tree/SpaceTree'
import { replayText } from './replayText'
import { TextLog, type TextEdit } from './TextLog'
import { textVersions } from './textVersions'

const TREE = 'a'.repeat(32)
const MINUTE = 60_000

/** Two replicas that write into one text and hear of each other now and then, and the log as one machine gets it. */
function history(seed: number, edits: number) {
  const environment = new TestEnvironment(seed)
  const { random } = environment
  const log: Pack[] = []
  const first = SpaceTree.create({ treeId: TREE, peerId: newPeerId(environment), environment })
  const rootId = first.root?.id ?? ''
  const packs = (tree: SpaceTree): Pack[] => packOps(TREE, tree.takeLocalOps())
  const beginning = packs(first)
  log.push(...beginning)
  const second = new SpaceTree({ treeId: TREE, peerId: newPeerId(environment), environment })
  const sides = [
    { tree: first, toSend: [] as Pack[] },
    { tree: second, toSend: [] as Pack[] },
  ] as const
  const take = (tree: SpaceTree, some: readonly Pack[]): void => {
    for (const pack of some) tree.mergeOps(unpackOps(pack))
  }
  take(second, beginning)
  for (let edit = 0; edit < edits; edit++) {
    const side = sides[random.integer(2)] ?? sides[0]
    write(side.tree.text(rootId, 'body').getText('body'), random)
    side.toSend.push(...packs(side.tree))
    if (random.integer(4) > 0) continue
    const [from, to] = random.integer(2) === 0 ? [sides[0], sides[1]] : [sides[1], sides[0]]
    log.push(...from.toSend)
    take(to.tree, from.toSend.splice(0))
  }
  return { log, rootId, environment }
}

function write(text: Y.Text, random: TestEnvironment['random']): void {
  const at = random.integer(text.length + 1)
  if (random.integer(3) === 0) text.delete(at, Math.min(text.length - at, random.integer(30)))
  else text.insert(at, 'abcdefghij'.repeat(1 + random.integer(8)).slice(0, 1 + random.integer(70)))
}

const edit = (pack: number, written: number, removed = 0): TextEdit => ({
  id: { counter: pack, peerId: '0'.repeat(20) },
  key: 'body',
  update: new Uint8Array(0),
  ...{ pack, written, removed },
})

function finished<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

describe('versions of a text', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('[EV1] each is what a replica says that stopped there (seed %i)', (seed) => {
    const { log, rootId, environment } = history(seed, 200)
    const whole = new TextLog(rootId, ['body'])
    whole.take(log)
    expect(whole.packs).toBe(log.length)
    const versions = textVersions(whole.edits, [])
    expect(versions.length).toBeGreaterThan(1)
    expect(versions.at(-1)?.edits).toBe(whole.edits.length)
    for (const edits of [1, 20, 50, 80, 110, ...versions.map((version) => version.edits)]) {
      const stopped = new SpaceTree({ treeId: TREE, peerId: newPeerId(environment), environment })
      for (const pack of log.slice(0, whole.edits[edits - 1]?.pack)) stopped.mergeOps(unpackOps(pack))
      const said = stopped.readText(rootId, 'body', (doc): unknown => doc.getText('body').toDelta())
      const replayed = finished(replayText(whole, 'body', edits))
      expect(replayed.getText('body').toDelta()).toEqual(said)
      replayed.destroy()
    }
  })

  it('[EV14] of several texts of a vertex are each of all of them, after so many edits of both', () => {
    const environment = new TestEnvironment(30)
    const tree = SpaceTree.create({ treeId: TREE, peerId: newPeerId(environment), environment })
    const rootId = tree.root?.id ?? ''
    const type = (key: string, letters: string): void => tree.text(rootId, key).getText(key).insert(0, letters)
    type('title', 'Milk')
    type('body', 'One litre')
    type('other', 'not of it')
    type('title', 'Oat m')
    const log = new TextLog(rootId, ['body', 'title'])
    log.take(packOps(TREE, tree.takeLocalOps()))
    const said = (edits: number): string[] =>
      ['title', 'body'].map((key) =>
        finished(replayText(log, key, edits))
          .getText(key)
          .toJSON(),
      )
    expect([1, 2, 3].map(said)).toEqual([
      ['Milk', ''],
      ['Milk', 'One litre'],
      ['Oat mMilk', 'One litre'],
    ])
    expect(log.edits).toHaveLength(3)
  })

  it('[EV1] leave out what cannot be read, as the text does', () => {
    const { log, rootId } = history(20, 10)
    const [whole, damaged] = [new TextLog(rootId, ['body']), new TextLog(rootId, ['body'])]
    whole.take(log)
    const bad = { ...(log.at(-1) as Pack), body: Uint8Array.of(1, 2, 3) }
    const op = { id: { counter: 9000, peerId: '1'.repeat(20) }, targetId: rootId, key: 'body' }
    damaged.take([...log, bad, ...packOps(TREE, [{ ...op, update: Uint8Array.of(255, 255, 255) }])])
    expect(damaged.packs).toBe(whole.packs + 2)
    expect(damaged.edits).toEqual(whole.edits)
  })

  it('[EV2] begin anew after ten minutes without an edit, whichever way the clock went', () => {
    const edits = [1, 2, 3, 4, 5].map((pack) => edit(pack, 10))
    const at = [0, 9, 18, 29, 5].map((minutes, index) => ({ packs: index + 1, time: minutes * MINUTE }))
    const versions = textVersions(edits, at)
    expect(versions.map((version) => [version.edits, version.time])).toEqual([
      [3, 18 * MINUTE],
      [4, 29 * MINUTE],
      [5, 5 * MINUTE],
    ])
    expect(versions[0]).toMatchObject({ written: 30, removed: 0 })
  })

  it('[EV2] without times are told apart by how much changed, and apart from those with times', () => {
    const edits = Array.from({ length: 500 }, (_, index) => edit(index + 1, 10))
    expect(textVersions(edits, []).map((version) => version.edits)).toEqual([200, 400, 500])
    const known = textVersions(edits, [
      { packs: 120, time: null },
      { packs: 500, time: 7 },
    ])
    expect(known.map(({ edits: end, time }) => [end, time])).toEqual([
      [120, null],
      [320, 7],
      [500, 7],
    ])
  })

  it('[EV2] keep what was there before a paragraph was taken away, at once or letter by letter', () => {
    const time = [{ packs: 1000, time: 0 }]
    const atOnce = [edit(1, 50), edit(2, 300), edit(3, 1, 300), edit(4, 20)]
    expect(textVersions(atOnce, time).map((version) => version.edits)).toEqual([2, 4])
    const slowly = [edit(1, 400), ...Array.from({ length: 150 }, (_, index) => edit(index + 2, 0, 1)), edit(152, 5)]
    expect(textVersions(slowly, time).map((version) => version.edits)).toEqual([1, 152])
    const mistypes = [edit(1, 400), ...Array.from({ length: 150 }, (_, index) => edit(index + 2, index % 2, 1))]
    expect(textVersions(mistypes, time)).toHaveLength(1)
  })

  it('[EV2] are never more than two hundred, and lose no edit', () => {
    const edits = Array.from({ length: 3000 }, (_, index) => edit(index + 1, 1 + (index % 7)))
    const hourly = edits.map(({ pack }) => ({ packs: pack, time: pack * 60 * MINUTE }))
    const versions = textVersions(edits, hourly)
    expect(versions).toHaveLength(200)
    expect(versions.at(-1)?.edits).toBe(3000)
    expect(versions.reduce((sum, { written }) => sum + written, 0)).toBe(
      edits.reduce((sum, { written }) => sum + written, 0),
    )
  })

  it('[EV1] of a text nobody has written are none', () => {
    expect(textVersions([], [])).toEqual([])
  })
})
