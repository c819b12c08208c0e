import { AppError } from '../../core/AppError'
import type { Cancel } from '../../core/environment'
import { nextTurn } from '../../core/nextTurn'
import { ROWS_OF_A_PART } from '../../core/persistence/outline/firstSiblingsFirst'
import type { OutlineRow } from '../../core/persistence/outline/Outline'
import type { StoredSnapshot } from '../../core/persistence/PersistenceLayer'
import type { VertexId } from '../../core/tree/ops'
import type { OutlinePart } from './outline/OutlinePart'
import { OutlineStep } from './outline/OutlineStep'
import { rebuildOutlineTable, type OutlineRebuildOrder } from './rebuildOutlineTable'

export interface OutlineKeeperOptions extends Omit<OutlineRebuildOrder, 'snapshot'> {
  readonly loadSnapshot: () => Promise<StoredSnapshot | undefined>
  /** While they write, the table is brought in step when the log is so many packs ahead; undefined for what suits a person's machine. */
  readonly maxLag: number | undefined
}

/** What is damaged is built anew once; what is damaged again is read as it is. */
const MAX_TRIES = 2
/** More rows are not held in memory. */
const MAX_UNWRITTEN = 2000
/** The table is brought in step when the log is so many packs ahead and nobody has written for a while, */
const LAG_WHEN_QUIET = 1000
const QUIET_MS = 500
/**
 * and while they write when it is so many ahead: what the first reader after a crash waits for at most. More than a large space
 * brings when it comes to a device, whose pace this would halve.
 */
const MAX_LAG = 200_000

/**
 * Keeps the node table in step with the log, outside of the commits: what the log has after the table's position is applied when
 * somebody reads, when there is much of it, and at the end; all in short steps.
 */
export class OutlineKeeper {
  readonly #options: OutlineKeeperOptions
  #rebuilding: Promise<boolean> | undefined
  #catchingUp: Promise<void> | undefined
  #cancelQuiet: Cancel | undefined
  #isClosing = false

  constructor(options: OutlineKeeperOptions) {
    this.#options = options
  }

  /**
   * The children, with a turn for others between two parts, as of the time of the call or newer. What is moved meanwhile is
   * missing or there, what stays is there once. Rejects when the space is closed meanwhile.
   */
  async *parts(parentId: VertexId | null): AsyncGenerator<readonly OutlineRow[]> {
    for (let from: number | undefined = 0; from !== undefined;) {
      const { rows, next }: OutlinePart = await this.#part(parentId, from)
      yield rows
      if (next !== undefined) await nextTurn(this.#options.environment.timers)
      from = next
    }
  }

  /** To be called after each commit; does nothing at once. */
  committed(): void {
    const { outline, packs } = this.#options.stored()
    const lag = packs.head - outline.state.writtenThrough
    if (lag < LAG_WHEN_QUIET || this.#catchingUp) return
    if (lag >= (this.#options.maxLag ?? MAX_LAG)) this.catchUp()
    else this.#cancelQuiet ??= this.#whenQuiet()
  }

  /** Brings the table in step soon, also in the file, before somebody waits for it. */
  catchUp(): void {
    this.#cancelQuiet?.()
    this.#cancelQuiet = undefined
    this.#catchingUp ??= this.#pause()
      .then(() => this.#bringInStep())
      .then(() => this.#write())
      // Whoever reads it next tries again, and hears why it cannot be done.
      .catch(() => undefined)
      .finally(() => {
        this.#catchingUp = undefined
      })
  }

  /** Writes what can be applied without the tree. */
  async close(): Promise<void> {
    this.#isClosing = true
    this.#cancelQuiet?.()
    if (this.#rebuilding) return
    try {
      if (await this.#follow()) await this.#write()
      await this.#catchingUp
    } catch {
      // What is not in the table is applied when somebody reads it next.
    }
  }

  async #part(parentId: VertexId | null, from: number): Promise<OutlinePart> {
    for (let tries = 0; ; tries++) {
      await this.#bringInStep()
      const { outline } = this.#options.stored()
      const part = outline.part(parentId, from, ROWS_OF_A_PART)
      // Reading may have met a row that is damaged.
      if (outline.state.position || tries === MAX_TRIES) return part
    }
  }

  async #bringInStep(): Promise<void> {
    for (let tries = 0; tries <= MAX_TRIES; tries++) {
      if (!this.#rebuilding && (await this.#follow())) return
      if (await this.#rebuilt()) return
    }
  }

  /** False when the table must be put right by the tree. */
  async #follow(): Promise<boolean> {
    const { head } = this.#options.stored().packs
    while (!this.#rebuilding) {
      const { outline, packs } = this.#options.stored()
      if (new OutlineStep(outline, packs).run() === 'stuck') return false
      if ((outline.state.position?.through ?? 0) >= head) return true
      if (outline.unwritten > MAX_UNWRITTEN) await this.#write()
      await this.#pause()
    }
    return false
  }

  /** What is in memory only. When the file does not take it, the table is again what the file says. */
  async #write(): Promise<void> {
    const { stored } = this.#options
    while (stored().changeOutline((outline) => outline.write())) await this.#pause()
  }

  #whenQuiet(): Cancel {
    const { environment, stored } = this.#options
    const { head } = stored().packs
    return environment.timers.after(QUIET_MS, () => {
      this.#cancelQuiet = undefined
      if (stored().packs.head === head) this.catchUp()
      else this.#cancelQuiet = this.#whenQuiet()
    })
  }

  #pause(): Promise<void> {
    return nextTurn(this.#options.environment.timers)
  }

  /** True when it says what the log says now; false when something was lost on the way, and it must begin anew. */
  #rebuilt(): Promise<boolean> {
    if (this.#isClosing) return Promise.reject(new AppError({ code: 'closed' }))
    this.#rebuilding ??= this.#rebuild().finally(() => {
      this.#rebuilding = undefined
    })
    return this.#rebuilding
  }

  async #rebuild(): Promise<boolean> {
    const snapshot = await this.#options.loadSnapshot()
    return rebuildOutlineTable({ ...this.#options, snapshot })
  }
}
