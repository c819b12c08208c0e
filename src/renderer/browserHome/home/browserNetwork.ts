import type { Environment } from '../../../core/environment'
import type { Network } from '../../../home/ServerConnection'
import { connectWebSocket } from '../../../layers/server/connectWebSocket'

/** How the browser reaches servers. The page's policy lets it reach the one it came from. */
export function browserNetwork(environment: Environment): Network {
  return {
    fetch: (url, init) => fetch(url, init),
    connect: (serverUrl) => connectWebSocket(serverUrl, (url) => new WebSocket(url), environment),
  }
}
