import { fileURLToPath } from 'node:url'
import { ChildProcess } from '../sync/ChildProcess'
import type { TreeSystemName } from './treeSystems'
import type { TreePlan } from './TreeTask'

/** A round that takes longer is given up. */
export const PATIENCE_MS = 20_000
/** Who needs longer to get ready is given up, too. */
export const PREPARING_MS = 40_000

export interface Round {
  readonly ms: number
  readonly note: string
}

/** One system in a process of its own, which is given up when it takes too long. */
export class TreeProcess {
  readonly #process: ChildProcess
  #isGone = false

  constructor(readonly system: TreeSystemName) {
    this.#process = new ChildProcess(fileURLToPath(new URL('./treeWorker.ts', import.meta.url)), [system])
  }

  /** It took too long, once. */
  isGone(): boolean {
    return this.#isGone
  }

  /** What the tree takes on disk, in bytes, if it was stored; undefined: it did not get there in time. */
  plan(plan: TreePlan): Promise<Readonly<Record<string, number>> | undefined> {
    return this.#call('plan', PREPARING_MS, plan)
  }

  /** Undefined: not through in time. */
  round(mustCheck: boolean): Promise<Round | undefined> {
    return this.#call('round', PATIENCE_MS, mustCheck)
  }

  async end(): Promise<void> {
    await this.#call('end', PATIENCE_MS)
    await this.#process.end()
  }

  async #call<T>(call: string, patienceMs: number, argument?: unknown): Promise<T | undefined> {
    if (this.isGone()) return undefined
    const timer = setTimeout(() => {
      this.#isGone = true
      process.kill(this.#process.pid, 'SIGKILL')
    }, patienceMs)
    try {
      return await this.#process.call<T>(call, argument)
    } catch (error) {
      if (this.isGone()) return undefined
      throw error
    } finally {
      clearTimeout(timer)
    }
  }
}
