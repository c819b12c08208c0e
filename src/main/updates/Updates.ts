import type { UpdatesSummary, UpdateState, UpdateSummary, UpdateWay } from '../../bridge/contract'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Cancel, Environment } from '../../core/environment'
import { Writable, type Readable } from '../../core/Readable'
import { NO_MEMORY, type UpdateMemory, type UpdateMemoryStore } from './UpdateMemory'
import type { Updater } from './Updater'

export interface UpdatesOptions {
  readonly version: string
  readonly way: UpdateWay
  /** Undefined where nobody can be asked. */
  readonly updater: Updater | undefined
  readonly memory: UpdateMemoryStore
  readonly environment: Pick<Environment, 'now' | 'timers'>
  /** Whether the person wants Grove to look by itself. */
  readonly looksByItself: () => boolean
  /** Saves, copies and installs. False: somebody decided to stay. Rejects with AppError. */
  readonly install: () => Promise<boolean>
}

/** After the windows are there: nobody waits for an update server. */
export const FIRST_LOOK_MS = 5000
export const LOOK_EVERY_MS = 4 * 3_600_000
export const LOOK_AGAIN_MS = 1_800_000
/** A server that takes the connection and then says nothing. */
export const PATIENCE_MS = 60_000

/** Where this Grove stands with its next version. One thing at a time; nothing is installed that nobody asked for. */
export class Updates {
  readonly #options: UpdatesOptions
  readonly #summary: Writable<UpdatesSummary>
  /** What a person cancelled is not fetched again by itself. */
  readonly #declined = new Set<string>()
  #memory: UpdateMemory = NO_MEMORY
  #cancelLook: Cancel = () => undefined
  #looking: Promise<void> | undefined
  #isClosed = false

  constructor(options: UpdatesOptions) {
    this.#options = options
    const { version, way } = options
    this.#summary = new Writable<UpdatesSummary>({
      ...{ version, way, state: { kind: 'none' }, checkedAt: null, problem: null, updatedFrom: null },
    })
  }

  get summary(): Readable<UpdatesSummary> {
    return this.#summary
  }

  /** @param looks false: never by itself in this session, whatever the settings say */
  async start(looks = true): Promise<void> {
    this.#memory = await this.#options.memory.read()
    const { checkedAt, installing } = this.#memory
    this.#set({ checkedAt })
    if (installing) this.#arrive(installing)
    if (looks && this.#options.updater) this.#lookIn(FIRST_LOOK_MS)
  }

  close(): void {
    this.#isClosed = true
    this.#cancelLook()
    if (this.state.kind === 'downloading') this.#options.updater?.cancel()
  }

  /** Asks the server now. Never rejects: what did not work is in the summary. */
  check(): Promise<void> {
    return this.#look(false)
  }

  /** Never rejects. */
  async download(): Promise<void> {
    const { updater, way } = this.#options
    const { state } = this
    if (!updater || way.kind !== 'itself' || state.kind !== 'available') return
    const { update } = state
    this.#set({ state: { kind: 'downloading', update, share: null }, problem: null })
    try {
      await updater.download((share) => {
        if (this.state.kind === 'downloading') this.#set({ state: { kind: 'downloading', update, share } })
      })
      this.#set({ state: { kind: 'ready', update } })
    } catch (error) {
      const problem = AppError.detailOf(error)
      this.#set({ state: { kind: 'available', update }, problem: problem.code === 'cancelled' ? null : problem })
    }
  }

  cancel(): void {
    const { state } = this
    if (state.kind !== 'downloading') return
    this.#declined.add(state.update.version)
    this.#options.updater?.cancel()
  }

  /** Never rejects; what follows it only happens when it came to nothing. */
  async install(): Promise<void> {
    const { install, version } = this.#options
    const { state } = this
    if (state.kind !== 'ready') return
    const { update } = state
    this.#set({ state: { kind: 'installing', update }, problem: null })
    try {
      await this.#remember({ installing: { from: version, to: update.version } })
      if (await install()) return
      this.#set({ state })
    } catch (error) {
      const problem = AppError.detailOf(error)
      this.#set({ state, problem: problem.code === 'cancelled' ? null : problem })
    }
    await this.#remember({ installing: null })
  }

  get state(): UpdateState {
    return this.#summary.current.state
  }

  get #isBusy(): boolean {
    return this.state.kind === 'downloading' || this.state.kind === 'installing'
  }

  /** What the last start wanted to install is what runs now, or it is not. */
  #arrive({ from, to }: { readonly from: string; readonly to: string }): void {
    const { version } = this.#options
    if (version === to) this.#set({ updatedFrom: from })
    else if (version === from) {
      this.#set({ problem: { code: 'update-failed', version: to, reason: 'it was interrupted' } })
    }
    void this.#remember({ installing: null })
  }

  #look(isByItself: boolean): Promise<void> {
    const { updater } = this.#options
    if (!updater || this.#isBusy || this.#isClosed) return Promise.resolve()
    const before = this.state
    // What a person did not ask for is not shown either.
    if (!isByItself && before.kind !== 'ready') this.#set({ state: { kind: 'checking' }, problem: null })
    this.#looking ??= this.#ask(updater, isByItself, before).finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #ask(updater: Updater, isByItself: boolean, before: UpdateState): Promise<void> {
    let nextMs = LOOK_EVERY_MS
    try {
      const found = await this.#inTime(updater.find())
      this.#set({ checkedAt: this.#options.environment.now(), problem: null })
      void this.#remember({ checkedAt: this.#summary.current.checkedAt })
      this.#take(found, isByItself)
    } catch (error) {
      nextMs = LOOK_AGAIN_MS
      this.#set({ problem: AppError.detailOf(error) })
      if (this.state.kind === 'checking') this.#set({ state: before })
    }
    if (!this.#isClosed) this.#lookIn(nextMs)
  }

  #take(found: UpdateSummary | null, isByItself: boolean): void {
    const { state } = this
    // Meanwhile somebody may have asked for what was found before.
    if (this.#isBusy || (state.kind === 'ready' && state.update.version === found?.version)) return
    this.#set({ state: found ? { kind: 'available', update: found } : { kind: 'newest' } })
    if (found && isByItself && !this.#declined.has(found.version)) void this.download()
  }

  /** What comes after that is of no interest. */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const detail: ErrorDetail = { code: 'update-unreachable', reason: 'it does not answer' }
      const cancel = this.#options.environment.timers.after(PATIENCE_MS, () => reject(new AppError(detail)))
      void answer.then(resolve, reject).finally(cancel)
    })
  }

  #lookIn(delayMs: number): void {
    this.#cancelLook()
    this.#cancelLook = this.#options.environment.timers.after(delayMs, () => {
      if (this.#options.looksByItself()) void this.#look(true)
      this.#lookIn(LOOK_EVERY_MS)
    })
  }

  #remember(changes: Partial<UpdateMemory>): Promise<void> {
    this.#memory = { ...this.#memory, ...changes }
    return this.#options.memory.write(this.#memory)
  }

  #set(changes: Partial<UpdatesSummary>): void {
    this.#summary.set({ ...this.#summary.current, ...changes })
  }
}
