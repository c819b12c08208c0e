import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Journal, StoredSnapshot } from '../persistence/PersistenceLayer'
import { decodeHostMessage, encodeMessage, type HostMessage } from '../sync/messages'
import { SpaceHost } from '../sync/SpaceHost'
import { OPEN_GATE } from '../sync/Gate'
import { QueuedWire } from '../testing/QueuedWire'
import { TestSpaces } from '../testing/TestSpaces'
import type { TreeId } from '../tree/ops'
import type { SpaceTree } from '../tree/SpaceTree'
import { JournalReader } from './compaction/JournalReader'
import { makeSnapshot } from './compaction/makeSnapshot'
import type { OpenSpace } from './OpenSpace'
import type { Space } from './Space'

let spaces: TestSpaces
let open: OpenSpace
let space: Space
let treeId: TreeId

beforeEach(async () => {
  spaces = new TestSpaces()
  ;({ open, space } = await spaces.create())
  treeId = space.createPage(space.contentId, 'Page', { write: ({ tree }) => write(tree, 'first ', 40) }).treeId
  await spaces.settle(open.flush())
})
afterEach(() => spaces.close())

function write(tree: SpaceTree, word: string, times: number): void {
  const root = tree.root?.id ?? ''
  for (let no = 0; no < times; no++) {
    tree.setProperty(root, `key${no % 3}`, `${word}${no}`)
    const text = tree.text(root, 'body').getText('body')
    text.insert(text.length, word)
  }
}

async function snapshotOf(journal: Journal, id: TreeId): Promise<StoredSnapshot> {
  const made = await spaces.settle(makeSnapshot(new JournalReader(journal), id, spaces.environment, { aborted: false }))
  if (!made) throw new Error('no snapshot')
  await spaces.settle(journal.saveSnapshot(made))
  return made
}

function contentOf(of: Space, id: TreeId): Promise<unknown> {
  return spaces.settle(
    of.withAppTree(id, ({ tree }) => ({
      properties: tree.properties(tree.root?.id ?? ''),
      text: tree
        .text(tree.root?.id ?? '', 'body')
        .getText('body')
        .toString(),
      ops: tree.opCount,
    })),
  )
}

function drawing(of: Space): unknown {
  return of.entries.children(of.contentId)
}

/** Which positions trees were read after, from now on. */
function watchReading(journal: Journal): number[] {
  const positions: number[] = []
  const { loadTree } = journal
  journal.loadTree = (id, after) => {
    positions.push(after ?? 0)
    return loadTree.call(journal, id, after)
  }
  return positions
}

