import * as v from 'valibot'

/*
 * What a sync server answers over HTTP, for both sides: JSON under /api/v1, `Authorization: Bearer <token>`. Trouble is
 * `{ "error": ErrorDetail }` with a fitting status; 429 and 503 also carry Retry-After. The socket is /api/v1/socket
 * (subprotocol none, binary frames of core/sync/messages; the token goes into `hello`, never into an address).
 *
 *   GET    /                                  -> ServerInfo
 *   POST   /devices            SignIn         -> SignedIn            signs in: one token per device
 *   GET    /devices                           -> { devices: Device[] }
 *   DELETE /devices/:id | /devices/current    -> {}                  cut off at once
 *   POST   /password           NewPassword    -> {}
 *   GET    /spaces                            -> { spaces: SpaceOnServer[] }
 *   POST   /spaces             NewSpace       -> SpaceOnServer       idempotent for a member; `no-access` for others
 *   DELETE /spaces/:id                        -> {}                  owner only
 *   GET    /spaces/:id/members                -> { members: Member[] }
 *   PUT    /spaces/:id/members/:user { role } -> {}                  owner only; the last owner stays
 *   DELETE /spaces/:id/members/:user          -> {}                  owner, or oneself
 *   GET    /spaces/:id/invites                -> { invites: Invite[] }
 *   POST   /spaces/:id/invites NewInvite      -> MadeInvite          owner only
 *   DELETE /spaces/:id/invites/:inviteId      -> {}
 *   POST   /invites/look       { code }       -> InviteLook          needs no account
 *   POST   /invites/accept     { code }       -> { spaceId, role }
 *   POST   /invites/register   Registration   -> SignedIn & { spaceId, role }     an invite may bring an account
 *   POST   /spaces/:id/chunks/missing { hashes } -> { missing: string[] }
 *   PUT    /spaces/:id/chunks/:sha256  bytes  -> {}                  SHA-256 of the bytes as sent; at most CHUNK_LIMIT_BYTES
 *   GET    /spaces/:id/chunks/:sha256         -> bytes
 *   PUT    /spaces/:id/files/:name     FileManifest -> { no }        once all chunks are there; idempotent
 *   GET    /spaces/:id/files?after=NO         -> { files: FileOnServer[], head }   at most 1000, in order of `no`
 */

export const API_PATH = '/api/v1'
export const SOCKET_PATH = '/api/v1/socket'
/** Bytes of a file are cut into parts of this size before they are sealed. */
export const CHUNK_BYTES = 1024 * 1024
export const CHUNK_LIMIT_BYTES = CHUNK_BYTES + 1024
export const MIN_PASSWORD_LENGTH = 8

export const id32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
export const hash64 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
export const userName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64), v.regex(/^[^\s/\\?#%]+$/u))
export const password = v.pipe(v.string(), v.maxLength(1000))
export const role = v.picklist(['owner', 'editor', 'viewer'])
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const deviceName = v.pipe(v.string(), v.minLength(1), v.maxLength(100))
const code = v.pipe(v.string(), v.regex(/^[0-9a-zA-Z_-]{20,64}$/))
const keyId = v.nullable(id32)
const label = v.nullable(v.pipe(v.string(), v.maxLength(2000)))

export const serverInfo = v.object({
  product: v.literal('grove'),
  version: v.string(),
  /** Of the sync protocol. */
  versions: v.array(count),
  /** Other addresses of the API that this server speaks, newest first. */
  api: v.array(v.string()),
})
export const signIn = v.object({ user: userName, password, deviceName })
export const signedIn = v.object({ user: userName, token: v.string(), deviceId: id32 })
export const device = v.object({
  id: id32,
  name: deviceName,
  createdAt: count,
  lastSeenAt: v.nullable(count),
  isCurrent: v.boolean(),
})
export const newPassword = v.object({ oldPassword: password, newPassword: password })
export const newSpace = v.object({ id: id32, keyId, label })
export const spaceOnServer = v.object({
  id: id32,
  keyId,
  /** Sealed name of the space, for whoever has the key; plain for a space that is not sealed. */
  label,
  role,
  members: count,
  sizeBytes: count,
  fileBytes: count,
})
export const member = v.object({ user: userName, role, since: count })
export const newInvite = v.object({ role, hours: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 90)) })
export const madeInvite = v.object({ id: id32, code, expiresAt: count })
export const invite = v.object({ id: id32, role, madeBy: userName, createdAt: count, expiresAt: count })
export const inviteLook = v.object({ spaceId: id32, keyId, label, role, expiresAt: count })
export const inviteCode = v.object({ code })
export const joined = v.object({ spaceId: id32, role })
export const registration = v.object({ code, user: userName, password, deviceName })
export const chunkHashes = v.object({ hashes: v.pipe(v.array(hash64), v.maxLength(5000)) })
export const fileManifest = v.object({
  /** Base64 of the sealed FileInfo. */
  info: v.pipe(v.string(), v.maxLength(2000)),
  chunks: v.pipe(v.array(hash64), v.maxLength(100_000)),
})
const fileOnServer = v.object({ ...fileManifest.entries, no: count, name: hash64, sizeBytes: count })
export const filePage = v.object({ files: v.array(fileOnServer), head: count })

export type ServerInfo = v.InferOutput<typeof serverInfo>
export type SignIn = v.InferOutput<typeof signIn>
export type SignedIn = v.InferOutput<typeof signedIn>
export type Device = v.InferOutput<typeof device>
export type SpaceOnServer = v.InferOutput<typeof spaceOnServer>
export type Member = v.InferOutput<typeof member>
export type Invite = v.InferOutput<typeof invite>
export type MadeInvite = v.InferOutput<typeof madeInvite>
export type InviteLook = v.InferOutput<typeof inviteLook>
export type Registration = v.InferOutput<typeof registration>
export type FileManifest = v.InferOutput<typeof fileManifest>
export type FileOnServer = v.InferOutput<typeof fileOnServer>
export type FilePage = v.InferOutput<typeof filePage>
