import { WebSocket } from 'ws'
import type { Environment } from '../core/environment'
import type { Network } from '../home/ServerConnection'
import { connectWebSocket } from '../layers/server/connectWebSocket'
import { nodeSocketOptions } from '../layers/server/nodeSocketOptions'

/** How the desktop reaches servers: with Node's fetch, and sockets that say why they failed. */
export function nodeNetwork(environment: Environment): Network {
  return {
    fetch,
    connect: (serverUrl) =>
      connectWebSocket(serverUrl, (url) => new WebSocket(url, nodeSocketOptions(url)), environment),
  }
}
