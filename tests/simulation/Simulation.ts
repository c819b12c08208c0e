import { MemoryPersistenceLayer } from '../../src/core/persistence/MemoryPersistenceLayer'
import { LiveSpace } from '../../src/core/space/LiveSpace'
import type { Space } from '../../src/core/space/Space'
import { TestEnvironment } from '../../src/core/testing/TestEnvironment'
import { ACTIONS } from './actions'
import { SimulatedMain } from './SimulatedMain'
import { SimulatedWindow } from './SimulatedWindow'

export interface SimulationResult {
  readonly seed: number
  readonly steps: number
  readonly crashes: number
  /** What did not hold, or undefined. */
  readonly failure: string | undefined
}

const MAX_WINDOWS = 4

/** One seeded history of a main process, its windows and their bad luck, and what must hold when all has healed. */
export class Simulation {
  readonly world: TestEnvironment
  readonly main: SimulatedMain
  windows: SimulatedWindow[] = []
  /** What some window called saved. */
  readonly promised = new Set<string>()
  #marks = 0
  #windowCrashes = 0

  constructor(readonly seed: number) {
    this.world = new TestEnvironment(seed)
    this.main = new SimulatedMain(this.world)
  }

  nextMark(): string {
    return `<${this.#marks++}>`
  }

  openWindow(): void {
    if (this.windows.length >= MAX_WINDOWS) return
    const name = `window ${this.#marks++}`
    this.windows.push(
      new SimulatedWindow(name, this.world, this.main, (marks) => marks.forEach((mark) => this.promised.add(mark))),
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
  crashMain(): void {
    this.main.crash()
    const takesWindows = this.world.random.chance(0.5)
    for (const window of this.windows) {
      if (takesWindows) window.crash()
      else window.cutWire()
    }
    if (takesWindows) this.windows = []
  }

  async run(steps: number): Promise<SimulationResult> {
    let failure: string | undefined
    try {
      await this.main.createSpace()
      this.openWindow()
      this.openWindow()
      await this.world.run(100)
      for (let step = 0; step < steps; step++) await this.#act()
      await this.#heal()
      await this.#check()
    } catch (error) {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error)
    }
    return { seed: this.seed, steps, crashes: this.main.crashes + this.#windowCrashes, failure }
  }

  async #act(): Promise<void> {
    const total = ACTIONS.reduce((sum, action) => sum + action.weight, 0)
    let left = this.world.random.integer(total)
    const action = ACTIONS.find(({ weight }) => (left -= weight) < 0)
    await action?.act(this)
    if (this.world.random.chance(0.3)) await this.world.run(this.world.random.integer(30))
  }

  #takeWindow(): SimulatedWindow | undefined {
    const window = this.world.random.pick(this.windows)
    this.windows = this.windows.filter((other) => other !== window)
    return window
  }

  async #heal(): Promise<void> {
    this.main.journal.failure = null
    this.main.second.failure = null
    await this.main.start()
    if (this.windows.length === 0) this.openWindow()
    await this.world.run(300_000)
  }

  async #check(): Promise<void> {
    const stored = await this.#stored()
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
      await this.#checkPromises(stored.space)
      await this.#checkOutline(stored.space)
    } finally {
      stored.dispose()
    }
    const [journal, second] = [this.main.open?.journal.summary(), this.main.open?.followers[0]?.layer.summary()]
    equal('second layer', second?.fingerprint, journal?.fingerprint)
    if (this.main.open?.followers[0]?.state.current.isVerified !== true)
      throw new Error('the second layer is not verified')
    if (this.main.journal.divergent.length > 0) throw new Error('one id, two bodies')
    for (const window of this.windows) await window.close()
    await this.main.stop()
    // Frames that were under way when the wires were cut.
    await this.world.run(1000)
    if (this.world.waiting > 0) throw new Error(`${this.world.waiting} timers left`)
  }

  /** The space as the medium alone tells it. */
  async #stored(): Promise<{ space: Space; dispose: () => void }> {
    const environment = new TestEnvironment(1)
    const journal = new MemoryPersistenceLayer(this.main.spaceId, this.main.journal, environment)
    await journal.open()
    const live = new LiveSpace({
      id: this.main.spaceId,
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
  async #checkPromises(space: Space): Promise<void> {
    const trees = new Set(this.main.journal.packs.map((pack) => pack.treeId))
    trees.delete(space.id)
    let all = space.tree
      .allOps()
      .map((op) => ('value' in op ? String(op.value) : ''))
      .join(' ')
    for (const treeId of trees) all += await this.#textOf(space, treeId)
    const lost = [...this.promised].filter((mark) => !all.includes(mark))
    if (lost.length > 0) throw new Error(`called saved and lost: ${lost.join(' ')}`)
  }

  async #checkOutline(space: Space): Promise<void> {
    const { open } = this.main
    if (!open) throw new Error('the main process is down')
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
