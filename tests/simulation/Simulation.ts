import { newSpaceKey, type SpaceKey } from '../../src/core/keys/SpaceKey'
import { keyIdOf } from '../../src/core/keys/SpaceKey'
import type { MemoryMedium } from '../../src/core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../src/core/persistence/MemoryPersistenceLayer'
import { unpackOps } from '../../src/core/persistence/packBody'
import { LiveSpace } from '../../src/core/space/LiveSpace'
import type { Space } from '../../src/core/space/Space'
import { TestEnvironment } from '../../src/core/testing/TestEnvironment'
import { ACTIONS } from './actions'
import { SimulatedDevice, type SharedSpace } from './SimulatedDevice'
import { SimulatedServer } from './SimulatedServer'
import { SimulatedWindow } from './SimulatedWindow'

export interface SimulationResult {
  readonly seed: number
  readonly steps: number
  readonly crashes: number
  /** What did not hold, or undefined. */
  readonly failure: string | undefined
}

const MAX_WINDOWS = 5
const MAX_DEVICES = 4

/** One seeded history of devices, their windows, their servers and their bad luck, and what must hold when all has healed. */
export class Simulation {
  readonly world: TestEnvironment
  readonly servers: readonly SimulatedServer[]
  readonly shared: SharedSpace
  devices: SimulatedDevice[] = []
  windows: SimulatedWindow[] = []
  /** What some window called saved. */
  readonly promised = new Set<string>()
  #marks = 0
  #windowCrashes = 0

  constructor(readonly seed: number) {
    this.world = new TestEnvironment(seed)
    const key: SpaceKey = newSpaceKey(this.world)
    this.shared = { key, id: '' }
    this.servers = ['home', 'office'].map((name) => new SimulatedServer(name, this.world, keyIdOf(key)))
    const [home, office] = this.servers
    if (!home || !office) throw new Error('there are two servers')
    // One machine knows both servers; the others reach each other only through it or through the one they share.
    this.devices = [
      new SimulatedDevice('desktop', this.world, this.shared, [home, office]),
      new SimulatedDevice('laptop', this.world, this.shared, [home]),
      new SimulatedDevice('browser', this.world, this.shared, [office]),
    ]
  }

  nextMark(): string {
    return `<${this.#marks++}>`
  }

  openWindow(device = this.world.random.pick(this.devices)): void {
    if (this.windows.length >= MAX_WINDOWS || !device) return
    const name = `window ${this.#marks++} of ${device.name}`
    this.windows.push(
      new SimulatedWindow(name, this.world, device, (marks) => marks.forEach((mark) => this.promised.add(mark))),
    )
  }

  async closeWindow(): Promise<void> {
    await this.#takeWindow()?.close()
  }

  crashWindow(): void {
    const window = this.#takeWindow()
    if (!window) return
    this.#windowCrashes += 1
    window.crash()
  }

  /** In the app the windows go with their main process; over a network they would not. Both happen here. */
  crashDevice(device: SimulatedDevice): void {
    device.crash()
    this.#strand(device, this.world.random.chance(0.5))
  }

  cutPower(device: SimulatedDevice): void {
    device.cutPower()
    this.#strand(device, this.world.random.chance(0.5))
  }

  cloneDevice(device: SimulatedDevice): void {
    if (this.devices.length < MAX_DEVICES) this.devices.push(device.clone(`twin of ${device.name}`))
  }

  putBackOlderProfile(device: SimulatedDevice): void {
    const others = this.devices.filter((other) => other !== device).map((other) => other.journal)
    // Its windows may hold what only they and the journal have.
    const isAlone = this.windows.every((window) => window.device !== device)
    if (isAlone && device.putBackOlderProfile(others)) this.#strand(device, true)
  }

  async run(steps: number): Promise<SimulationResult> {
    let failure: string | undefined
    try {
      const [first, ...others] = this.devices
      await first?.createSpace()
      for (const device of others) await device.start()
      for (const device of this.devices) this.openWindow(device)
      await this.world.run(1000)
      for (let step = 0; step < steps; step++) await this.#act()
      await this.#heal()
      await this.#check()
    } catch (error) {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    const crashes = [...this.devices, ...this.servers].reduce((sum, each) => sum + each.crashes, this.#windowCrashes)
    return { seed: this.seed, steps, crashes, failure }
  }

  async #act(): Promise<void> {
    const total = ACTIONS.reduce((sum, action) => sum + action.weight, 0)
    let left = this.world.random.integer(total)
    const action = ACTIONS.find(({ weight }) => (left -= weight) < 0)
    await action?.act(this)
    if (this.world.random.chance(0.3)) await this.world.run(this.world.random.integer(30))
  }

  #strand(device: SimulatedDevice, isWithWindows: boolean): void {
    for (const window of this.windows.filter((each) => each.device === device)) {
      if (isWithWindows) window.crash()
      else window.cutWire()
    }
    if (isWithWindows) this.windows = this.windows.filter((window) => window.device !== device)
  }

