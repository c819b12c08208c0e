import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { packOps } from '../src/core/persistence/packBody'
import type { Pack } from '../src/core/persistence/Pack'
import { newPeerId } from '../src/core/tree/PeerId'
import { SpaceTree } from '../src/core/tree/SpaceTree'
import { nodeEnvironment } from '../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../src/layers/sqlite/SQLitePersistenceLayer'
import { interleave, median, progress, spread, timed } from './Bench'
import type { Budget } from './Budget'
import { newFolder } from './newFolder'
import { rawDatabase } from './rawDatabase'
import type { Row } from './Row'

const EDITS = 100
const ROUNDS = 31
/** Edits that wait at the same time, as from several windows or a fast typist. */
const GROUP = 100
const BARE = 'bare transactions'
const TREE = 'a'.repeat(32)
const noSecrets = { seal: () => undefined, unseal: () => undefined }

/** An edit made durable: through Grove's journal, one at a time and in groups, against bare one-row transactions. */
export async function durable(budget: Budget): Promise<Row[]> {
  const folder = newFolder()
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
    const timesBySystem = await interleave(
      [
        { system: BARE, run: async () => (await timed(() => raw.write(EDITS))) / EDITS },
        {
          system: 'Grove, one at a time',
          run: async () => {
            const edits = write(EDITS)
            const ms = await timed(async () => {
              for (const edit of edits) {
                layer.append(edit)
                await layer.flush()
              }
            })
            return ms / EDITS
          },
        },
        {
          system: `Grove, ${GROUP} waiting`,
          run: async () => {
            const edits = write(EDITS * 10)
            const ms = await timed(async () => {
              for (let from = 0; from < edits.length; from += GROUP) {
                const flushes = edits.slice(from, from + GROUP).map((edit) => {
                  layer.append(edit)
                  return layer.flush()
                })
                await Promise.all(flushes)
              }
            })
            return ms / edits.length
          },
        },
      ],
      ROUNDS,
      budget,
    )
    progress(`${ROUNDS} rounds`)
    const limitMs = median(timesBySystem.get(BARE) ?? [])
    return [...timesBySystem].map(([system, times]) => ({
      workload: 'durable',
      size: system.includes('waiting') ? GROUP : 1,
      system,
      medianMs: median(times),
      spreadMs: spread(times),
      rounds: times.length,
      ...(system === BARE ? { isLimit: true as const } : {}),
      unit: 'edit',
      perBestPeer: null,
      perLimit: limitMs / median(times),
    }))
  } finally {
    await layer.close()
    raw.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Property writes, each packed as a window sends it, before the clock runs: the bare rows are ready too. */
function editor(): (count: number) => Pack[][] {
  const tree = SpaceTree.create({ treeId: TREE, peerId: newPeerId(nodeEnvironment), environment: nodeEnvironment })
  const rootId = tree.root?.id ?? ''
  let made = 0
  return (count) =>
    Array.from({ length: count }, () => {
      tree.setProperty(rootId, 'name', `A page that is being renamed for the ${made++}th time`)
      return packOps(TREE, tree.takeLocalOps())
    })
}
