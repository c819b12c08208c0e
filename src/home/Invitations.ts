import type { InviteSummary, LinkLook, MemberSummary, Role } from '../bridge/contract'
import { AppError } from '../core/AppError'
import { appLinkOf, readJoinLink, webLinkOf, type JoinLink } from '../core/keys/JoinLink'
import { keyIdOf } from '../core/keys/SpaceKey'
import type { SpaceId } from '../core/space/Space'
import type { Connecting, OfferedSpace } from './Connecting'
import type { Keyring } from './Keyring'
import type { Servers } from './Servers'
import type { SpaceCatalogue } from './SpaceCatalogue'

export interface InvitationsOptions {
  readonly keyring: Keyring
  readonly servers: Servers
  readonly connecting: Connecting
  readonly catalogue: SpaceCatalogue
}

/** Who joins with an account of theirs, or with a new one. */
export interface JoiningAccount {
  readonly user: string
  readonly password: string
  readonly isNew: boolean
}

/** Who may come into a space on a server, and joining one by link. */
export class Invitations {
  readonly #options: InvitationsOptions

  constructor(options: InvitationsOptions) {
    this.#options = options
  }

  /** What a link leads to. Nothing is used up, and a link whose key is not the space's own is refused. */
  async look(text: string): Promise<LinkLook> {
    const { keyring, servers, connecting, catalogue } = this.#options
    const link = readJoinLink(text)
    const look = await servers.connection(link.server).ask((api) => api.lookAtInvite(link.code))
    checkOffer(link, look)
    return {
      server: link.server,
      spaceId: link.spaceId,
      spaceName: connecting.nameOf(look, link.key ?? undefined) ?? link.spaceName,
      role: look.role,
      expiresAt: look.expiresAt,
      signedInAs: keyring.token(link.server) === undefined ? null : (keyring.server(link.server)?.user ?? null),
      isHere: (await catalogue.list()).some(({ id }) => id === link.spaceId),
    }
  }

  /** Signs in where needed, uses the invite, and brings the space here; what was done already is not done again. */
  async join(text: string, account?: JoiningAccount): Promise<SpaceId> {
    const { servers, connecting } = this.#options
    const link = readJoinLink(text)
    const offered = (await this.#membership(link)) ?? (await this.#accept(link, account))
    checkOffer(link, { ...offered, spaceId: link.spaceId })
    await connecting.take(servers.entered(link.server).url, link.spaceId, offered, link.key, false)
    return link.spaceId
  }

  /** A link for somebody else, with the key of the space in it. */
  async make(
    spaceId: SpaceId,
    url: string,
    role: Role,
    hours: number,
  ): Promise<{ readonly link: string; readonly webLink: string; readonly expiresAt: number }> {
    const { keyring, servers, catalogue } = this.#options
    const isEncrypted = keyring.layer(spaceId, `server:${url}`)?.isEncrypted ?? true
    const key = isEncrypted ? keyring.key(spaceId) : null
    if (key === undefined) throw new AppError({ code: 'key-missing', space: spaceId })
    const name = (await (await catalogue.hold(spaceId)).look())?.name ?? ''
    const { code, expiresAt } = await servers.entered(url).ask((api) => api.makeInvite(spaceId, role, hours))
    const link: JoinLink = { server: url, spaceId, code, key, spaceName: name }
    return { link: appLinkOf(link), webLink: webLinkOf(link), expiresAt }
  }

  invites(spaceId: SpaceId, url: string): Promise<readonly InviteSummary[]> {
    return this.#options.servers.entered(url).ask((api) => api.invites(spaceId))
  }

  withdraw(spaceId: SpaceId, url: string, inviteId: string): Promise<void> {
    return this.#options.servers.entered(url).ask((api) => api.withdrawInvite(spaceId, inviteId))
  }

  async members(spaceId: SpaceId, url: string): Promise<readonly MemberSummary[]> {
    const { keyring, servers } = this.#options
    const members = await servers.entered(url).ask((api) => api.members(spaceId))
    const me = keyring.server(url)?.user
    return members.map((member) => ({ ...member, isMe: member.user === me }))
  }

  setRole(spaceId: SpaceId, url: string, user: string, role: Role): Promise<void> {
    return this.#options.servers.entered(url).ask((api) => api.setRole(spaceId, user, role))
  }

  removeMember(spaceId: SpaceId, url: string, user: string): Promise<void> {
    return this.#options.servers.entered(url).ask((api) => api.removeMember(spaceId, user))
  }

  /** Undefined for who is not signed in there, or not a member yet. */
  async #membership(link: JoinLink): Promise<OfferedSpace | undefined> {
    const { keyring, servers } = this.#options
    if (keyring.token(link.server) === undefined) return undefined
    const spaces = await servers.connection(link.server).ask((api) => api.spaces())
    return spaces.find(({ id }) => id === link.spaceId)
  }

  async #accept(link: JoinLink, account?: JoiningAccount): Promise<OfferedSpace> {
    const { servers } = this.#options
    const { server, code } = link
    const look = await servers.connection(server).ask((api) => api.lookAtInvite(code))
    // Before the invite is used: a link with a wrong key should leave it for whoever has the right one.
    checkOffer(link, look)
    if (account?.isNew) {
      await servers.register(server, { code, user: account.user, password: account.password })
      return look
    }
    if (account) await servers.signIn(server, account.user, account.password)
    if (!account || !(await this.#membership(link))) await servers.entered(server).ask((api) => api.acceptInvite(code))
    return look
  }
}

/** Throws AppError when the link is not of this space, or its key not the space's own. */
function checkOffer(link: JoinLink, look: OfferedSpace & { readonly spaceId: SpaceId }): void {
  if (look.spaceId !== link.spaceId)
    throw new AppError({ code: 'bad-link', reason: 'its parts do not belong together' })
  if ((link.key ? keyIdOf(link.key) : null) === look.keyId) return
  throw new AppError(link.key ? { code: 'wrong-key' } : { code: 'bad-link', reason: 'the key of the space is missing' })
}
