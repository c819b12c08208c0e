import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel, Worker } from 'node:worker_threads'
import { sealedCipher } from '../../src/core/keys/sealedCipher'
import { packOps } from '../../src/core/persistence/packBody'
import type { OpenSpace } from '../../src/core/space/OpenSpace'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { SpaceHost } from '../../src/core/sync/SpaceHost'
import { newPeerId } from '../../src/core/tree/PeerId'
import { BackupPersistenceLayer } from '../../src/layers/backup/BackupPersistenceLayer'
import { placeBackup } from '../../src/layers/backup/placeBackup'
import { FolderFileStore } from '../../src/layers/files/FolderFileStore'
import { DataFolder } from '../../src/layers/runtime/DataFolder'
import { nodeEnvironment as environment } from '../../src/layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../../src/layers/sqlite/SQLitePersistenceLayer'
import type { StartCompaction } from '../../src/main/compaction/CompactionProcess'
import { SpaceCompaction } from '../../src/main/compaction/SpaceCompaction'
import { DatabaseOpening } from '../../src/main/opening/DatabaseOpening'
import { answerCalls } from '../answerCalls'
import { openClient } from '../sync/GroveClient'
import type { ClientOptions } from '../sync/SyncClient'
import { longestStall } from './longestStall'
import { longHistory } from './longHistory'
import { ThreadPort } from './ThreadPort'

/*
 * A process that does what the app's main process does, with nothing else on its event loop: node --import tsx mainProcess.ts,
 * called over Node's IPC. Each call that measures answers how long the loop stood still at the longest, in ms.
 */
const noLog = { info: () => undefined }
const noSecrets = { seal: () => undefined, unseal: () => undefined }

interface Place {
  readonly folder: string
  readonly spaceId: string
}

function managerOf(folder: string): SpaceManager {
  const data = new DataFolder(folder)
  const opening = new DatabaseOpening(data, environment, (order) => inThread('openingThread', order))
  return new SpaceManager(environment, async (spaceId, mode) => {
    const { notice = null } = (await opening.prepare(spaceId)) ?? {}
    const path = data.database(spaceId)
    const journal = new SQLitePersistenceLayer({ spaceId, path, mode, environment, sealer: noSecrets, notice })
    return { journal, memory: journal }
  })
}

/** What a helper process of the app does, in a thread: one order, one answer. */
async function inThread<T>(program: string, order: unknown): Promise<T> {
  const worker = new Worker(new URL(`./${program}.ts`, import.meta.url), {
    ...{ workerData: order, execArgv: ['--import', 'tsx'] },
  })
  try {
    return await new Promise<T>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  } finally {
    await worker.terminate()
  }
}

async function withSpace(
  { folder, spaceId }: Place,
  work: (open: OpenSpace, manager: SpaceManager) => Promise<number>,
): Promise<number> {
  const manager = managerOf(folder)
  try {
    return await work(await manager.openSpace(spaceId), manager)
  } finally {
    await manager.closeAll()
  }
}

interface Stored {
  readonly folder: string
  readonly packs: number
  readonly nodes: number
  /** How many lie in one folder; all of them when left out. */
  readonly perFolder?: number
}

/** Makes a space with a long history, or with many nodes; answers its id. */
async function store({ folder, packs, nodes, perFolder = nodes }: Stored): Promise<string> {
  const manager = managerOf(folder)
  const open = await manager.createSpace({ name: 'Stalls', color: 'green', icon: '🌳' })
  for (const page of longHistory(packs)) {
    open.append(page)
    await open.flush()
  }
  const space = await open.space()
  let parentId = space.contentId
  for (let node = 1; node <= nodes; node++) {
    if (perFolder < nodes && node % perFolder === 1)
      parentId = space.entries.createFolder(space.contentId, `Folder ${node}`)
    else space.entries.createFolder(parentId, `Folder ${node}`)
    if (node % 1000 === 0) await open.flush()
  }
  await open.flush()
  await manager.closeAll()
  return open.id
}

async function opening({ folder, spaceId }: Place): Promise<number> {
  const manager = managerOf(folder)
  const stall = await longestStall(async () => {
    const open = await manager.openSpace(spaceId)
    await open.look()
  })
  await manager.closeAll()
  return stall
}

/** What a server with a few other packs asks while it looks for them. */
function comparing(place: Place): Promise<number> {
  return withSpace(place, (open) =>
    longestStall(async () => {
      await open.journal.compare('')
      for (const digit of '0123456789abcdef') await open.journal.compare(digit)
      for (const prefix of ['3a', '3a7', 'f00']) await open.journal.compare(prefix)
    }),
  )
}

