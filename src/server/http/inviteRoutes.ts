import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { id32, inviteCode, newInvite, registration } from '../../core/account/serverApi'
import { signedInBy, spaceFor, type ApiParts } from './ApiParts'
import { read } from './read'

const spaceParams = v.object({ id: id32 })
const inviteParams = v.object({ id: id32, inviteId: id32 })

/** Making, showing and using invitations. */
export function inviteRoutes(api: FastifyInstance, parts: ApiParts): void {
  const { accounts, desk, gate, limits } = parts
  const rateLimit = { max: limits.guestsPerMinute, groupId: 'invite' }
  const guests = { config: { rateLimit, isOpen: true } }

  api.get('/spaces/:id/invites', async (request) => {
    const { userId } = signedInBy(request)
    const { id } = read(spaceParams, request.params)
    spaceFor(parts, id, userId, 'owner')
    return { invites: accounts.invites.list(id) }
  })

  api.post('/spaces/:id/invites', async (request) => {
    const { userId } = signedInBy(request)
    const { id } = read(spaceParams, request.params)
    spaceFor(parts, id, userId, 'owner')
    const { role, hours } = read(newInvite, request.body)
    return accounts.transact(() => accounts.invites.make(id, userId, role, hours))
  })

  api.delete('/spaces/:id/invites/:inviteId', async (request) => {
    const { userId } = signedInBy(request)
    const { id, inviteId } = read(inviteParams, request.params)
    spaceFor(parts, id, userId, 'owner')
    accounts.invites.remove(id, inviteId)
    return {}
  })

  api.post('/invites/look', guests, async ({ body }) => accounts.invites.look(read(inviteCode, body).code))

  api.post('/invites/accept', { config: { rateLimit } }, async (request) => {
    const { userId } = signedInBy(request)
    const { code } = read(inviteCode, request.body)
    const joined = accounts.transact(() => accounts.invites.accept(code, userId))
    gate.recheck()
    return joined
  })

  api.post('/invites/register', guests, ({ body }) => desk.register(read(registration, body)))
}
