import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { CompactionReport } from '../../core/space/compaction/compactSpace'
import type { HelperEvents, HelperProcess } from '../../home/HelperProcess'
import type { CompactionNews, CompactionOrder } from './compactionMessages'

export type StartCompaction = (events: HelperEvents<CompactionNews>) => HelperProcess<CompactionOrder>

type Given = Extract<CompactionNews, { kind: 'snapshot' | 'segment' }>

const GONE: ErrorDetail = { code: 'unexpected', reason: 'the process that packs spaces ended' }

/** Main's end of a process that packs one space, then it ends. */
export class CompactionProcess {
  readonly #process: HelperProcess<CompactionOrder>
  #ending: { resolve: (news: CompactionNews) => void; reject: (error: AppError) => void } | undefined
  #isGone = false

  /** `store` keeps what the process made; false: the log is not the one it was made from. */
  constructor(
    start: StartCompaction,
    readonly store: (given: Given) => Promise<boolean>,
  ) {
    this.#process = start({ onNews: (news) => this.#hear(news), onGone: () => this.#end(GONE) })
  }

  /** Rejects with AppError when it fails, or the process ends before it is done. */
  async compact(databasePath: string, after: Position): Promise<CompactionReport> {
    const news = await this.#ask({ kind: 'compact', path: databasePath, after })
    if (news.kind !== 'done') throw new AppError(GONE)
    return news.report
  }

  /** At once, whatever it is doing: it owns nothing. */
  end(): void {
    if (!this.#isGone) void this.#process.end()
    this.#end({ code: 'cancelled' })
  }

  #ask(order: CompactionOrder): Promise<CompactionNews> {
    return new Promise((resolve, reject) => {
      this.#ending = { resolve, reject }
      if (this.#isGone) this.#end(GONE)
      else this.#tell(order)
    })
  }

  #hear(news: CompactionNews): void {
    if (news.kind === 'snapshot' || news.kind === 'segment') {
      this.store(news).then(
        (isTaken) => this.#tell({ kind: 'stored', isTaken, problem: null }),
        (error: unknown) => this.#tell({ kind: 'stored', isTaken: false, problem: AppError.detailOf(error) }),
      )
    } else if (news.kind === 'failed') this.#ending?.reject(new AppError(news.detail))
    else this.#ending?.resolve(news)
  }

  #tell(order: CompactionOrder): void {
    if (!this.#isGone) this.#process.tell(order)
  }

  #end(detail: ErrorDetail): void {
    this.#isGone = true
    this.#ending?.reject(new AppError(detail))
    this.#ending = undefined
  }
}
