import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MemoryOutlineStore } from '../../../core/persistence/outline/MemoryOutlineStore'
import type { OutlineStore } from '../../../core/persistence/outline/Outline'
import { rebuildOutline } from '../../../core/persistence/outline/rebuildOutline'
import { packOps } from '../../../core/persistence/packBody'
import { TestEnvironment } from '../../../core/testing/TestEnvironment'
import { newPeerId } from '../../../core/tree/PeerId'
import { SpaceTree } from '../../../core/tree/SpaceTree'
import { PackTable } from '../PackTable'
import { MIGRATIONS } from '../schema'
import { SQLiteOutlineStore } from '../SQLiteOutlineStore'
import { OutlineStep, type Advanced } from './OutlineStep'

const SPACE = 'a'.repeat(32)
const PAGE = 'b'.repeat(32)

let db: Database.Database
let environment: TestEnvironment
let tree: SpaceTree
let page: SpaceTree
let packs: PackTable

beforeEach(() => {
  db = new Database(':memory:')
  MIGRATIONS.forEach((migration) => db.exec(migration))
  db.prepare("INSERT INTO log VALUES (1, ?, 'log', 0, '0000000000000000', 0, 0, 1)").run(SPACE)
  db.exec('INSERT INTO outline VALUES (1, NULL, NULL, 2, 0, 0)')
  environment = new TestEnvironment(1)
  tree = SpaceTree.create({ treeId: SPACE, peerId: newPeerId(environment), environment })
  page = SpaceTree.create({ treeId: PAGE, peerId: newPeerId(environment), environment })
  packs = new PackTable(db)
  commit(tree)
})
afterEach(() => db.close())

function commit(from: SpaceTree): void {
  db.transaction(() => {
    packs.add(packOps(from.treeId, from.takeLocalOps()))
    packs.write(1000)
  })()
}

/** What a session leaves in the log: pages made, moved and renamed, and between them what was written into one. */
function work(changes: number): void {
  const { random } = environment
  for (let change = 0; change < changes; change++) {
    const ids = tree.getAllVertices().map((vertex) => vertex.id)
    const some = (): string => random.pick(ids) ?? '0'
    tree.transact(() => {
      for (let op = random.integer(300); op >= 0; op--) {
        if (random.chance(0.4)) tree.createVertex(some(), { kind: 'entry', name: `Page ${op}` })
        else if (random.chance(0.1) && some() !== tree.root?.id) tree.move(tree.createVertex(some(), {}), some())
        else tree.setProperty(some(), 'name', `Name ${op}`)
      }
    })
    commit(tree)
    if (random.chance(0.5)) {
      page.setProperty(page.root?.id ?? '', 'name', `Edit ${change}`)
      commit(page)
    }
  }
}

function expectRight(from: OutlineStore): void {
  const memory = new MemoryOutlineStore()
  const ids = tree.getAllVertices().map((vertex) => vertex.id)
  rebuildOutline(memory, tree.rows())
  const all = (store: OutlineStore): unknown[] =>
    [null, ...ids].map((id) => store.rows(id).sort((a, b) => (a.id < b.id ? -1 : 1)))
  expect(all(from)).toEqual(all(memory))
}

describe('one step of the node table after the log', () => {
  it('[PL44] [PL45] may be the last one: whoever reads the file goes on from there, also in the middle of a pack', () => {
    work(12)
    const positions: string[] = []
    for (let advanced: Advanced = 'more'; advanced === 'more';) {
      // Nothing but what the file says is known of the steps before.
      const outline = new SQLiteOutlineStore(db, packs.authors)
      const { handled } = outline
      advanced = new OutlineStep(outline, packs).run()
      expect(outline.handled - handled).toBeLessThan(60)
      while (db.transaction(() => outline.write())());
      positions.push(JSON.stringify(outline.state.position))
    }
    expect(positions.at(-1)).toBe(JSON.stringify({ through: packs.head, partOps: 0 }))
    expect(positions.filter((at) => !at.includes('"partOps":0')).length).toBeGreaterThan(3)
    expect(new Set(positions).size).toBe(positions.length)
    expectRight(new SQLiteOutlineStore(db))
  })

  it('[PL44] passes what belongs to other trees, and what a damaged pack took along', () => {
    work(5)
    for (let edit = 0; edit < 500; edit++) {
      page.setProperty(page.root?.id ?? '', 'name', `Edit ${edit}`)
      commit(page)
    }
    tree.setProperty(tree.root?.id ?? '', 'icon', '🌳')
    commit(tree)
    db.exec(`UPDATE pack SET checksum = checksum + 1 WHERE position = ${packs.head - 3}`)
    const outline = new SQLiteOutlineStore(db)
    const read = new PackTable(db)
    let advanced: Advanced
    do advanced = new OutlineStep(outline, read).run()
    while (advanced === 'more')
    expect(advanced).toBe('there')
    expectRight(outline)
  })

  it('[PL44] does not go on in the middle of a pack that is damaged meanwhile', () => {
    work(6)
    const outline = new SQLiteOutlineStore(db)
    for (let steps = 0; outline.state.position?.partOps === 0 && steps < 100; steps++)
      new OutlineStep(outline, packs).run()
    const { through } = outline.state.position ?? { through: 0 }
    db.exec(`UPDATE pack SET checksum = checksum + 1 WHERE position = ${through + 1}`)
    expect(new OutlineStep(outline, new PackTable(db)).run()).toBe('stuck')
  })

  it('[PL16] stops before a move that comes late', () => {
    const elsewhere = new SpaceTree({ treeId: SPACE, peerId: newPeerId(environment), environment })
    elsewhere.mergeOps(tree.heldOps())
    const id = elsewhere.createVertex(elsewhere.root?.id ?? '', { name: 'Elsewhere' })
    packs.add(packOps(SPACE, elsewhere.takeLocalOps()).slice(0, 1))
    elsewhere.move(id, elsewhere.createVertex(elsewhere.root?.id ?? '', {}))
    const [late] = packOps(SPACE, elsewhere.takeLocalOps())
    work(3)
    const outline = new SQLiteOutlineStore(db)
    while (new OutlineStep(outline, packs).run() === 'more');
    const { position } = outline.state
    db.transaction(() => {
      packs.add([late!])
      packs.write(1000)
    })()
    expect(new OutlineStep(outline, packs).run()).toBe('stuck')
    expect(outline.state.position?.through).toBe(position?.through)
  })
})
