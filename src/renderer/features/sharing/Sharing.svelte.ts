import type { InviteSummary, MemberSummary, Role } from '../../../bridge/contract'
import { AppError, describeError } from '../../../core/AppError'
import { Attempt } from '../../state/Attempt.svelte'
import type { BridgeClient } from '../../state/BridgeClient'

export interface MadeInvite {
  readonly link: string
  readonly webLink: string
  readonly expiresAt: number
  readonly role: Role
}

/** Who has a space on one server, and who is invited: read from there, and read again after each change. */
export class Sharing {
  members = $state.raw<readonly MemberSummary[]>()
  invites = $state.raw<readonly InviteSummary[]>([])
  /** The invitation just made; its link is shown only this once. */
  made = $state.raw<MadeInvite>()
  /** Why the server could not say who is there. */
  failure = $state<string>()
  readonly attempt = new Attempt()
  readonly me: MemberSummary | undefined = $derived(this.members?.find((member) => member.isMe))
  readonly isOwner = $derived(this.me?.role === 'owner')

  constructor(
    readonly bridge: BridgeClient,
    readonly spaceId: string,
    readonly url: string,
  ) {}

  async load(): Promise<void> {
    const { spaceId, url } = this
    try {
      this.members = await this.bridge.request('members.list', { spaceId, url })
      if (this.isOwner) this.invites = await this.bridge.request('invites.list', { spaceId, url })
      this.failure = undefined
    } catch (error) {
      this.failure = describeError(AppError.detailOf(error))
    }
  }

  async invite(role: Role, hours: number): Promise<void> {
    const { spaceId, url } = this
    await this.attempt.run(async () => {
      this.made = { ...(await this.bridge.request('invites.make', { spaceId, url, role, hours })), role }
      await this.load()
    })
  }

  async withdraw(inviteId: string): Promise<void> {
    const { spaceId, url } = this
    await this.attempt.run(async () => {
      await this.bridge.request('invites.withdraw', { spaceId, url, inviteId })
      await this.load()
    })
  }

  async setRole(user: string, role: Role): Promise<void> {
    const { spaceId, url } = this
    await this.attempt.run(async () => this.bridge.request('members.setRole', { spaceId, url, user, role }))
    // Also when it was refused: what is shown is what the server says.
    await this.load()
  }

  /** Rejects when it could not be done. */
  async remove(user: string): Promise<void> {
    const { spaceId, url } = this
    await this.bridge.request('members.remove', { spaceId, url, user })
  }
}
