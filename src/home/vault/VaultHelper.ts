import { AppError, type ErrorDetail } from '../../core/AppError'
import type { VaultProgress } from '../../core/space/VaultControl'
import type { HelperEvents } from '../HelperProcess'
import type { VaultNews, VaultWord } from './vaultMessages'

/** Why an order fails whose helper was ended. */
export const VAULT_GONE: ErrorDetail = {
  code: 'unexpected',
  reason: 'what did it was ended; what was imported until then is there, and of an export nothing is',
}

type Answer = Exclude<VaultNews, { kind: 'progress' | 'failed' | 'file-wanted' }>

/** The process or worker that works. `Port`: the kind of port to a space it is given. */
export interface VaultWorkplace<Order, Port> {
  tell(message: Order | VaultWord, port?: Port): void
  /** At once. */
  end(): void
}

export interface VaultEvents {
  readonly onProgress: (progress: VaultProgress) => void
  /** Brings a file here that the helper needs; rejects with AppError when it cannot be had. */
  readonly bring: (hash: string) => Promise<void>
}

/** A home's end of what imports or exports for it: one order at a time. */
export class VaultHelper<Order, Port> {
  readonly #workplace: VaultWorkplace<Order, Port>
  #waiting: { resolve: (answer: Answer) => void; reject: (error: AppError) => void } | undefined
  #isGone = false

  constructor(
    start: (events: HelperEvents<VaultNews>) => VaultWorkplace<Order, Port>,
    readonly events: VaultEvents,
  ) {
    this.#workplace = start({ onNews: (news) => this.#hear(news), onGone: () => this.#end(VAULT_GONE) })
  }

  /** Rejects with AppError when the order fails, or the helper ends before it is done. */
  ask<K extends Answer['kind']>(order: Order, kind: K, port?: Port): Promise<Extract<Answer, { kind: K }>> {
    return new Promise((resolve, reject) => {
      if (this.#isGone) {
        reject(new AppError(VAULT_GONE))
        return
      }
      this.#waiting = {
        resolve: (answer) => {
          if (isOf(answer, kind)) resolve(answer)
          else reject(new AppError({ code: 'unexpected', reason: `the answer was ${answer.kind}` }))
        },
        reject,
      }
      this.#workplace.tell(order, port)
    })
  }

  cancel(): void {
    this.#tell({ kind: 'cancel' })
  }

  /** What was asked of it is cancelled, or fails with what made it end. */
  end(detail: ErrorDetail = { code: 'cancelled' }): void {
    if (!this.#isGone) this.#workplace.end()
    this.#end(detail)
  }

  #tell(word: VaultWord): void {
    if (!this.#isGone) this.#workplace.tell(word)
  }

  #hear(news: VaultNews): void {
    if (news.kind === 'progress') {
      const { kind: _, ...progress } = news
      this.events.onProgress(progress)
    } else if (news.kind === 'file-wanted') void this.#bring(news.hash)
    else {
      const waiting = this.#waiting
      this.#waiting = undefined
      if (news.kind === 'failed') waiting?.reject(new AppError(news.detail))
      else waiting?.resolve(news)
    }
  }

  async #bring(hash: string): Promise<void> {
    const detail = await this.events.bring(hash).then(
      () => null,
      (error: unknown) => AppError.detailOf(error),
    )
    this.#tell({ kind: 'file-came', hash, detail })
  }

  #end(detail: ErrorDetail): void {
    this.#isGone = true
    this.#waiting?.reject(new AppError(detail))
    this.#waiting = undefined
  }
}

function isOf<K extends Answer['kind']>(answer: Answer, kind: K): answer is Extract<Answer, { kind: K }> {
  return answer.kind === kind
}
