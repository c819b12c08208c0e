import type { Cancel, Environment, Timers } from '../environment'
import { SeededRandom } from './SeededRandom'

interface Task {
  readonly dueMs: number
  readonly order: number
  readonly fn: () => void
}

/** A clock, timers and chance that a test owns: nothing happens until `run` says so, and always in the same order. */
export class TestEnvironment implements Environment {
  readonly random: SeededRandom
  readonly timers: Timers
  /** Added to the clock people see; rules never look at it. */
  skewMs = 0
  #nowMs = 0
  #order = 0
  readonly #tasks = new Set<Task>()

  /** `settled`: resolves when all that can happen without this clock has happened; a real medium takes its own time. */
  constructor(
    seed: number,
    readonly settled: () => Promise<void> = settlePromises,
  ) {
    this.random = new SeededRandom(seed)
    this.timers = {
      after: (delayMs, fn) => this.#add(this.#nowMs + Math.max(0, delayMs), fn),
      defer: (fn) => this.#add(this.#nowMs, fn),
    }
  }

  readonly now = (): number => Date.UTC(2026, 0, 1) + this.#nowMs + this.skewMs
  readonly randomBytes = (length: number): Uint8Array => this.random.bytes(length)

  /** Timers not yet run or cancelled. */
  get waiting(): number {
    return this.#tasks.size
  }

  /** Another process of the same world: same clock, timers that all go when it dies, chance of its own. */
  fork(): { readonly environment: Environment; readonly kill: () => void; readonly waiting: () => number } {
    const cancels = new Set<Cancel>()
    let isAlive = true
    const guard = (start: (fn: () => void) => Cancel, fn: () => void): Cancel => {
      if (!isAlive) return () => undefined
      const cancel = start(() => {
        cancels.delete(cancel)
        fn()
      })
      cancels.add(cancel)
      return () => {
        cancels.delete(cancel)
        cancel()
      }
    }
    const random = new SeededRandom(this.random.integer(2 ** 31))
    return {
      environment: {
        now: this.now,
        randomBytes: (length) => random.bytes(length),
        timers: {
          after: (delayMs, fn) => guard((run) => this.timers.after(delayMs, run), fn),
          defer: (fn) => guard((run) => this.timers.defer(run), fn),
        },
      },
      kill: () => {
        isAlive = false
        for (const cancel of [...cancels]) cancel()
        cancels.clear()
      },
      waiting: () => cancels.size,
    }
  }

  /** Runs everything due within `durationMs`, in order of time, letting promises settle in between. */
  async run(durationMs = 0): Promise<void> {
    const endMs = this.#nowMs + durationMs
    await this.settled()
    for (;;) {
      let next: Task | undefined
      for (const task of this.#tasks) {
        if (
          task.dueMs <= endMs &&
          (!next || task.dueMs < next.dueMs || (task.dueMs === next.dueMs && task.order < next.order))
        ) {
          next = task
        }
      }
      if (!next) break
      this.#tasks.delete(next)
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      next.fn()
      await this.settled()
    }
    this.#nowMs = endMs
  }

  /** Runs until `promise` is settled, at most `limitMs` of this world's time. */
  async settle<T>(promise: Promise<T>, limitMs = 120_000): Promise<T> {
    const outcome = { isSettled: false }
    const watch = (): void => {
      outcome.isSettled = true
    }
    promise.then(watch, watch)
    for (let ms = 0; ms <= limitMs; ms += 100) {
      await this.run(ms === 0 ? 0 : 100)
      if (outcome.isSettled) return promise
    }
    throw new Error(`Nothing came of it within ${limitMs} ms.`)
  }

  #add(dueMs: number, fn: () => void): Cancel {
    const task = { dueMs, order: this.#order++, fn }
    this.#tasks.add(task)
    return () => {
      this.#tasks.delete(task)
    }
  }
}

/** Lets every promise that can settle do so: a macrotask comes after all microtasks. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
