import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { id32, newSpace, role, userName, type SpaceOnServer } from '../../core/account/serverApi'
import type { SpaceOfUser } from '../accounts/Spaces'
import { signedInBy, spaceFor, type ApiParts } from './ApiParts'
import { read } from './read'

const spaceParams = v.object({ id: id32 })
const memberParams = v.object({ id: id32, user: userName })
const newRole = v.object({ role })

/** Spaces and who is a member of them. */
export function spaceRoutes(api: FastifyInstance, parts: ApiParts): void {
  const { accounts, gate, limits, storage, environment } = parts
  const onServer = ({ id, keyId, label, role, members, fileBytes }: SpaceOfUser): SpaceOnServer => {
    return { id, keyId, label, role, members, sizeBytes: storage.opBytes(id), fileBytes }
  }

  api.get('/spaces', async (request) => {
    const { userId } = signedInBy(request)
    return { spaces: accounts.spaces.ofUser(userId).map(onServer) }
  })

  api.post('/spaces', async (request) => {
    const { userId } = signedInBy(request)
    const space = read(newSpace, request.body)
    accounts.transact(() => accounts.spaces.add(space, userId, environment.now(), limits.spacesPerUser))
    return onServer(accounts.spaces.ofMember(space.id, userId))
  })

  api.delete('/spaces/:id', async (request) => {
    const { userId } = signedInBy(request)
    const { id } = read(spaceParams, request.params)
    spaceFor(parts, id, userId, 'owner')
    accounts.transact(() => accounts.spaces.remove(id))
    gate.recheck()
    await storage.discard(id)
    return {}
  })

  api.get('/spaces/:id/members', async (request) => {
    const { userId } = signedInBy(request)
    const { id } = read(spaceParams, request.params)
    spaceFor(parts, id, userId, 'viewer')
    return { members: accounts.members.list(id) }
  })

  api.put('/spaces/:id/members/:user', async (request) => {
    const { userId } = signedInBy(request)
    const { id, user } = read(memberParams, request.params)
    spaceFor(parts, id, userId, 'owner')
    const next = read(newRole, request.body)
    accounts.transact(() => accounts.members.setRole(id, user, next.role))
    gate.recheck()
    return {}
  })

  api.delete('/spaces/:id/members/:user', async (request) => {
    const me = signedInBy(request)
    const { id, user } = read(memberParams, request.params)
    const isMyself = accounts.users.find(user)?.id === me.userId
    spaceFor(parts, id, me.userId, isMyself ? 'viewer' : 'owner')
    accounts.transact(() => accounts.members.remove(id, user))
    gate.recheck()
    return {}
  })
}
