import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Cancel, Timers } from '../../core/environment'
import type { SearchAnswer, SearchIndex, SearchProgress, SearchQuestion } from '../../core/search/SearchIndex'
import type { SpaceId } from '../../core/space/Space'
import type { HelperEvents, HelperProcess } from '../HelperProcess'
import type { SearchNews, SearchOrder } from './searchMessages'

export interface SearchDeskOptions {
  readonly timers: Timers
  readonly start: (events: HelperEvents<SearchNews>) => HelperProcess<SearchOrder>
  readonly onProgress: (spaceId: SpaceId, progress: SearchProgress | null) => void
  /** What it started may end at any time without being broken: then what is not answered is asked of another one, once. */
  readonly mayEnd?: boolean
}

/** Without a question for so long, the worker ends: it has memory of its own. */
const IDLE_MS = 60_000
const GONE: ErrorDetail = { code: 'unexpected', reason: 'the process that searches ended' }

interface Waiting {
  readonly order: SearchOrder
  isSecond: boolean
  readonly resolve: (news: Exclude<SearchNews, { kind: 'progress' | 'failed' }>) => void
  readonly reject: (error: AppError) => void
}

interface Running {
  readonly worker: HelperProcess<SearchOrder>
  readonly waitingByNo: Map<number, Waiting>
  /** Spaces that are being read on. */
  readonly busy: Set<SpaceId>
}

/** A home's end of searching: a worker that is there while somebody searches, or something is to be read. */
export class SearchDesk implements SearchIndex {
  readonly #options: SearchDeskOptions
  #running: Running | undefined
  #cancelIdle: Cancel | undefined
  #lastNo = 0
  #isClosed = false

  constructor(options: SearchDeskOptions) {
    this.#options = options
  }

  async find(question: SearchQuestion): Promise<SearchAnswer> {
    const news = await this.#ask((no) => ({ kind: 'find', no, question }))
    if (news.kind !== 'found') throw new AppError(GONE)
    return news.answer
  }

  /** Reads all of a space that is not read yet, before somebody asks. Rejects with AppError. */
  async index(spaceId: SpaceId): Promise<void> {
    await this.#ask((no) => ({ kind: 'index', no, spaceId }))
  }

  /** Ends whatever runs, at once. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#end({ code: 'cancelled' })
  }

  #ask(orderOf: (no: number) => SearchOrder): Promise<Exclude<SearchNews, { kind: 'progress' | 'failed' }>> {
    if (this.#isClosed) return Promise.reject(new AppError({ code: 'cancelled' }))
    this.#running ??= this.#start()
    const { worker, waitingByNo } = this.#running
    const no = ++this.#lastNo
    this.#cancelIdle?.()
    return new Promise((resolve, reject) => {
      const order = orderOf(no)
      waitingByNo.set(no, { order, isSecond: false, resolve, reject })
      worker.tell(order)
    })
  }

  #start(): Running {
    const events: HelperEvents<SearchNews> = {
      onNews: (news) => this.#hear(running, news),
      onGone: () => this.#lost(running),
    }
    const running: Running = { worker: this.#options.start(events), waitingByNo: new Map(), busy: new Set() }
    return running
  }

  #hear(running: Running, news: SearchNews): void {
    if (news.kind === 'progress') {
      if (news.progress) running.busy.add(news.spaceId)
      else running.busy.delete(news.spaceId)
      this.#options.onProgress(news.spaceId, news.progress)
    } else {
      const waiting = running.waitingByNo.get(news.no)
      running.waitingByNo.delete(news.no)
      if (news.kind === 'failed') waiting?.reject(new AppError(news.detail))
      else waiting?.resolve(news)
    }
    this.#rest(running)
  }

  #rest(running: Running): void {
    this.#cancelIdle?.()
    if (running !== this.#running || running.waitingByNo.size > 0 || running.busy.size > 0) return
    this.#cancelIdle = this.#options.timers.after(IDLE_MS, () => void this.#end(GONE))
  }

  async #end(detail: ErrorDetail): Promise<void> {
    const running = this.#running
    if (!running) return
    this.#gone(running, detail)
    await running.worker.end()
  }

  #lost(running: Running): void {
    const { mayEnd = false } = this.#options
    const again = [...running.waitingByNo].filter(([, { isSecond }]) => mayEnd && !isSecond)
    for (const [no] of again) running.waitingByNo.delete(no)
    this.#gone(running, GONE)
    if (again.length > 0) this.#askAgain(again)
  }

  #askAgain(again: readonly (readonly [number, Waiting])[]): void {
    try {
      this.#running ??= this.#start()
      for (const [no, waiting] of again) {
        waiting.isSecond = true
        this.#running.waitingByNo.set(no, waiting)
        this.#running.worker.tell(waiting.order)
      }
    } catch (error) {
      for (const [, { reject }] of again) reject(new AppError(AppError.detailOf(error)))
    }
  }

  #gone(running: Running, detail: ErrorDetail): void {
    if (this.#running === running) {
      this.#running = undefined
      this.#cancelIdle?.()
    }
    for (const { reject } of running.waitingByNo.values()) reject(new AppError(detail))
    running.waitingByNo.clear()
  }
}
