import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredSnapshot } from '../../persistence/PersistenceLayer'
import { TestSpaces } from '../../testing/TestSpaces'
import type { OpenSpace } from '../OpenSpace'
import type { Space } from '../Space'
import { Compactor, type CompactionNews } from './Compactor'
import { compactHere } from './compactHere'
import { compactSpace, isBehind, type CompactionReport } from './compactSpace'
import { JournalReader } from './JournalReader'
import { makeSnapshot } from './makeSnapshot'

let spaces: TestSpaces
let open: OpenSpace
let space: Space

beforeEach(async () => {
  spaces = new TestSpaces()
  ;({ open, space } = await spaces.create())
})
afterEach(() => spaces.close())

async function page(ops: number): Promise<string> {
  const { treeId } = space.createPage(space.contentId, 'Page')
  await write(treeId, ops)
  return treeId
}

async function write(treeId: string, ops: number): Promise<void> {
  await spaces.settle(
    space.withAppTree(treeId, ({ tree }) => {
      for (let no = 0; no < ops; no++) tree.setProperty(tree.root?.id ?? '', 'key', no)
    }),
  )
  await spaces.settle(open.flush())
}

function compact(after = 0, saved: StoredSnapshot[] = []): Promise<CompactionReport> {
  return spaces.settle(
    compactSpace({
      reader: new JournalReader(open.journal),
      writer: {
        saveSnapshot: async (snapshot) => {
          saved.push(snapshot)
          await open.journal.saveSnapshot(snapshot)
        },
      },
      environment: spaces.environment,
      after,
      signal: { aborted: false },
      nextSegment: () => Promise.resolve(false),
    }),
  )
}

describe('packing the trees of a space', () => {
  it('[SP23] packs those that are slow to open, once, and again when they have grown', async () => {
    const large = await page(700)
    await page(20)
    const saved: StoredSnapshot[] = []
    expect(await compact(0, saved)).toEqual({ snapshots: 1, segments: 0 })
    expect(saved.map(({ treeId }) => treeId)).toEqual([large])
    expect(await compact(0, saved)).toEqual({ snapshots: 0, segments: 0 })
    const { head } = open.journal.summary()
    await write(large, 300)
    expect(await compact(head, saved)).toEqual({ snapshots: 0, segments: 0 })
    await write(large, 300)
    expect(await compact(head, saved)).toEqual({ snapshots: 1, segments: 0 })
    expect(saved.at(-1)).toMatchObject({ treeId: large, through: open.journal.summary().head })
  })

  it('[SP23] a large snapshot is not written anew for few changes', () => {
    const tail = { treeId: 'a', ops: 600, sizeBytes: 20_000 }
    expect(isBehind({ ...tail, snapshotBytes: 0 })).toBe(true)
    expect(isBehind({ ...tail, snapshotBytes: 100_000 })).toBe(true)
    expect(isBehind({ ...tail, snapshotBytes: 1_000_000 })).toBe(false)
    expect(isBehind({ ...tail, ops: 10, snapshotBytes: 0 })).toBe(false)
    expect(isBehind({ ...tail, ops: 10, sizeBytes: 70_000, snapshotBytes: 0 })).toBe(true)
  })

  it('[SP24] no snapshot hides what could not be read or understood', async () => {
    const treeId = await page(3)
    const reader = new JournalReader(open.journal)
    const { packs } = spaces.medium(open.id)
    const at = packs.map((pack) => pack.treeId).lastIndexOf(treeId)
    const pack = packs[at]
    if (!pack) throw new Error('nothing was written')
    packs[at] = { ...pack, body: Uint8Array.of(0x93, 99, 0x90, 0x90) }
    expect(await spaces.settle(makeSnapshot(reader, treeId, spaces.environment, { aborted: false }))).toBeUndefined()
    packs[at] = pack
    expect(await spaces.settle(makeSnapshot(reader, treeId, spaces.environment, { aborted: false }))).toMatchObject({
      treeId,
    })
  })
})

describe('when spaces are compacted', () => {
  let news: CompactionNews[]
  let compactor: Compactor

  function start(work?: () => Promise<CompactionReport>): void {
    news = []
    compactor = new Compactor({
      environment: spaces.environment,
      compact: (of, after, signal) => work?.() ?? compactHere(of, after, signal),
      onNews: (one) => {
        if (one.state !== 'begun') news.push(one)
      },
    })
    compactor.watch(open)
  }
  afterEach(() => spaces.settle(compactor.close()))

  it('[SP25] when enough was written and it is quiet', async () => {
    start()
    const treeId = await page(600)
    await spaces.environment.run(2500)
    expect(news).toEqual([])
    await spaces.environment.run(2000)
    expect(news).toMatchObject([{ spaceId: open.id, state: 'done', snapshots: 1 }])
    await write(treeId, 400)
    await spaces.environment.run(100_000)
    expect(news).toHaveLength(1)
  })

  it('[SP25] a space that is never quiet gets its turn, and one that was closed none', async () => {
    start()
    const treeId = await page(600)
    for (let second = 0; second < 70 && news.length === 0; second++) {
      await write(treeId, 1)
      await spaces.environment.run(1000)
    }
    expect(news).toHaveLength(1)
    await write(treeId, 600)
    await spaces.settle(compactor.close())
    await spaces.environment.run(100_000)
    expect(news).toHaveLength(1)
  })

  it('[SP25] after a restart only what was not worked on before', async () => {
    start()
    await page(600)
    await spaces.environment.run(5000)
    await spaces.settle(compactor.close())
    start()
    await spaces.environment.run(100_000)
    expect(news).toEqual([])
    await page(600)
    await spaces.environment.run(5000)
    expect(news).toMatchObject([{ state: 'done', snapshots: 1 }])
  })

  it('[SP21] a snapshot that could not be read is made anew', async () => {
    start()
    const treeId = await page(600)
    await spaces.environment.run(5000)
    const made = await spaces.settle(open.journal.loadSnapshot(treeId))
    if (!made) throw new Error('none was made')
    open.dropSnapshot(made)
    await spaces.environment.run(5000)
    expect(await spaces.settle(open.journal.loadSnapshot(treeId))).toEqual(made)
  })

  it('[SP25] work that fails is told, and tried again after the next changes', async () => {
    start(() => Promise.reject(new Error('no helper')))
    const treeId = await page(600)
    await spaces.environment.run(5000)
    expect(news).toEqual([{ spaceId: open.id, state: 'failed', detail: { code: 'unexpected', reason: 'no helper' } }])
    await spaces.environment.run(100_000)
    expect(news).toHaveLength(1)
    await write(treeId, 1)
    await spaces.environment.run(5000)
    expect(news).toHaveLength(2)
  })
})
