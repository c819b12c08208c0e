import { normalizeIP } from '@fastify/rate-limit'
import type { IncomingMessage } from 'node:http'

/** Whom connections are counted for: an IPv4 address, or the network of an IPv6 one, which is one household. */
export function clientAddress(request: IncomingMessage, isBehindProxy: boolean): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',')
  // The proxy adds what it saw at the end; what is before was said by the client and may be anything.
  const told = isBehindProxy ? forwarded.split(',').at(-1)?.trim() : undefined
  return normalizeIP(told || (request.socket.remoteAddress ?? 'unknown'), 64)
}
