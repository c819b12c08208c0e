import type {
  DeviceSummary,
  InviteSummary,
  MemberSummary,
  RemoteSpaceSummary,
  RestorePointSummary,
  Role,
} from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { Answers } from './Answers'

const HOUR = 3_600_000

/** A sync server as a window sees it through its home: one account, its devices, spaces, members and invitations. */
export class FakeServer {
  readonly url: string
  user = 'ada'
  password = 'correct horse'
  spaces: RemoteSpaceSummary[] = []
  restorePoints: RestorePointSummary[] = []
  members: MemberSummary[]
  invites: InviteSummary[] = []
  devices: DeviceSummary[]
  readonly #now: () => number

  constructor(url: string, now: () => number) {
    this.url = url
    this.#now = now
    const device = (no: number, name: string, hoursAgo: number | null): DeviceSummary => ({
      id: String(no).repeat(32),
      name,
      createdAt: now() - 400 * HOUR,
      lastSeenAt: hoursAgo === null ? null : now() - hoursAgo * HOUR,
      isCurrent: no === 1,
    })
    this.devices = [device(1, 'Laptop', 0), device(2, 'Phone', 3), device(3, 'Old desktop', null)]
    const member = (user: string, role: Role): MemberSummary => ({
      user,
      role,
      since: now() - 900 * HOUR,
      isMe: user === this.user,
    })
    this.members = [member('ada', 'owner'), member('grace', 'editor'), member('alan', 'viewer')]
  }

  /** Throws when it is another's address, as a look from outside would find out. */
  at(typed: string): this {
    const server = this.url.replace(/^https?:\/\//, '')
    if (typed.replace(/^https?:\/\//, '').replace(/\/$/, '') === server) return this
    if (typed.includes('example.com'))
      throw new AppError({ code: 'not-a-server', server: typed, reason: 'it answered with a web page' })
    throw new AppError({ code: 'server-unreachable', server: typed, reason: 'no such name' })
  }

  checkPassword(user: string, password: string): void {
    if (user !== this.user || password !== this.password) throw new AppError({ code: 'wrong-password' })
  }

  answers(): Answers {
    return {
      'servers.devices': () => this.devices,
      'servers.revokeDevice': ({ deviceId }) => {
        this.devices = this.devices.filter((device) => device.id !== deviceId)
        return null
      },
      'servers.changePassword': ({ oldPassword, newPassword }) => {
        this.checkPassword(this.user, oldPassword)
        if (newPassword.length < 8) throw new AppError({ code: 'weak-password', minLength: 8 })
        this.password = newPassword
        return null
      },
      'servers.spaces': () => this.spaces,
      'members.list': () => this.members,
      'members.setRole': ({ user, role }) => {
        this.members = this.members.map((member) => (member.user === user ? { ...member, role } : member))
        return null
      },
      'members.remove': ({ user }) => {
        this.members = this.members.filter((member) => member.user !== user)
        return null
      },
      'invites.list': () => this.invites,
      'invites.make': ({ role, hours }) => {
        const createdAt = this.#now()
        const expiresAt = createdAt + hours * HOUR
        const id = String(this.invites.length + 4).padStart(32, '0')
        this.invites = [...this.invites, { id, role, madeBy: this.user, createdAt, expiresAt }]
        const secret = `gaF2AaFzs2h0dHBzOi8v${id}oWnZIDRmYjE2ZWY0oWPZIGtqZHNoZmtqc2hkZmtqaHNkZmtqaGRzZqFrxCA`
        return { link: `grove://join#${secret}`, webLink: `${this.url}/join#${secret}`, expiresAt }
      },
      'invites.withdraw': ({ inviteId }) => {
        this.invites = this.invites.filter((invite) => invite.id !== inviteId)
        return null
      },
      'restorePoints.list': () => this.restorePoints,
      'restorePoints.restore': ({ pointId }) => ({
        restored: this.restorePoints.find((point) => point.id === pointId)?.documents ?? 0,
      }),
    }
  }
}
