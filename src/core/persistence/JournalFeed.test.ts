import { expect, it } from 'vitest'
import { TestEnvironment } from '../testing/TestEnvironment'
import { JournalFeed } from './JournalFeed'
import { MemoryMedium } from './MemoryMedium'
import { MemoryPersistenceLayer } from './MemoryPersistenceLayer'
import type { Pack } from './Pack'

const SPACE = 'a'.repeat(32)

function pack(counter: number): Pack {
  return { treeId: 'e'.repeat(32), peerId: '1'.repeat(20), counter, count: 1, body: Uint8Array.of(counter) }
}

async function journalWith(...packs: Pack[]): Promise<{ journal: MemoryPersistenceLayer; world: TestEnvironment }> {
  const world = new TestEnvironment(5)
  const journal = new MemoryPersistenceLayer(SPACE, new MemoryMedium(world), world, 'memory', true)
  await journal.open()
  journal.append(packs)
  await world.settle(journal.flush())
  return { journal, world }
}

it('[SY1] leaves out what the reader wrote, and keeps no id of what the journal knew before', async () => {
  const { journal, world } = await journalWith(pack(1))
  const feed = new JournalFeed(journal, 0)
  feed.leaveOut([pack(1), pack(2)])
  journal.append([pack(2), pack(3)])
  await world.settle(journal.flush())
  expect((await feed.next(10)).packs).toEqual([pack(3)])
  // Offered once more, as after a lost connection: it gets no new position.
  feed.leaveOut([pack(2)])
  journal.append([pack(2)])
  await world.settle(journal.flush())
  expect((await feed.next(10)).packs).toEqual([])
  feed.seek(0)
  expect(feed.nextNow(10)?.packs).toEqual([pack(1), pack(2), pack(3)])
})

it('[SY43] includes again what went another way when it is sent back before it', async () => {
  const { journal, world } = await journalWith(pack(1))
  const feed = new JournalFeed(journal, 1)
  feed.leaveOutUntilSeek([pack(2)])
  journal.append([pack(2)])
  feed.seek(1)
  await world.settle(journal.flush())
  expect(feed.nextNow(10)).toMatchObject({ packs: [pack(2)], through: 2 })
})

it('[SY1] goes on to what the reader has not, a few pages at a time', async () => {
  const own = Array.from({ length: 20 }, (_, index) => pack(index + 1))
  const { journal } = await journalWith(...own, pack(21), pack(22))
  const feed = new JournalFeed(journal, 0)
  feed.leaveOut(own)
  expect(feed.nextNow(2)).toMatchObject({ packs: [], through: 16 })
  expect(feed.nextNow(2)).toMatchObject({ packs: [pack(21), pack(22)], through: 22 })
  expect(feed.nextNow(2)).toMatchObject({ packs: [], through: 22, head: 22 })
})
