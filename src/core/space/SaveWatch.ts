import type { ErrorDetail } from '../AppError'
import type { Journal } from '../persistence/PersistenceLayer'
import { Writable, type Readable } from '../Readable'
import { saveStateOf, type SaveState } from './SaveState'

/** Whether what was written in a space is saved, and what keeps it from being. */
export class SaveWatch {
  readonly #state = new Writable<SaveState>({ state: 'saved', pendingOps: 0, lastError: null })
  #unsavable: ErrorDetail | null = null

  constructor(
    readonly journal: Journal,
    /** Something was written that the journal was not given yet. */
    readonly hasUnsent: () => boolean,
  ) {
    journal.status.subscribe(() => this.look())
  }

  get state(): Readable<SaveState> {
    return this.#state
  }

  /** Why something that was written will not be saved, although the journal has all that it takes; null: nothing. */
  get problem(): ErrorDetail | null {
    if (this.#unsavable) return this.#unsavable
    const { state, lastError } = this.journal.status.current
    return this.journal.mode === 'two-way' && state === 'failing' ? lastError : null
  }

  /** Something that was written will never be saved. */
  setUnsavable(problem: ErrorDetail): void {
    this.#unsavable = problem
    this.look()
  }

  look(): void {
    const next = saveStateOf(this.journal.status.current, this.hasUnsent(), this.#unsavable)
    const now = this.#state.current
    if (next.state !== now.state || next.pendingOps !== now.pendingOps || next.lastError !== now.lastError) {
      this.#state.set(next)
    }
  }
}
