import path from 'node:path'
import { utilityProcess } from 'electron'
import type { SearchNews, SearchOrder } from './searchMessages'
import type { SearchWorker, SearchWorkerEvents } from './SearchDesk'

/** Starts the process that searches, which lasts until it is ended. */
export function startSearchProcess({ onNews, onGone }: SearchWorkerEvents): SearchWorker {
  const child = utilityProcess.fork(path.join(__dirname, 'searchProcess.cjs'), [], { serviceName: 'Grove search' })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      onGone()
      resolve()
    })
  })
  child.on('message', (news: SearchNews) => onNews(news))
  return {
    tell: (order: SearchOrder) => child.postMessage(order),
    end: () => {
      child.kill()
      return gone
    },
  }
}
