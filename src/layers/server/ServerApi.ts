import * as v from 'valibot'
import {
  CHUNK_LIMIT_BYTES,
  device,
  filePage,
  hash64,
  invite,
  inviteLook,
  joined,
  madeInvite,
  member,
  serverInfo,
  signedIn,
  spaceOnServer,
  type Device,
  type FileManifest,
  type FilePage,
  type Invite,
  type InviteLook,
  type MadeInvite,
  type Member,
  type Registration,
  type ServerInfo,
  type SignedIn,
  type SignIn,
  type SpaceOnServer,
} from '../../core/account/serverApi'
import type { Role } from '../../core/sync/Gate'
import { HttpCalls, type HttpOptions } from './HttpCalls'

const CHUNK_TIMEOUT_MS = 300_000

const nothing = v.object({})
const devicesAnswer = v.object({ devices: v.array(device) })
const spacesAnswer = v.object({ spaces: v.array(spaceOnServer) })
const membersAnswer = v.object({ members: v.array(member) })
const invitesAnswer = v.object({ invites: v.array(invite) })
const registered = v.object({ ...signedIn.entries, ...joined.entries })
const missingAnswer = v.object({ missing: v.array(hash64) })
const fileAnswer = v.object({ no: v.number() })

export type Registered = v.InferOutput<typeof registered>
export type Joined = v.InferOutput<typeof joined>

/**
 * What a sync server offers besides the socket (`core/account/serverApi.ts`), typed. Every method rejects with AppError:
 * `server-unreachable`, `untrusted-server`, `not-a-server`, `server-error`, or what the server itself says.
 */
export class ServerApi {
  readonly #calls: HttpCalls

  constructor(readonly options: HttpOptions) {
    this.#calls = new HttpCalls(options)
  }

  get url(): string {
    return this.options.url
  }

  /** Whether a Grove server is there; needs no account. */
  look(): Promise<ServerInfo> {
    return this.#calls.json({ method: 'GET', path: '/' }, serverInfo)
  }

  signIn(json: SignIn): Promise<SignedIn> {
    return this.#calls.json({ method: 'POST', path: '/devices', json }, signedIn)
  }

  async devices(): Promise<readonly Device[]> {
    return (await this.#calls.json({ method: 'GET', path: '/devices' }, devicesAnswer)).devices
  }

  async revokeDevice(deviceId: string): Promise<void> {
    await this.#calls.json({ method: 'DELETE', path: `/devices/${deviceId}` }, nothing)
  }

  async signOut(): Promise<void> {
    await this.#calls.json({ method: 'DELETE', path: '/devices/current' }, nothing)
  }

  async changePassword(oldPassword: string, newPassword: string): Promise<void> {
    await this.#calls.json({ method: 'POST', path: '/password', json: { oldPassword, newPassword } }, nothing)
  }

  async spaces(): Promise<readonly SpaceOnServer[]> {
    return (await this.#calls.json({ method: 'GET', path: '/spaces' }, spacesAnswer)).spaces
  }

  /** A space that is there already and ours stays as it is. */
  createSpace(space: Pick<SpaceOnServer, 'id' | 'keyId' | 'label'>): Promise<SpaceOnServer> {
    const { id, keyId, label } = space
    return this.#calls.json({ method: 'POST', path: '/spaces', json: { id, keyId, label } }, spaceOnServer)
  }

  async deleteSpace(spaceId: string): Promise<void> {
    await this.#calls.json({ method: 'DELETE', path: `/spaces/${spaceId}` }, nothing)
  }

  async members(spaceId: string): Promise<readonly Member[]> {
    return (await this.#calls.json({ method: 'GET', path: `/spaces/${spaceId}/members` }, membersAnswer)).members
  }

  async setRole(spaceId: string, user: string, role: Role): Promise<void> {
    const path = `/spaces/${spaceId}/members/${encodeURIComponent(user)}`
    await this.#calls.json({ method: 'PUT', path, json: { role } }, nothing)
  }

  async removeMember(spaceId: string, user: string): Promise<void> {
    const path = `/spaces/${spaceId}/members/${encodeURIComponent(user)}`
    await this.#calls.json({ method: 'DELETE', path }, nothing)
  }

  async invites(spaceId: string): Promise<readonly Invite[]> {
    return (await this.#calls.json({ method: 'GET', path: `/spaces/${spaceId}/invites` }, invitesAnswer)).invites
  }

  makeInvite(spaceId: string, role: Role, hours: number): Promise<MadeInvite> {
    return this.#calls.json({ method: 'POST', path: `/spaces/${spaceId}/invites`, json: { role, hours } }, madeInvite)
  }

  async withdrawInvite(spaceId: string, inviteId: string): Promise<void> {
    await this.#calls.json({ method: 'DELETE', path: `/spaces/${spaceId}/invites/${inviteId}` }, nothing)
  }

  /** Needs no account, and uses nothing up. */
  lookAtInvite(code: string): Promise<InviteLook> {
    return this.#calls.json({ method: 'POST', path: '/invites/look', json: { code } }, inviteLook)
  }

  acceptInvite(code: string): Promise<Joined> {
    return this.#calls.json({ method: 'POST', path: '/invites/accept', json: { code } }, joined)
  }

  /** Makes an account where an invite allows it, signs this device in, and joins. */
  register(json: Registration): Promise<Registered> {
    return this.#calls.json({ method: 'POST', path: '/invites/register', json }, registered)
  }

  /** Those of at most 5,000 chunks that the server lacks. */
  async missingChunks(spaceId: string, hashes: readonly string[], signal?: AbortSignal): Promise<readonly string[]> {
    const path = `/spaces/${spaceId}/chunks/missing`
    return (await this.#calls.json({ method: 'POST', path, json: { hashes }, signal }, missingAnswer)).missing
  }

  async putChunk(spaceId: string, hash: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    const path = `/spaces/${spaceId}/chunks/${hash}`
    await this.#calls.json({ method: 'PUT', path, bytes, timeoutMs: CHUNK_TIMEOUT_MS, signal }, nothing)
  }

  /** Not checked against its hash: that is for who opens it. */
  getChunk(spaceId: string, hash: string, signal?: AbortSignal): Promise<Uint8Array> {
    const path = `/spaces/${spaceId}/chunks/${hash}`
    return this.#calls.bytes({ method: 'GET', path, timeoutMs: CHUNK_TIMEOUT_MS, signal }, CHUNK_LIMIT_BYTES)
  }

  /** Once all its chunks are there; the same again changes nothing. */
  async putFile(spaceId: string, name: string, json: FileManifest, signal?: AbortSignal): Promise<void> {
    await this.#calls.json({ method: 'PUT', path: `/spaces/${spaceId}/files/${name}`, json, signal }, fileAnswer)
  }

  files(spaceId: string, after: number, signal?: AbortSignal): Promise<FilePage> {
    return this.#calls.json({ method: 'GET', path: `/spaces/${spaceId}/files?after=${after}`, signal }, filePage)
  }
}
