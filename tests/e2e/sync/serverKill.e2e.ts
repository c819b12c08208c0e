import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SQLitePersistenceLayer } from '../../../src/layers/sqlite/SQLitePersistenceLayer'
import { nodeEnvironment } from '../../../src/layers/runtime/nodeEnvironment'
import type { LogSummary } from '../../../src/core/persistence/PersistenceLayer'
import type { Space } from '../../../src/core/space/Space'
import { ServerProcess } from './ServerProcess'
import { SyncingMachine } from './SyncingMachine'
import { removeFolder } from '../removeFolder'

/** 20000 for the full proof. */
const ops = Number(process.env['GROVE_SERVER_KILL_OPS'] ?? 3000)
const rounds = Math.max(4, Math.round(ops / 2000))
const MACHINES = ['desktop', 'laptop', 'cabin']

describe('a server that dies again and again', () => {
  let folder: string
  let server: ServerProcess
  let machines: SyncingMachine[]
  let spaceId: string

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-server-kill-'))
    server = new ServerProcess(path.join(folder, 'server'))
    const account = await server.addUser('anna')
    await server.start()
    const key = randomBytes(32)
    machines = MACHINES.map((name) => new SyncingMachine(name, path.join(folder, name), key))
    spaceId = (await machines[0]?.create()) ?? ''
    for (const machine of machines) await machine.connect(server.url, account, spaceId)
  })

  afterEach(async () => {
    await Promise.all(machines.map((machine) => machine.close()))
    await server.stop()
    await removeFolder(folder)
  })

  const database = (): string => path.join(folder, 'server/spaces', spaceId)

  /** All three machines write at once; `between` happens each time the server lies dead. */
  async function writeAndKill(between: (round: number) => Promise<void>): Promise<void> {
    const perRound = Math.ceil(ops / rounds / machines.length)
    for (const machine of machines) await machine.until(({ isVerified }) => isVerified)
    const spaces = await Promise.all(machines.map((machine) => machine.open.space()))
    for (let round = 0; round < rounds; round++) {
      const writing = spaces.map((space, index) => write(space, `${MACHINES[index] ?? ''} ${round}`, perRound))
      // In the middle of it: some of this round is acknowledged, some is not.
      await machines[round % machines.length]?.until(({ toSend }) => toSend > 0)
      await server.kill()
      await Promise.all(writing)
      await between(round)
      await server.start()
      for (const machine of machines) await machine.follower.syncNow()
    }
  }

  async function expectAgreement(): Promise<void> {
    for (const machine of machines) await machine.until(({ isVerified }) => isVerified)
    // One may have been verified before another had sent its last.
    const total = (): number => Math.max(...machines.map(({ summary }) => summary.opCount))
    for (const machine of machines)
      await machine.until((state) => state.isVerified && machine.summary.opCount === total())
    const fingerprints = machines.map(({ summary }) => `${summary.opCount} ${summary.fingerprint}`)
    await server.stop()
    const held = await readLog(path.join(database(), 'space.sqlite'))
    expect([...fingerprints, `${held.opCount} ${held.fingerprint}`]).toEqual(
      fingerprints.concat(fingerprints.slice(0, 1)),
    )
    expect(held.opCount).toBeGreaterThanOrEqual(ops)
    for (const space of await Promise.all(machines.map((machine) => machine.open.space()))) {
      const names = new Set(space.entries.children(space.contentId).map(({ name }) => name))
      for (const [round, name] of Array.from({ length: rounds }).flatMap((_, at) =>
        MACHINES.map((m) => [at, m] as const),
      )) {
        expect(names).toContain(`${name} ${round}`)
      }
    }
  }

  async function readLog(file: string): Promise<LogSummary> {
    const sealer = { seal: () => undefined, unseal: () => undefined }
    const layer = new SQLitePersistenceLayer({
      spaceId,
      path: file,
      mode: 'open',
      environment: nodeEnvironment,
      sealer,
      isSealed: true,
    })
    const summary = await layer.open()
    await layer.close()
    return summary
  }

  it(
    `[SY20] three machines and the server agree in the end, and nothing is missing (${ops} changes)`,
    { timeout: 600_000 },
    async () => {
      await writeAndKill(() => Promise.resolve())
      await expectAgreement()
    },
  )

  it('[SY20] also when its database is replaced by an older copy of itself', { timeout: 600_000 }, async () => {
    const older = path.join(folder, 'older')
    await writeAndKill(async (round) => {
      if (round === 0) await cp(database(), older, { recursive: true })
      if (round !== rounds - 2) return
      await rm(database(), { recursive: true })
      await cp(older, database(), { recursive: true })
    })
    await expectAgreement()
  })

  it('[SY20] also when its database is gone', { timeout: 600_000 }, async () => {
    await writeAndKill(async (round) => {
      if (round === rounds - 2) await rm(database(), { recursive: true })
    })
    await expectAgreement()
  })
})

/** One change after the other, each in its own turn, as typing is. */
async function write(space: Space, name: string, count: number): Promise<void> {
  const { treeId } = space.createPage(space.contentId, name)
  await space.withAppTree(treeId, async ({ tree }) => {
    const rootId = tree.root?.id ?? ''
    for (let change = 0; change < count; change++) {
      tree.setProperty(rootId, `key ${change % 50}`, `${name} ${change}`)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
  })
}
