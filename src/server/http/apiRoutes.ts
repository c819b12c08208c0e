import type { FastifyInstance } from 'fastify'
import { API_PATH, type ServerInfo } from '../../core/account/serverApi'
import { VERSIONS } from '../../core/sync/messages'
import type { ApiParts } from './ApiParts'
import { deviceRoutes } from './deviceRoutes'
import { fileRoutes } from './fileRoutes'
import { inviteRoutes } from './inviteRoutes'
import { spaceRoutes } from './spaceRoutes'

const TOKEN = /^Bearer ([\w-]{1,200})$/

/** Everything under `/api/v1`: closed to whoever is not signed in, but for the few routes that say otherwise. */
export function apiRoutes(api: FastifyInstance, parts: ApiParts, version: string): void {
  api.decorateRequest('device', null)
  // Before the body is read: what a stranger sends is not worth the memory.
  api.addHook('preParsing', async (request) => {
    if (request.routeOptions.config.isOpen) return
    request.device = parts.accounts.devices.identify(TOKEN.exec(request.headers.authorization ?? '')?.[1])
  })
  api.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  const info: ServerInfo = { product: 'grove', version, versions: [...VERSIONS], api: [API_PATH] }
  api.get('/', { config: { isOpen: true } }, async () => info)
  deviceRoutes(api, parts)
  spaceRoutes(api, parts)
  inviteRoutes(api, parts)
  fileRoutes(api, parts)
}
