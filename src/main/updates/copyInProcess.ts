import path from 'node:path'
import { utilityProcess } from 'electron'
import { AppError, type ErrorDetail } from '../../core/AppError'

export interface CopyOrder {
  readonly from: string
  readonly to: string
}
/** Null: the copy is there and sound. */
export type CopyNews = ErrorDetail | null

const GONE: ErrorDetail = { code: 'unexpected', reason: 'the copying stopped' }

/** Copies a database in a process of its own, so that windows go on and a broken file takes nothing with it. */
export function copyInProcess(from: string, to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = utilityProcess.fork(path.join(__dirname, 'copyProcess.cjs'), [], { serviceName: 'Grove copy' })
    child.once('message', (news: CopyNews) => {
      child.kill()
      if (news) reject(new AppError(news))
      else resolve()
    })
    child.once('exit', () => reject(new AppError(GONE)))
    const order: CopyOrder = { from, to }
    child.postMessage(order)
  })
}
