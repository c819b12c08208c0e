import { AppError, type ErrorDetail } from '../../core/AppError'
import type { SpaceOnServer } from '../../core/account/serverApi'
import { MemoryMedium } from '../../core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../core/persistence/MemoryPersistenceLayer'
import type { SpaceId } from '../../core/space/Space'
import { SpaceManager } from '../../core/space/SpaceManager'
import type { Gate, Role } from '../../core/sync/Gate'
import type { Port } from '../../core/sync/Port'
import { SpaceHost } from '../../core/sync/SpaceHost'
import { QueuedWire } from '../../core/testing/QueuedWire'
import type { TestEnvironment } from '../../core/testing/TestEnvironment'
import { FakeServer, json, refusal, type Asked } from '../../layers/server/testing/FakeServer'
import type { Network } from '../ServerConnection'

interface Login {
  readonly user: string
  readonly deviceId: string
}

interface KeptSpace {
  readonly keyId: string | null
  readonly label: string | null
  readonly roleByUser: Map<string, Role>
}

interface KeptInvite {
  readonly spaceId: SpaceId
  readonly role: Role
  isUsed: boolean
}

const INVITE_CODE = 'invite'

/** A sync server in memory: accounts, spaces and invites behind `fetch`, packs behind the real host and a gate. */
export class FakeGroveServer implements Network, Gate {
  readonly isTrusted = false
  readonly passwordByUser = new Map([
    ['ada', 'password of ada'],
    ['bob', 'password of bob'],
  ])
  readonly loginByToken = new Map<string, Login>()
  readonly spaceById = new Map<SpaceId, KeptSpace>()
  readonly inviteByCode = new Map<string, KeptInvite>()
  readonly mediumById = new Map<SpaceId, MemoryMedium>()
  readonly files: FakeServer
  readonly #wires = new Set<QueuedWire>()
  readonly #host: SpaceHost
  isUp = true
  #count = 0

