import { realpathSync } from 'node:fs'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { AppError, type ErrorDetail } from '../core/AppError'
import { prepareDatabase, type PreparedDatabase } from '../layers/sqlite/prepareDatabase'
import type { NewLog } from '../layers/sqlite/schema'

/** To a thread of this program: one database is to be readied. */
interface PreparingOrder {
  readonly kind: 'prepare database'
  readonly path: string
  readonly newLog: NewLog
}

type Answer = { readonly prepared: PreparedDatabase } | { readonly failed: ErrorDetail }

/**
 * `prepareDatabase` in a thread of its own, so that a server goes on answering everybody else. The thread runs this same
 * program, which is one file when it is built, and does nothing else (`answerAsThread`).
 */
export function prepareInThread(path: string, newLog: NewLog): Promise<PreparedDatabase> {
  return new Promise((resolve, reject) => {
    const order: PreparingOrder = { kind: 'prepare database', path, newLog }
    const worker = new Worker(realpathSync(process.argv[1] ?? ''), { workerData: order })
    worker.once('message', (answer: Answer) => {
      if ('prepared' in answer) resolve(answer.prepared)
      else reject(new AppError(answer.failed))
    })
    worker.once('error', (error) => reject(new AppError(AppError.detailOf(error), { cause: error })))
    worker.once('exit', () =>
      reject(new AppError({ code: 'unexpected', reason: 'the thread that readies files ended' })),
    )
  })
}

/** True when this is such a thread, and what it is for is done. */
export function answerAsThread(): boolean {
  const order = workerData as PreparingOrder | null
  if (isMainThread || order?.kind !== 'prepare database') return false
  parentPort?.postMessage(answerTo(order))
  return true
}

function answerTo({ path, newLog }: PreparingOrder): Answer {
  try {
    return { prepared: prepareDatabase(path, newLog) }
  } catch (error) {
    return { failed: AppError.detailOf(error) }
  }
}
