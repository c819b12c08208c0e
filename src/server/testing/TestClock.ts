import { randomBytes } from 'node:crypto'
import type { Environment } from '../../core/environment'

/** Real randomness and real turns of the event loop; time passes only when a test says so. */
export class TestClock {
  nowMs = Date.UTC(2026, 0, 1)
  readonly #tasks = new Set<{ readonly dueMs: number; readonly fn: () => void }>()

  readonly environment: Environment = {
    now: () => this.nowMs,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    timers: {
      after: (delayMs, fn) => {
        const task = { dueMs: this.nowMs + delayMs, fn }
        this.#tasks.add(task)
        return () => this.#tasks.delete(task)
      },
      defer: (fn) => {
        const turn = setImmediate(fn)
        return () => clearImmediate(turn)
      },
    },
  }

  /** Timers not yet run or cancelled. */
  get waiting(): number {
    return this.#tasks.size
  }

  /** Later, at once: timers find themselves overdue, and have not run. For times so long that they would run for ever. */
  jump(durationMs: number): void {
    this.nowMs += durationMs
  }

  /** Lets time pass and runs what becomes due, in order. */
  advance(durationMs: number): void {
    const endMs = this.nowMs + durationMs
    for (;;) {
      const [next] = [...this.#tasks].filter((task) => task.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)
      if (!next) break
      this.#tasks.delete(next)
      this.nowMs = next.dueMs
      next.fn()
    }
    this.nowMs = endMs
  }
}