  constructor(readonly environment: TestEnvironment) {
    this.files = new FakeServer(environment)
    this.files.whim = (asked) => (this.isUp ? this.#answer(asked) : new Error('ECONNREFUSED'))
    const manager = new SpaceManager(environment, (id) => ({
      journal: new MemoryPersistenceLayer(id, this.medium(id), environment, 'journal', true),
    }))
    this.#host = new SpaceHost(manager, this)
  }

  get fetch(): Network['fetch'] {
    return this.files.fetch
  }

  medium(id: SpaceId): MemoryMedium {
    const medium = this.mediumById.get(id) ?? new MemoryMedium(this.environment)
    this.mediumById.set(id, medium)
    return medium
  }

  readonly connect = (url: string): Promise<Port> => {
    if (!this.isUp) return Promise.reject(new AppError({ code: 'server-unreachable', server: url, reason: 'down' }))
    const wire = new QueuedWire(this.environment.timers, this.environment.random, { maxDelayMs: 3 })
    this.#wires.add(wire)
    this.#host.accept(wire.host)
    return Promise.resolve(wire.client)
  }

  readonly enter: Gate['enter'] = ({ name, token = '' }) => {
    const login = this.loginByToken.get(token)
    if (!login) return Promise.reject(new AppError({ code: 'not-signed-in', reason: 'revoked' }))
    return Promise.resolve({
      name,
      admit: async (id: SpaceId) => {
        const space = this.spaceById.get(id)
        const role = space?.roleByUser.get(login.user)
        if (!space || !role) throw new AppError({ code: 'no-access', space: id })
        return { role, keyId: space.keyId, check: () => undefined }
      },
      onRevoked: () => () => undefined,
      leave: () => undefined,
    })
  }

  /** All tokens are void, and whoever is connected is cut off. */
  revokeAll(): void {
    this.loginByToken.clear()
    this.cut()
  }

  stop(): void {
    this.isUp = false
    this.cut()
  }

  cut(): void {
    for (const wire of this.#wires) wire.cut()
    this.#wires.clear()
  }

  async close(): Promise<void> {
    await this.environment.settle(this.#host.close())
    await this.environment.settle(this.#host.manager.closeAll())
  }

  #answer(asked: Asked): Response | undefined {
    const { method, path, headers, body } = asked
    const [, collection = '', id = '', part = '', last = ''] = path.replace(/\?.*/, '').split('/')
    if (part === 'chunks' || part === 'files') return undefined
    const question = (typeof body === 'string' ? JSON.parse(body) : {}) as Record<string, never>
    const login = this.loginByToken.get(headers['authorization']?.slice('Bearer '.length) ?? '')
    const open: Record<string, () => Response> = {
      'GET /': () => json({ product: 'grove', version: '1.0', versions: [1], api: [] }),
      'POST /devices': () => this.#signIn(question),
      'POST /invites/look': () => this.#invite(question, (invite) => this.#look(invite)),
      'POST /invites/register': () => this.#register(question),
    }
    const route = `${method} /${[collection, collection === 'invites' ? id : part && `:id/${part}`].filter(Boolean).join('/')}`
    const guestRoute = open[route]
    if (guestRoute) return guestRoute()
    if (!login) return refusal(401, { code: 'not-signed-in', reason: 'unknown' })
    switch (route) {
      case 'GET /devices':
        return json({ devices: [] })
      case 'DELETE /devices':
        this.loginByToken.clear()
        return json({})
      case 'GET /spaces':
        return json({ spaces: [...this.spaceById.keys()].flatMap((space) => this.#onServer(space, login) ?? []) })
      case 'POST /spaces':
        return this.#addSpace(question, login)
      case 'POST /spaces/:id/invites':
        return this.#makeInvite(id, question)
      case 'POST /invites/accept':
        return this.#invite(question, (invite) => this.#use(invite, login))
      case 'GET /spaces/:id/members':
        return json({
          members: [...(this.spaceById.get(id)?.roleByUser ?? [])].map(([user, role]) => ({ user, role, since: 1 })),
        })
      default:
        return refusal(404, { code: 'bad-request', reason: `no ${route} ${last}` })
    }
  }

  #signIn({ user, password }: { user?: string; password?: string }): Response {
    if (user === undefined || this.passwordByUser.get(user) !== password)
      return refusal(403, { code: 'wrong-password' })
    return json(this.#newLogin(user))
  }

  #newLogin(user: string): { user: string; token: string; deviceId: string } {
    const number = String(++this.#count)
    const login = { user, deviceId: number.padStart(32, '0') }
    const token = `token-${number}`
    this.loginByToken.set(token, login)
    return { ...login, token }
  }

  #addSpace({ id, keyId, label }: { id?: string; keyId?: string; label?: string }, login: Login): Response {
    if (id === undefined) return refusal(400, { code: 'bad-request', reason: 'no id' })
    if (!this.spaceById.has(id)) {
      const roleByUser = new Map<string, Role>([[login.user, 'owner']])
      this.spaceById.set(id, { keyId: keyId ?? null, label: label ?? null, roleByUser })
    }
    const space = this.#onServer(id, login)
    return space ? json(space) : refusal(403, { code: 'no-access', space: id })
  }

  #onServer(id: SpaceId, { user }: Login): SpaceOnServer | undefined {
    const space = this.spaceById.get(id)
    const role = space?.roleByUser.get(user)
    if (!space || !role) return undefined
    return {
      id,
      keyId: space.keyId,
      label: space.label,
      role,
      members: space.roleByUser.size,
      sizeBytes: 0,
      fileBytes: 0,
    }
  }

  #makeInvite(spaceId: SpaceId, { role }: { role?: Role }): Response {
    const code = `${INVITE_CODE}-${String(++this.#count).padStart(20, '0')}`
    this.inviteByCode.set(code, { spaceId, role: role ?? 'viewer', isUsed: false })
    return json({ id: 'e'.repeat(32), code, expiresAt: this.environment.now() + 1000 })
  }

  #invite({ code = '' }: { code?: string }, use: (invite: KeptInvite) => Response): Response {
    const invite = this.inviteByCode.get(code)
    const problem = (reason: 'unknown' | 'used'): ErrorDetail => ({ code: 'invite-invalid', reason })
    if (!invite || invite.isUsed) return refusal(410, problem(invite ? 'used' : 'unknown'))
    return use(invite)
  }

  #look({ spaceId, role }: KeptInvite): Response {
    const { keyId = null, label = null } = this.spaceById.get(spaceId) ?? {}
    return json({ spaceId, keyId, label, role, expiresAt: this.environment.now() + 1000 })
  }

  #use(invite: KeptInvite, { user }: Login): Response {
    invite.isUsed = true
    this.spaceById.get(invite.spaceId)?.roleByUser.set(user, invite.role)
    return json({ spaceId: invite.spaceId, role: invite.role })
  }

  #register(question: { code?: string; user?: string; password?: string }): Response {
    const { user = '', password = '' } = question
    return this.#invite(question, (invite) => {
      this.passwordByUser.set(user, password)
      const login = this.#newLogin(user)
      this.#use(invite, login)
      return json({ ...login, spaceId: invite.spaceId, role: invite.role })
    })
  }
}
