import { WebSocket } from 'ws'
import type { Environment } from '../core/environment'
import { MAX_FRAME_BYTES } from '../core/sync/messages'
import type { Network } from '../home/ServerConnection'
import { connectWebSocket } from '../layers/server/connectWebSocket'

const socketOptions = {
  maxPayload: MAX_FRAME_BYTES,
  perMessageDeflate: false,
  followRedirects: false,
  // Each frame in a turn of its own: what a server sends at once may hold thousands of changes.
  allowSynchronousEvents: false,
} as const

/** How the desktop reaches servers: with Node's fetch, and sockets that say why they failed. */
export function nodeNetwork(environment: Environment): Network {
  return {
    fetch,
    connect: (serverUrl) => connectWebSocket(serverUrl, (url) => new WebSocket(url, socketOptions), environment),
  }
}
