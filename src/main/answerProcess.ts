import { AppError } from '../core/AppError'
import type { ProcessNews } from './askProcess'

/** The other end of `askProcess`: does what it is ordered and answers. Main ends the process. */
export function answerProcess<Order, T>(work: (order: Order) => T): void {
  const { parentPort } = process
  const answer = (order: Order): ProcessNews<T> => {
    try {
      return { answer: work(order) }
    } catch (error) {
      return { failed: AppError.detailOf(error) }
    }
  }
  parentPort.on('message', ({ data }) => parentPort.postMessage(answer(data as Order)))
}
