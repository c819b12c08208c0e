import { Packr } from 'msgpackr'
import * as v from 'valibot'
import { AppError } from '../AppError'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import { SPACE_KEY_BYTES, type SpaceKey } from './SpaceKey'

/** What lets somebody join a space. The key travels in the fragment, which no browser sends to a server. */
export interface JoinLink {
  /** `https://host[:port]`. */
  readonly server: string
  readonly spaceId: string
  /** Of the invite. */
  readonly code: string
  /** Null for a space that is not sealed. */
  readonly key: SpaceKey | null
  readonly spaceName: string
}

const codec = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })
const MAX_NAME_LENGTH = 200
const MAX_LINK_LENGTH = 4000
const APP_PREFIX = 'grove://join#'
const WEB_PREFIX = /^https?:\/\/[^/?#\s]+\/join#/i

const schema = v.strictObject({
  v: v.literal(1),
  s: v.pipe(v.string(), v.maxLength(300), v.regex(/^https?:\/\/(\[[0-9a-f:.]+\]|[^\s/\\?#@:[\]]+)(:\d{1,5})?$/)),
  i: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  c: v.pipe(v.string(), v.regex(/^[0-9a-zA-Z_-]{20,64}$/)),
  k: v.nullable(v.custom<SpaceKey>((key) => key instanceof Uint8Array && key.byteLength === SPACE_KEY_BYTES)),
  n: v.pipe(v.string(), v.maxLength(MAX_NAME_LENGTH)),
})

/** `grove://join#...`, which the app opens. */
export function appLinkOf(link: JoinLink): string {
  return APP_PREFIX + fragmentOf(link)
}

/** `<server>/join#...`, which a browser opens. */
export function webLinkOf(link: JoinLink): string {
  return `${link.server}/join#${fragmentOf(link)}`
}

/** Reads either form, with blanks around it. Throws AppError `bad-link`. */
export function readJoinLink(text: string): JoinLink {
  const link = text.length <= MAX_LINK_LENGTH ? text.trim() : ''
  const prefix = link.slice(0, APP_PREFIX.length).toLowerCase() === APP_PREFIX ? APP_PREFIX : WEB_PREFIX.exec(link)?.[0]
  if (prefix === undefined) throw badLink('it does not begin like one')
  const bytes = decodeBase64Url(link.slice(prefix.length))
  if (!bytes) throw badLink('a part is missing or was changed')
  const result = v.safeParse(schema, unpack(bytes))
  if (!result.success) throw badLink('a part is missing, or it is for a newer Grove')
  const { s, i, c, k, n } = result.output
  return { server: s, spaceId: i, code: c, key: k && Uint8Array.from(k), spaceName: n }
}

function fragmentOf({ server, spaceId, code, key, spaceName }: JoinLink): string {
  const content = { v: 1, s: server, i: spaceId, c: code, k: key, n: spaceName.slice(0, MAX_NAME_LENGTH) }
  return encodeBase64Url(Uint8Array.prototype.slice.call(codec.pack(content)))
}

function unpack(bytes: Uint8Array): unknown {
  try {
    return codec.unpack(bytes)
  } catch (error) {
    throw badLink('a part is missing or was changed', error)
  }
}

function badLink(reason: string, cause?: unknown): AppError {
  return new AppError({ code: 'bad-link', reason }, { cause })
}
