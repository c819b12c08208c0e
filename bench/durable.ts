import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packOps } from '../src/core/persistence/packBody'
import type { Pack } from '../src/core/persistence/Pack'
import { newPeerId } from '../src/core/tree/PeerId'
import { SpaceTree } from '../src/core/tree/SpaceTree'
import { nodeEnvironment } from '../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../src/layers/sqlite/SQLitePersistenceLayer'
import { interleave, timed, type Row } from './Bench'

const EDITS = 100
const ROUNDS = 31
/** Edits that wait at the same time, as from several windows or a fast typist. */
const GROUP = 100
const TREE = 'a'.repeat(32)
const noSecrets = { seal: () => undefined, unseal: () => undefined }

/** An edit made durable: through Grove's journal, one at a time and in groups, against bare one-row transactions. */
export async function durable(): Promise<Row[]> {
  const folder = mkdtempSync(join(process.env['GROVE_BENCH_DIR'] ?? tmpdir(), 'grove-bench-'))
  const raw = rawDatabase(join(folder, 'raw.sqlite'))
  const layer = new SQLitePersistenceLayer({
    spaceId: 'b'.repeat(32),
    path: join(folder, 'space.sqlite'),
    mode: 'create',
    environment: nodeEnvironment,
    sealer: noSecrets,
  })
  await layer.open()
  const write = editor()
  try {
    const medians = await interleave(
      [
        { system: 'bare transactions', run: async () => (await timed(() => raw.write(EDITS))) / EDITS },
        {
          system: 'Grove, one at a time',
          run: async () =>
            (await timed(async () => {
              for (let i = 0; i < EDITS; i++) {
                layer.append(write())
                await layer.flush()
              }
            })) / EDITS,
        },
        {
          system: `Grove, ${GROUP} waiting`,
          run: async () =>
            (await timed(async () => {
              for (let i = 0; i < EDITS * 10; i += GROUP) {
                const flushes: Promise<number>[] = []
                for (let j = 0; j < GROUP; j++) {
                  layer.append(write())
                  flushes.push(layer.flush())
                }
                await Promise.all(flushes)
              }
            })) /
            (EDITS * 10),
        },
      ],
      ROUNDS,
    )
    const limit = medians.get('bare transactions') ?? Number.NaN
    return [...medians].map(([system, medianMs]) => ({
      workload: 'durable',
      size: system.includes('waiting') ? GROUP : 1,
      system,
      medianMs,
      unit: 'edit',
      perBestPeer: null,
      perLimit: limit / medianMs,
    }))
  } finally {
    await layer.close()
    raw.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One property write after the other, packed as a window sends it. */
function editor(): () => Pack[] {
  const tree = SpaceTree.create({ treeId: TREE, peerId: newPeerId(nodeEnvironment), environment: nodeEnvironment })
  const rootId = tree.root?.id ?? ''
  let count = 0
  return () => {
    tree.setProperty(rootId, 'name', `A page that is being renamed for the ${count++}th time`)
    return packOps(TREE, tree.takeLocalOps())
  }
}

/** What the disk and SQLite can do: one row, one transaction, synchronous=FULL. */
function rawDatabase(path: string): { write: (rows: number) => Promise<void>; close: () => void } {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE edit (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT')
  const insert = db.prepare('INSERT INTO edit (body) VALUES (?)')
  const body = Buffer.alloc(130, 7)
  return {
    write: (rows) => {
      for (let i = 0; i < rows; i++) insert.run(body)
      return Promise.resolve()
    },
    close: () => db.close(),
  }
}
