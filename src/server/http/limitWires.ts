import { normalizeIP } from '@fastify/rate-limit'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { ServerLimits } from '../ServerLimits'

/**
 * How many TCP connections a server bears, and how long one on which nothing happens: whoever opens them and says nothing at all
 * would else use up what the system lets one process open, and nobody else could come in or be stored.
 */
export function limitWires(server: Server, limits: ServerLimits, isBehindProxy: boolean): void {
  server.maxConnections = limits.wires
  // A WebSocket turns this off for its own wire, and is watched by `ClientSocket`.
  server.timeout = limits.silenceMs
  // All of them are the proxy's.
  if (isBehindProxy) return
  const countByAddress = new Map<string, number>()
  server.on('connection', (wire: Socket) => {
    const address = normalizeIP(wire.remoteAddress ?? 'unknown', 64)
    const count = (countByAddress.get(address) ?? 0) + 1
    countByAddress.set(address, count)
    wire.once('close', () => {
      const left = (countByAddress.get(address) ?? 1) - 1
      if (left > 0) countByAddress.set(address, left)
      else countByAddress.delete(address)
    })
    if (count > limits.wiresPerAddress) wire.destroy()
  })
}
