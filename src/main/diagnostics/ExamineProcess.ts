import path from 'node:path'
import { utilityProcess, type UtilityProcess } from 'electron'
import { AppError } from '../../core/AppError'
import type { ExamineNews, ExamineOrder } from './examineMessages'

/** Main's end of the process that looks at databases: one after the other. */
export class ExamineProcess {
  readonly #process: UtilityProcess
  #isGone = false

  constructor() {
    const file = path.join(__dirname, 'examineProcess.cjs')
    this.#process = utilityProcess.fork(file, [], { serviceName: 'Grove check' })
    this.#process.once('exit', () => (this.#isGone = true))
  }

  /** Rejects with AppError `cancelled` when the process ends before. */
  look(database: string): Promise<ExamineNews> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new AppError({ code: 'cancelled' }))
      if (this.#isGone) {
        gone()
        return
      }
      this.#process.once('exit', gone)
      this.#process.once('message', (news: ExamineNews) => {
        this.#process.off('exit', gone)
        resolve(news)
      })
      const order: ExamineOrder = { path: database }
      this.#process.postMessage(order)
    })
  }

  end(): void {
    if (!this.#isGone) this.#process.kill()
  }
}