describe('opening trees from snapshots', () => {
  it('[SP20] reads a snapshot and only what the log has after it', async () => {
    const before = await contentOf(space, treeId)
    const { through } = await snapshotOf(open.journal, treeId)
    const positions = watchReading(open.journal)
    expect(await contentOf(space, treeId)).toEqual(before)
    await spaces.settle(space.withAppTree(treeId, ({ tree }) => write(tree, 'later ', 3)))
    expect(await contentOf(space, treeId)).toMatchObject({ text: 'first '.repeat(40) + 'later '.repeat(3) })
    expect(positions).toEqual([through, through, through])
  })

  it('[SP20] a window gets the space tree and its pages the same way, over its port', async () => {
    const throughSpace = (await snapshotOf(open.journal, open.id)).through
    const throughPage = (await snapshotOf(open.journal, treeId)).through
    space.createPage(space.contentId, 'After the snapshot')
    await spaces.settle(open.flush())
    const positions = watchReading(open.journal)
    const window = await spaces.window(open.id)
    expect(drawing(window.space)).toEqual(drawing(space))
    expect(await contentOf(window.space, treeId)).toEqual(await contentOf(space, treeId))
    expect(positions.slice(0, 2)).toEqual([throughSpace, throughPage])
  })

  it('[SP20] a snapshot longer than one message comes whole', async () => {
    const long = 'x'.repeat(9_000_000)
    const page = space.createPage(space.contentId, 'Long', {
      write: ({ tree }) => tree.setProperty(tree.root?.id ?? '', 'long', long),
    })
    await spaces.settle(open.flush())
    expect((await snapshotOf(open.journal, page.treeId)).bytes.byteLength).toBeGreaterThan(8_500_000)
    const positions = watchReading(open.journal)
    const window = await spaces.window(open.id)
    await spaces.settle(
      window.space.withAppTree(page.treeId, ({ tree }) => {
        expect(tree.property(tree.root?.id ?? '', 'long')).toBe(long)
      }),
    )
    expect(positions.at(-1)).toBeGreaterThan(0)
  })

  it('[SP21] one that cannot be read is dropped, and the log gives everything', async () => {
    const before = await contentOf(space, treeId)
    const made = await snapshotOf(open.journal, treeId)
    await spaces.settle(open.journal.saveSnapshot({ ...made, bytes: Uint8Array.of(255, 1, 2, 3) }))
    const dropped: string[] = []
    open.onSnapshotDropped(() => dropped.push('dropped'))
    const window = await spaces.window(open.id)
    expect(await contentOf(window.space, treeId)).toEqual(before)
    await spaces.environment.run(100)
    expect(dropped).toEqual(['dropped'])
    expect(await spaces.settle(open.journal.loadSnapshot(treeId))).toBeUndefined()
  })

  it('[SP22] what others write while a tree opens is not lost', async () => {
    await snapshotOf(open.journal, treeId)
    const window = await spaces.window(open.id)
    const opening = window.space.openAppTree(treeId)
    // Before the answer can come, another window writes and its edit is delivered.
    await spaces.settle(space.withAppTree(treeId, ({ tree }) => write(tree, 'meanwhile ', 2)))
    const { tree } = await spaces.settle(opening)
    await spaces.environment.run(200)
    expect(
      tree
        .text(tree.root?.id ?? '', 'body')
        .getText('body')
        .toString(),
    ).toContain('meanwhile meanwhile ')
    window.space.closeAppTree(treeId)
  })
})

describe('who is given snapshots', () => {
  async function ask(host: SpaceHost): Promise<HostMessage[]> {
    const wire = new QueuedWire(spaces.environment.timers, spaces.environment.random)
    const heard: HostMessage[] = []
    wire.client.onFrame((frame) => heard.push(decodeHostMessage(frame)))
    host.accept(wire.host)
    for (const message of [
      { kind: 'hello' as const, versions: [1], name: 'stranger' },
      { kind: 'attach' as const, space: open.id },
      { kind: 'snapshot' as const, space: open.id, request: 1, treeId },
      { kind: 'dropSnapshot' as const, space: open.id, treeId, through: open.head.current },
    ]) {
      wire.client.send(encodeMessage(message))
    }
    await spaces.environment.run(100)
    await spaces.settle(host.close())
    return heard
  }

  it('[SY40] processes of our own get them, machines elsewhere neither get nor drop any', async () => {
    const made = await snapshotOf(open.journal, treeId)
    const strangers = await ask(new SpaceHost(spaces.manager, { ...OPEN_GATE, isTrusted: false }))
    expect(strangers.find(({ kind }) => kind === 'attached')).toMatchObject({ givesSnapshots: false })
    expect(strangers.filter(({ kind }) => kind === 'snapshot')).toMatchObject([{ part: null, isLast: true }])
    expect(await spaces.settle(open.journal.loadSnapshot(treeId))).toEqual(made)
    const own = await ask(new SpaceHost(spaces.manager))
    expect(own.find(({ kind }) => kind === 'attached')).toMatchObject({ givesSnapshots: true })
    const parts = own.flatMap((message) => (message.kind === 'snapshot' ? [message] : []))
    expect(parts).toMatchObject([{ through: made.through }, { part: null, isLast: true }])
    expect([...(parts[0]?.part ?? [])]).toEqual([...made.bytes])
  })
})
