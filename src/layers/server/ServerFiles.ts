import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Cancel } from '../../core/environment'
import { Writable, type Readable } from '../../core/Readable'
import { FilesThere } from './FilesThere'
import { ReceivedFile, receiveKey } from './ReceivedFile'
import { retryPause, type PauseRange } from './retryPause'
import { SentFile, type FileRoute } from './SentFile'
import { TransferQueue, type Transfer } from './TransferQueue'

export interface ServerFilesState {
  /** Files that are here and not known to be there, and the other way round. */
  readonly toSend: number
  readonly toReceive: number
  /** Why something does not go on, or the first of the files that cannot be moved; null when all is well. */
  readonly problem: ErrorDetail | null
  /** Of the files being moved just now. */
  readonly activeBytes: number
}

const LOOK_EVERY_MS = 60_000
const RETRY: PauseRange = { firstMs: 1000, lastMs: 60_000 }

/**
 * Keeps the files of one space and those on a server in step: what is here goes there, what is there comes here, each
 * checked against its hash. To be started once the server let the space in, so that its key is known to be the right one.
 */
export class ServerFiles {
  readonly #route: FileRoute
  readonly #queue: TransferQueue
  readonly #abort = new AbortController()
  readonly #there: FilesThere
  readonly #state = new Writable<ServerFilesState>({ toSend: 0, toReceive: 0, problem: null, activeBytes: 0 })
  #looking: Promise<void> = Promise.resolve()
  #isCheckDue = false
  #lookProblem: ErrorDetail | null = null
  #failedLooks = 0
  #cancelLook: Cancel | undefined

  constructor(route: FileRoute) {
    this.#route = route
    this.#queue = new TransferQueue(route.environment, () => this.#tell())
    this.#there = new FilesThere(route, this.#abort.signal)
  }

  get state(): Readable<ServerFilesState> {
    return this.#state
  }

  start(): void {
    void this.#look()
  }

  /** A file was just stored here. */
  add(hash: string): void {
    const name = this.#route.cipher.fileName(hash)
    if (!this.#there.has(name)) this.#queue.add(new SentFile(this.#route, name, hash))
  }

  /** Brings a file here, before all others. Rejects with why it cannot be had now. */
  async fetch(hash: string): Promise<void> {
    if (await this.#route.files.has(hash)) return
    const name = this.#route.cipher.fileName(hash)
    const key = receiveKey(name)
    // The look under way may be about to find it.
    if (!this.#queue.find(key)) await this.#looking
    if (!this.#queue.find(key)) await this.#look()
    const transfer = this.#queue.find(key) ?? (await this.#searched(name))
    if (transfer) await this.#queue.hurry(transfer)
    else
      throw new AppError(
        this.#lookProblem ?? { code: 'bad-file', path: hash, reason: 'the server does not have it yet' },
      )
  }

  /** Looks for news and tries again what failed. Resolves when no more can be done just now; `state` tells how far it is. */
  async syncNow(): Promise<void> {
    this.#queue.retryNow()
    await this.#look()
    await this.#queue.settled()
  }

  /** Like `syncNow`, and asks for each file that is here whether all of it is whole there; what is not is sent again. */
  verify(): Promise<void> {
    this.#isCheckDue = true
    return this.syncNow()
  }

  /** Leaves no timer and no call. What was under way begins again the next time, and sends no part twice. */
  async close(): Promise<void> {
    this.#abort.abort()
    await Promise.all([this.#queue.close(), this.#looking])
    this.#cancelLook?.()
    this.#cancelLook = undefined
  }

  /** One look at a time; the next one comes by itself. */
  #look(): Promise<void> {
    this.#looking = this.#looking.then(async () => {
      this.#cancelLook?.()
      let nextMs = LOOK_EVERY_MS
      try {
        await this.#compare()
        this.#lookProblem = null
        this.#failedLooks = 0
      } catch (error) {
        const detail = AppError.detailOf(error)
        this.#lookProblem = detail
        nextMs = retryPause(this.#failedLooks++, detail, RETRY, this.#route.environment)
      }
      if (this.#abort.signal.aborted) return
      this.#tell()
      this.#cancelLook = this.#route.environment.timers.after(nextMs, () => void this.#look())
    })
    return this.#looking
  }

  async #compare(): Promise<void> {
    const isCheck = this.#isCheckDue
    if (isCheck) this.#there.forget()
    const hashes = await this.#route.files.list()
    const hashByName = new Map(hashes.map((hash) => [this.#route.cipher.fileName(hash), hash]))
    for await (const page of this.#there.news()) {
      const lacking = page.filter(({ name }) => !hashByName.has(name))
      this.#queue.add(...lacking.map((file) => new ReceivedFile(this.#route, file)))
      if (isCheck) await this.#there.check(page.filter(({ name }) => hashByName.has(name)))
    }
    const unknown = [...hashByName].filter(([name]) => !this.#there.has(name))
    this.#queue.add(...unknown.map(([name, hash]) => new SentFile(this.#route, name, hash)))
    if (isCheck) this.#isCheckDue = false
  }

  /** For a file that was here, is there, and has gone from this disk. */
  async #searched(name: string): Promise<Transfer | undefined> {
    const file = this.#there.has(name) ? await this.#there.find(name) : undefined
    return file && new ReceivedFile(this.#route, file)
  }

  #tell(): void {
    this.#state.set({
      toSend: this.#queue.left('send'),
      toReceive: this.#queue.left('receive'),
      problem: this.#lookProblem ?? this.#queue.problem,
      activeBytes: this.#queue.activeBytes,
    })
  }
}