function backingUp(place: Place & { readonly to: string }): Promise<number> {
  return withSpace(place, async (open) => {
    const cipher = sealedCipher(randomBytes(32), environment)
    const label = {
      spaceId: open.id,
      spaceName: 'Stalls',
      cipher,
      environment,
      appVersion: '0',
      dataFolder: place.folder,
    }
    mkdirSync(place.to, { recursive: true })
    const folder = await placeBackup({ ...label, folder: place.to })
    const layer = new BackupPersistenceLayer({
      ...{ spaceId: open.id, folder, cipher, environment, paceMs: 0 },
      files: new FolderFileStore(join(place.folder, open.id, 'files')),
      writer: () => open.journal.summary().logId,
    })
    return longestStall(async () => {
      open.addLayer(layer)
      const { opCount } = open.journal.summary()
      await new Promise<void>((resolve) => {
        const stop = open.followers[0]?.state.subscribe(({ isVerified }) => {
          if (!isVerified || layer.summary().opCount < opCount) return
          queueMicrotask(() => stop?.())
          resolve()
        })
      })
      await layer.verify()
    })
  })
}

/** A move that belongs before many that were applied; then the first screen is read. */
function lateMove(place: Place): Promise<number> {
  return withSpace(place, async (open) => {
    const space = await open.space()
    const [entry] = await open.outline('content')
    const late = { targetId: entry?.id ?? '', parentId: space.trashId }
    const pack = packOps(open.id, [{ id: { counter: 20, peerId: newPeerId(environment) }, ...late }])
    return longestStall(async () => {
      open.append(pack)
      await open.flush()
      await open.outline('content')
    })
  })
}

/** Main's half of serving a window, or a helper: it says when it is ready, works when it is told to, and says when that is done. */
function serving(place: Place, program: string, more: object = {}): Promise<number> {
  return withSpace(place, async (open, manager) => {
    const host = new SpaceHost(manager)
    const { port1, port2 } = new MessageChannel()
    host.accept(new ThreadPort(port1))
    const worker = new Worker(new URL(`./${program}.ts`, import.meta.url), {
      ...{ workerData: { port: port2, spaceId: open.id, ...more }, transferList: [port2] },
      execArgv: ['--import', 'tsx'],
    })
    await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    const stall = await longestStall(async () => {
      worker.postMessage('run')
      await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
    })
    await worker.terminate()
    await host.close()
    return stall
  })
}

/** A window reads the first screen, where all that there is lies in one folder. */
function listing(place: Place): Promise<number> {
  return serving(place, 'listingThread')
}

/** The import runs in a thread of its own, as it runs in a process of its own beside the app. */
function importing(place: Place & { readonly vault: string }): Promise<number> {
  const { folder, spaceId, vault } = place
  return serving(place, 'importThread', { vault, files: join(folder, spaceId, 'files') })
}

/** Main's half: it stores what a thread made, in the pace of the app. */
function compacting(place: Place): Promise<number> {
  const compaction = new SpaceCompaction(new DataFolder(place.folder), environment, noLog, startCompactionThread)
  return withSpace(place, (open) => longestStall(() => compaction.compact(open, 0)))
}

const startCompactionThread: StartCompaction = ({ onNews, onGone }) => {
  const worker = new Worker(new URL('./compactionThread.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
  worker.on('message', onNews)
  worker.once('exit', onGone)
  return { tell: (order) => worker.postMessage(order), end: () => worker.terminate().then(() => undefined) }
}

async function catchingUp({ options, server }: { options: ClientOptions; server: unknown }): Promise<number> {
  const client = await openClient(options)
  await client.prepare(server)
  const stall = await longestStall(async () => {
    await client.connect()
    await client.complete()
  })
  await client.close()
  return stall
}

answerCalls({
  store: (argument) => store(argument as Parameters<typeof store>[0]),
  opening: (argument) => opening(argument as Place),
  comparing: (argument) => comparing(argument as Place),
  backingUp: (argument) => backingUp(argument as Parameters<typeof backingUp>[0]),
  lateMove: (argument) => lateMove(argument as Place),
  listing: (argument) => listing(argument as Place),
  importing: (argument) => importing(argument as Parameters<typeof importing>[0]),
  compacting: (argument) => compacting(argument as Place),
  catchingUp: (argument) => catchingUp(argument as Parameters<typeof catchingUp>[0]),
})
