import { sealedCipher } from '../../src/core/keys/sealedCipher'
import type { SpaceKey } from '../../src/core/keys/SpaceKey'
import { packKey } from '../../src/core/persistence/Pack'
import { MemoryMedium } from '../../src/core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../src/core/persistence/MemoryPersistenceLayer'
import { JournalReader } from '../../src/core/space/compaction/JournalReader'
import { makeSnapshot } from '../../src/core/space/compaction/makeSnapshot'
import type { OpenSpace } from '../../src/core/space/OpenSpace'
import type { SpaceId } from '../../src/core/space/Space'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { ClientLink } from '../../src/core/sync/ClientLink'
import { RemotePersistenceLayer } from '../../src/core/sync/RemotePersistenceLayer'
import { SpaceHost } from '../../src/core/sync/SpaceHost'
import { QueuedWire, type WirePort } from '../../src/core/testing/QueuedWire'
import type { TestEnvironment } from '../../src/core/testing/TestEnvironment'
import { ServerPersistenceLayer } from '../../src/layers/server/ServerPersistenceLayer'
import { copyOf, syncing, type SimulatedServer } from './SimulatedServer'

interface Process {
  readonly manager: SpaceManager
  readonly host: SpaceHost
  readonly kill: () => void
}

/** Longer than a network takes at times, so that others have what is lost here. */
const SYNC_MS = 150

/** What devices of one person share. */
export interface SharedSpace {
  readonly key: SpaceKey
  id: SpaceId
}

/**
 * A desktop's main process, or a browser's worker: the space on a medium that outlives it, followed by servers and a
 * backup.
 */
export class SimulatedDevice {
  journal: MemoryMedium
  readonly backup: MemoryMedium
  crashes = 0
  isOnline = true
  readonly #windowWires = new Set<QueuedWire>()
  readonly #ports = new Set<WirePort>()
  #older: MemoryMedium | undefined
  #process: Process | undefined
  #held: OpenSpace | undefined
  #isEmpty = true

  constructor(
    readonly name: string,
    readonly world: TestEnvironment,
    readonly shared: SharedSpace,
    readonly servers: readonly SimulatedServer[],
  ) {
    this.journal = syncing(new MemoryMedium(world), world, SYNC_MS)
    this.backup = syncing(new MemoryMedium(world), world, SYNC_MS)
  }

