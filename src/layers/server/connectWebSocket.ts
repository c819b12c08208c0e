import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { Port } from '../../core/sync/Port'
import { connectionTrouble } from './connectionTrouble'
import { socketUrlOf } from './serverUrl'
import { WebSocketPort, type StandardSocket } from './WebSocketPort'

const TIMEOUT_MS = 30_000

/** Makes a socket to an address: `new WebSocket(url)`, with the options that a home's own kind needs. */
export type SocketFactory = (url: string) => StandardSocket

/**
 * A connection to the server at `serverUrl` (`https://host[:port]`). Rejects with AppError `server-unreachable`,
 * `not-a-server` or `untrusted-server`. A browser hides why it failed: there it is `server-unreachable` always, and
 * `ServerApi.look` knows more.
 */
export function connectWebSocket(serverUrl: string, make: SocketFactory, environment: Environment): Promise<Port> {
  return new Promise((resolve, reject) => {
    const socket = made(serverUrl, make)
    const cancelTimer = environment.timers.after(TIMEOUT_MS, () => {
      fail({ code: 'server-unreachable', server: serverUrl, reason: 'no answer in time' })
      socket.close()
    })
    const fail = (detail: ErrorDetail): void => {
      cancelTimer()
      reject(new AppError(detail))
    }
    socket.addEventListener('open', () => {
      cancelTimer()
      resolve(new WebSocketPort(socket, environment))
    })
    // Node's kind says why in `error`; after it, and after any close, nothing more can come of this socket.
    socket.addEventListener('error', (event) => {
      fail(connectionTrouble(serverUrl, 'error' in event ? event.error : event))
    })
    socket.addEventListener('close', () => {
      fail({ code: 'server-unreachable', server: serverUrl, reason: 'it cannot be reached' })
    })
  })
}

/** A browser refuses some addresses at once, such as an insecure one on a secure page. */
function made(serverUrl: string, make: SocketFactory): StandardSocket {
  try {
    return make(socketUrlOf(serverUrl))
  } catch (error) {
    throw new AppError(connectionTrouble(serverUrl, error), { cause: error })
  }
}
