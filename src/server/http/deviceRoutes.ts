import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { id32, newPassword, signIn } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import { signedInBy, type ApiParts } from './ApiParts'
import { read } from './read'

const deviceParams = v.object({ id: v.union([v.literal('current'), id32]) })

/** Signing in and out, and the password. */
export function deviceRoutes(api: FastifyInstance, parts: ApiParts): void {
  const { accounts, desk, gate, limits } = parts
  const rateLimit = { max: limits.guestsPerMinute, groupId: 'sign-in' }

  api.post('/devices', { config: { rateLimit, isOpen: true } }, ({ body }) => desk.signIn(read(signIn, body)))

  api.get('/devices', async (request) => {
    const { userId, deviceId } = signedInBy(request)
    return { devices: accounts.devices.list(userId, deviceId) }
  })

  api.delete('/devices/:id', async (request) => {
    const { userId, deviceId } = signedInBy(request)
    const { id } = read(deviceParams, request.params)
    if (!accounts.devices.revoke(userId, id === 'current' ? deviceId : id)) {
      throw new AppError({ code: 'bad-request', reason: 'you have no such device' })
    }
    gate.recheck()
    return {}
  })

  api.post('/password', { config: { rateLimit } }, async (request) => {
    const device = signedInBy(request)
    const passwords = read(newPassword, request.body)
    await desk.changePassword(device, passwords.oldPassword, passwords.newPassword)
    gate.recheck()
    return {}
  })
}
