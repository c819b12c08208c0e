import path from 'node:path'
import { utilityProcess } from 'electron'
import { AppError, type ErrorDetail } from '../core/AppError'

export interface Question {
  /** The program's file, without its ending, and what a task manager shows. */
  readonly program: string
  readonly serviceName: string
  readonly order: unknown
  /** The process is ended with it. */
  readonly signal?: AbortSignal
}

/**
 * Starts a process of its own, gives it one order and resolves with its one answer; then the process ends. Rejects with
 * AppError: the one it answered, `cancelled`, or `unexpected` when it ended before. Windows go on meanwhile, and what takes the
 * process down takes nothing with it.
 */
export function askProcess<T>({ program, serviceName, order, signal }: Question): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new AppError({ code: 'cancelled' }))
      return
    }
    const child = utilityProcess.fork(path.join(__dirname, `${program}.cjs`), [], { serviceName })
    const cancel = (): void => {
      child.kill()
      reject(new AppError({ code: 'cancelled' }))
    }
    signal?.addEventListener('abort', cancel, { once: true })
    child.once('message', (news: ProcessNews<T>) => {
      child.kill()
      if ('failed' in news) reject(new AppError(news.failed))
      else resolve(news.answer)
    })
    child.once('exit', () => {
      signal?.removeEventListener('abort', cancel)
      reject(new AppError({ code: 'unexpected', reason: `${serviceName} stopped` }))
    })
    child.postMessage(order)
  })
}

export type ProcessNews<T> = { readonly answer: T } | { readonly failed: ErrorDetail }