  #takeWindow(): SimulatedWindow | undefined {
    const window = this.world.random.pick(this.windows)
    this.windows = this.windows.filter((other) => other !== window)
    return window
  }

  async #heal(): Promise<void> {
    for (const medium of this.#mediums()) medium.failure = null
    for (const server of this.servers) server.start()
    for (const device of this.devices) {
      device.isOnline = true
      await device.start()
      if (!this.windows.some((window) => window.device === device)) {
        this.windows.push(new SimulatedWindow(`last window of ${device.name}`, this.world, device, () => undefined))
      }
    }
    for (let round = 0; round < 8; round++) {
      await this.world.run(100_000)
      // A person answers what Grove asks.
      for (const follower of this.devices.flatMap((device) => device.open?.followers ?? [])) {
        follower.answerFuse(this.world.random.chance(0.5) ? 'take' : 'keep')
      }
    }
  }

  #mediums(): MemoryMedium[] {
    return [
      ...this.servers.map((server) => server.medium),
      ...this.devices.flatMap((device) => [device.journal, device.backup]),
    ]
  }

  async #check(): Promise<void> {
    const [first] = this.devices
    if (!first) throw new Error('there is a device')
    this.#checkLayers()
    const stored = await this.#stored(first)
    try {
      for (const window of this.windows) {
        if (!window.space || window.open?.saveState.current.state !== 'saved') {
          throw new Error(`${window.name} is not at rest: ${JSON.stringify(window.open?.saveState.current)}`)
        }
        equal(`tree of ${window.name}`, drawing(window.space), drawing(stored.space))
        for (const treeId of window.openTrees) {
          equal(`text in ${window.name}`, textOf(window.space, treeId), await this.#textOf(stored.space, treeId))
        }
      }
      await this.#checkPromises(stored.space, first.journal)
      for (const device of this.devices) await this.#checkOutline(device, stored.space)
    } finally {
      stored.dispose()
    }
    for (const window of this.windows) await window.close()
    for (const device of this.devices) await device.stop()
    for (const server of this.servers) await server.stop()
    // Frames that were under way when the wires were cut.
    await this.world.run(1000)
    if (this.world.waiting > 0) throw new Error(`${this.world.waiting} timers left`)
  }

  /** Every device, server and backup holds the same, and every device says so. */
  #checkLayers(): void {
    const expected = this.devices[0]?.open?.journal.summary()
    for (const device of this.devices) {
      const summary = device.open?.journal.summary()
      equal(
        `journal of ${device.name}`,
        `${summary?.opCount} ${summary?.fingerprint}`,
        `${expected?.opCount} ${expected?.fingerprint}`,
      )
      for (const { layer, state } of device.open?.followers ?? []) {
        const theirs = layer.summary()
        equal(
          `${layer.id} of ${device.name} (${JSON.stringify(state.current)})`,
          theirs.fingerprint,
          expected?.fingerprint,
        )
        if (!state.current.isVerified) {
          throw new Error(`${layer.id} of ${device.name} is not verified: ${JSON.stringify(state.current)}`)
        }
      }
    }
    for (const medium of this.#mediums()) if (medium.divergent.length > 0) throw new Error('one id, two bodies')
  }

  /** The space as the medium of one device alone tells it. */
  async #stored(device: SimulatedDevice): Promise<{ space: Space; dispose: () => void }> {
    const environment = new TestEnvironment(1)
    const journal = new MemoryPersistenceLayer(this.shared.id, device.journal, environment)
    await journal.open()
    const live = new LiveSpace({
      id: this.shared.id,
      journal,
      environment,
      send: () => undefined,
      onUnsent: () => undefined,
      onProblem: (problem) => {
        throw new Error(JSON.stringify(problem))
      },
    })
    await live.load()
    return { space: live.space, dispose: () => live.dispose() }
  }

  /** Every mark that was called saved is on the medium: as a name that was given once, or in some text. */
  async #checkPromises(space: Space, journal: MemoryMedium): Promise<void> {
    const trees = new Set(journal.packs.map((pack) => pack.treeId))
    trees.delete(space.id)
    let all = journal.packs
      .filter((pack) => pack.treeId === space.id)
      .flatMap(unpackOps)
      .map((op) => ('value' in op ? String(op.value) : ''))
      .join(' ')
    for (const treeId of trees) all += await this.#textOf(space, treeId)
    const lost = [...this.promised].filter((mark) => !all.includes(mark))
    if (lost.length > 0) throw new Error(`called saved and lost: ${lost.join(' ')}`)
  }

  async #checkOutline({ open }: SimulatedDevice, space: Space): Promise<void> {
    if (!open) throw new Error('a device is down')
    for (const parentId of [space.contentId, space.trashId]) {
      const rows = await open.outline(parentId)
      equal('outline', JSON.stringify(rows), JSON.stringify(space.entries.children(parentId)))
    }
  }

  async #textOf(space: Space, treeId: string): Promise<string> {
    return space.withAppTree(treeId, () => textOf(space, treeId))
  }
}

function textOf(space: Space, treeId: string): string {
  const tree = space.appTrees.inUse(treeId)
  return tree?.root ? tree.text(tree.root.id, 'body').getText('body').toString() : ''
}

function drawing(space: Space): string {
  const lines = (parentId: string, indent: string): string[] =>
    space.entries
      .children(parentId)
      .flatMap((entry) => [`${indent}${entry.name} ${entry.id}`, ...lines(entry.id, `${indent}  `)])
  return [...lines(space.contentId, ''), '--', ...lines(space.trashId, '')].join('\n')
}

function equal(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what} differs:\n${String(found)}\n— expected —\n${String(expected)}`)
}