  /** For a window; undefined while the process is down. */
  connect(): QueuedWire | undefined {
    if (!this.#process) return undefined
    const wire = new QueuedWire(this.world.timers, this.world.random, { maxDelayMs: 20 })
    this.#windowWires.add(wire)
    wire.host.onClose(() => this.#windowWires.delete(wire))
    this.#process.host.accept(wire.host)
    return wire
  }

  get open(): OpenSpace | undefined {
    return this.#held
  }

  get spaceId(): SpaceId {
    return this.shared.id
  }

  async createSpace(): Promise<void> {
    const { manager } = this.#start()
    this.#held = await this.world.settle(manager.createSpace({ name: 'Simulated', color: 'green', icon: '🌳' }))
    this.#isEmpty = false
    this.shared.id = this.#held.id
  }

  async start(): Promise<void> {
    if (this.#process) return
    const { manager } = this.#start()
    const opening = this.#isEmpty ? manager.adoptSpace(this.spaceId) : manager.openSpace(this.spaceId)
    // The medium may be broken just now: then the process runs without the space, as the app does, and tries again.
    this.#held = await this.world.settle(opening.catch(() => undefined))
    if (this.#held) this.#isEmpty = false
    else this.crash()
  }

  /** As if by kill -9: what is not on the medium is gone. */
  crash(): void {
    if (!this.#process) return
    this.crashes += 1
    this.#process.kill()
    this.#process = undefined
    this.#held = undefined
    this.cutWires()
    for (const wire of [...this.#windowWires]) wire.cut()
  }

  /** What its disks had not synced goes, too. */
  cutPower(): void {
    this.crash()
    for (const { disk } of [this.journal, this.backup]) {
      disk?.cutPower((unsynced) => this.world.random.integer(unsynced + 1))
    }
  }

  async stop(): Promise<void> {
    const process = this.#process
    if (!process) return
    await this.world.settle(process.host.close())
    await this.world.settle(process.manager.closeAll())
    this.#process = undefined
    this.#held = undefined
    this.cutWires()
  }

  /** Packs every tree, in the background; nothing waits for it, and it may be cut off. */
  compact(): void {
    const { open } = this
    if (open) this.#compact(open).catch(() => undefined)
  }

  /** A disk that returns other bytes than were written. */
  damageSnapshots(): void {
    for (const [treeId, snapshot] of this.journal.snapshotByTree) {
      const bytes = snapshot.bytes.map((byte, index) => (index === 3 ? byte ^ 1 : byte))
      this.journal.snapshotByTree.set(treeId, { ...snapshot, bytes })
    }
  }

  async #compact({ journal, environment }: OpenSpace): Promise<void> {
    const reader = new JournalReader(journal)
    for (const { treeId } of await reader.tails(0)) {
      const snapshot = await makeSnapshot(reader, treeId, environment, { aborted: false })
      if (snapshot) await journal.saveSnapshot(snapshot)
    }
  }

  cutWires(): void {
    for (const port of [...this.#ports]) port.close()
  }

  goOffline(): void {
    this.isOnline = false
    this.cutWires()
  }

  /** Garbage from the network. */
  hearGarbage(frame: unknown): void {
    for (const port of this.#ports) port.receive(frame)
  }

  /** What a backup of the whole machine would hold. */
  copyProfile(): void {
    this.#older = copyOf(this.journal, this.world)
  }

  /**
   * The machine is set back to an older copy of itself. Only while everything it would lose is somewhere else: nobody
   * can promise more.
   */
  putBackOlderProfile(others: readonly MemoryMedium[]): boolean {
    const older = this.#older
    if (!older) return false
    const elsewhere = new Set([older, ...others].flatMap((medium) => medium.packs.map(packKey)))
    if (!this.journal.packs.every((pack) => elsewhere.has(packKey(pack)))) return false
    this.crash()
    this.journal = syncing(copyOf(older, this.world), this.world, SYNC_MS)
    return true
  }

  /** Another machine made from a copy of this one's disk. */
  clone(name: string): SimulatedDevice {
    const twin = new SimulatedDevice(name, this.world, this.shared, this.servers)
    twin.journal = syncing(copyOf(this.journal, this.world), this.world, SYNC_MS)
    twin.#isEmpty = this.#isEmpty
    return twin
  }

  #start(): Process {
    const { environment, kill } = this.world.fork()
    const cipher = sealedCipher(this.shared.key, environment)
    const manager = new SpaceManager(environment, (spaceId) => {
      const journal = new MemoryPersistenceLayer(spaceId, this.journal, environment)
      const backup = new MemoryPersistenceLayer(spaceId, this.backup, environment, 'backup')
      const servers = this.servers.map((server) => {
        const link = new ClientLink({ connect: () => this.#connect(server), environment, name: this.name })
        const remote = { id: `server:${server.url}`, spaceId, link, keyId: cipher.keyId }
        return new ServerPersistenceLayer(new RemotePersistenceLayer(remote), cipher)
      })
      return { journal, followers: [...servers, backup], memory: journal }
    })
    this.#process = { manager, host: new SpaceHost(manager), kill }
    return this.#process
  }

  #connect(server: SimulatedServer): Promise<WirePort> {
    const port = this.isOnline ? server.connect() : undefined
    if (!port) return Promise.reject(new Error('nobody answers'))
    this.#ports.add(port)
    port.onClose(() => this.#ports.delete(port))
    return Promise.resolve(port)
  }
}
