import path from 'node:path'
import { utilityProcess } from 'electron'
import type { HelperEvents, HelperProcess } from '../home/HelperProcess'

export interface ProcessKind {
  /** The program's file, without its ending, and what a task manager shows. */
  readonly program: string
  readonly serviceName: string
}

/** Starts a process of its own, which lasts until it is ended. */
export function startProcess<Order, News>(
  { program, serviceName }: ProcessKind,
  { onNews, onGone }: HelperEvents<News>,
): HelperProcess<Order> {
  const child = utilityProcess.fork(path.join(__dirname, `${program}.cjs`), [], { serviceName })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      onGone()
      resolve()
    })
  })
  child.on('message', (news: News) => onNews(news))
  return {
    tell: (order) => child.postMessage(order),
    end: () => {
      child.kill()
      return gone
    },
  }
}
