import path from 'node:path'
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { VaultNews, VaultOrder } from './vaultMessages'

const GONE: ErrorDetail = {
  code: 'unexpected',
  reason: 'the process for it stopped; what was imported until then is there',
}

type Progress = Extract<VaultNews, { kind: 'progress' }>
type Answer = Exclude<VaultNews, { kind: 'progress' | 'failed' }>

/** Main's end of a process that imports or exports: one order at a time. */
export class VaultProcess {
  readonly #process: UtilityProcess
  #waiting: { resolve: (answer: Answer) => void; reject: (error: AppError) => void } | undefined
  #isGone = false

  constructor(readonly onProgress: (progress: Progress) => void) {
    this.#process = utilityProcess.fork(path.join(__dirname, 'vaultProcess.cjs'), [], {
      serviceName: 'Grove import and export',
    })
    this.#process.on('message', (news: VaultNews) => this.#hear(news))
    this.#process.once('exit', () => this.#end(GONE))
  }

  /** Rejects with AppError when the order fails, or the process ends before it is done. */
  ask<K extends Answer['kind']>(
    order: VaultOrder,
    kind: K,
    port?: MessagePortMain,
  ): Promise<Extract<Answer, { kind: K }>> {
    return new Promise((resolve, reject) => {
      if (this.#isGone) {
        reject(new AppError(GONE))
        return
      }
      this.#waiting = {
        resolve: (answer) => {
          if (isOf(answer, kind)) resolve(answer)
          else reject(new AppError({ code: 'unexpected', reason: `the answer was ${answer.kind}` }))
        },
        reject,
      }
      this.#process.postMessage(order, port ? [port] : [])
    })
  }

  cancel(): void {
    const order: VaultOrder = { kind: 'cancel' }
    if (!this.#isGone) this.#process.postMessage(order)
  }

  end(): void {
    if (!this.#isGone) this.#process.kill()
    this.#end({ code: 'cancelled' })
  }

  #hear(news: VaultNews): void {
    if (news.kind === 'progress') {
      this.onProgress(news)
      return
    }
    const waiting = this.#waiting
    this.#waiting = undefined
    if (news.kind === 'failed') waiting?.reject(new AppError(news.detail))
    else waiting?.resolve(news)
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
