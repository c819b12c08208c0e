import { Packr } from 'msgpackr'
import * as v from 'valibot'
import { AppError, type ErrorDetail } from '../AppError'
import { isShortPacked } from '../isShortPacked'
import type { OutlineRow } from '../persistence/outline/Outline'
import { MAX_PACK_OPS, type Pack, type PackId } from '../persistence/Pack'
import type { RangeAnswer } from '../persistence/compareRanges'
import { headerProblem } from '../persistence/packBody'
import type { LogPage, LogSummary, Position } from '../persistence/PersistenceLayer'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { VertexId } from '../tree/ops'
import type { Role } from './Gate'
import { columnsOf, packsOf } from './packColumns'
import type { PresenceNote } from './PresenceChannel'

/** Protocol versions this build speaks, newest first. */
export const VERSIONS: readonly number[] = [2, 1]
/** From this one on, packs travel in columns (`packColumns.ts`). */
const COLUMNS_VERSION = 2
/** Larger frames are refused unread. */
export const MAX_FRAME_BYTES = 40 * 1024 * 1024
/** What a client has beyond that it attaches to one by one. */
export const MAX_HELLO_SPACES = 1000
/** A host waits with more while this much has not reached the other side. */
export const MAX_BUFFERED_BYTES = 8 * 1024 * 1024
/** Who has more trees open is told of all there are. */
export const MAX_INTEREST = 1000
export const MAX_PRESENCE_BYTES = 16 * 1024
/** A push of version 1, the longest message a client has, is of some 11,000. */
const MAX_CLIENT_VALUES = 50_000

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const SPACE_ID = /^[0-9a-f]{32}$/
const space = v.pipe(v.string(), v.regex(SPACE_ID))
const request = count
const vertexId = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const packList = v.array(v.custom<Pack>((pack) => headerProblem(pack) === undefined, 'a change without a proper head'))
const packColumns = v.pipe(v.unknown(), v.transform(packsOf))
const packs = v.pipe(
  // In columns, or as version 1 had them.
  v.lazy((sent) => (Array.isArray(sent) ? packList : packColumns)),
  v.minLength(1),
  v.maxLength(MAX_PACK_OPS),
)
const packId: v.GenericSchema<PackId> = v.object({
  treeId: space,
  peerId: v.pipe(v.string(), v.regex(/^\d{20}$/)),
  counter: count,
})
const secret = v.object({
  key: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  version: count,
  value: v.nullable(v.pipe(v.string(), v.maxLength(1_000_000))),
})

function isShortBytes(bytes: unknown): boolean {
  return bytes instanceof Uint8Array && bytes.byteLength <= MAX_PRESENCE_BYTES
}

const clientSchemas = [
  /** First message of a connection. */
  v.object({
    kind: v.literal('hello'),
    versions: v.array(count),
    name: v.pipe(v.string(), v.maxLength(200)),
    token: v.optional(v.pipe(v.string(), v.maxLength(200))),
    /** To be attached to as soon as the client is let in: one way there and back less. Older hosts know nothing of it. */
    spaces: v.optional(v.pipe(v.array(space), v.maxLength(MAX_HELLO_SPACES))),
  }),
  v.object({ kind: v.literal('attach'), space }),
  v.object({ kind: v.literal('detach'), space }),
  /**
   * Sends what follows `after` (if given) and grants `credit` more ops before the next pull is needed. With `early`, also packs that
   * are not durable there yet. Older hosts know nothing of it.
   */
  v.object({
    kind: v.literal('pull'),
    space,
    after: v.optional(count),
    credit: count,
    early: v.optional(v.boolean()),
  }),
  /** `pull` need bring packs of these trees only, in place of those named before; null: of all. Only for a host that said it leaves others out. */
  v.object({
    kind: v.literal('interest'),
    space,
    treeIds: v.nullable(v.pipe(v.array(space), v.maxLength(MAX_INTEREST))),
  }),
  v.object({ kind: v.literal('push'), space, batch: count, packs }),
  /** One page of the log, out of the stream that `pull` keeps going. */
  v.object({ kind: v.literal('read'), space, request, after: count, limitOps: count }),
  /** Which ids the host holds under a prefix of their hash, to find what either side lacks. */
  v.object({ kind: v.literal('compare'), space, request, prefix: v.pipe(v.string(), v.regex(/^[0-9a-f]{0,15}$/)) }),
  v.object({ kind: v.literal('fetch'), space, request, ids: v.pipe(v.array(packId), v.maxLength(1000)) }),
  v.object({ kind: v.literal('tree'), space, request, treeId: space, after: v.optional(count) }),
  /** Only of a host that said it gives them. */
  v.object({ kind: v.literal('snapshot'), space, request, treeId: space }),
  /** It could not be read. */
  v.object({ kind: v.literal('dropSnapshot'), space, treeId: space, through: count }),
  /** `inParts`: the answer may come in several. Older hosts know nothing of it, older clients understand one. */
  v.object({
    kind: v.literal('outline'),
    space,
    request,
    parentId: v.nullable(vertexId),
    inParts: v.optional(v.boolean()),
  }),
  v.object({ kind: v.literal('secrets'), space, request }),
  v.object({ kind: v.literal('saveSecrets'), space, batch: count, records: v.array(secret) }),
  v.object({
    kind: v.literal('presence'),
    space,
    who: v.pipe(v.string(), v.regex(/^\d{20}$/)),
    state: v.nullable(v.custom<Uint8Array>(isShortBytes, 'at most 16 KiB')),
  }),
  v.object({ kind: v.literal('ping') }),
] as const

export type ClientMessage = v.InferOutput<(typeof clientSchemas)[number]>

/** Found by name: trying one after the other would take longer than all the rest of reading a small message. */
const schemaByKind = new Map<unknown, v.GenericSchema<unknown, ClientMessage>>(
  clientSchemas.map((schema) => [schema.entries.kind.literal, schema]),
)

/** What a host answers. Clients trust their host for shape: it is the same program, or one they chose. Bodies they check. */
export type HostMessage =
  | {
      readonly kind: 'welcome'
      readonly version: number
      readonly maxFrameBytes: number
      /** The client is being attached to the spaces of its hello. */
      readonly attaches?: boolean
    }
  | {
      readonly kind: 'attached'
      readonly space: SpaceId
      readonly summary: LogSummary
      readonly role: Role
      /** Which key the space is sealed with; null: with none. */
      readonly keyId: string | null
      /** It may be asked for snapshots of trees. Hosts give them to processes of their own only; older ones to nobody. */
      readonly givesSnapshots?: boolean
      /** It may be told by `interest` which trees are wanted. Older hosts know nothing of it. */
      readonly takesInterest?: boolean
    }
  | {
      readonly kind: 'ops'
      readonly space: SpaceId
      readonly packs: readonly Pack[]
      /** Between these two positions the host holds these, what the client wrote itself, and packs of trees it does not attend to. */
      readonly after: Position
      readonly through: Position
      /** Which pack stands at `through`, so that a log that is not the one it was is noticed. */
      readonly throughKey: string
      /** Of the log as it was when these were read, so that both sides can compare. */
      readonly summary: LogSummary
      /** What the early messages through this number brought is durable. */
      readonly early?: number
    }
  /** Packs that are accepted and not durable yet: for who asked for them, by number from 1 on. Their position comes with `ops`. */
  | { readonly kind: 'early'; readonly space: SpaceId; readonly number: number; readonly packs: readonly Pack[] }
  | {
      readonly kind: 'ack'
      readonly space: SpaceId
      readonly batch: number
      readonly summary: LogSummary
      /** Those of the batch, by index, that the host will never take; the others are durable. */
      readonly refused: readonly { readonly index: number; readonly detail: ErrorDetail }[]
    }
  /** The space cannot be had, or no more: refused, removed, closed. Attach again when that has changed. */
  | { readonly kind: 'detached'; readonly space: SpaceId; readonly detail: ErrorDetail }
  /** Not taken now; to be offered again. */
  | { readonly kind: 'reject'; readonly space: SpaceId; readonly batch: number; readonly detail: ErrorDetail }
  /** An answer in parts, to `tree` and `fetch`. */
  | {
      readonly kind: 'tree'
      readonly space: SpaceId
      readonly request: number
      readonly packs: readonly Pack[]
      readonly isLast: boolean
    }
  /** An answer in parts: of the bytes, one after the other. Nothing but a last part without any: there is none. */
  | {
      readonly kind: 'snapshot'
      readonly space: SpaceId
      readonly request: number
      readonly through: Position
      readonly part: Uint8Array | null
      readonly isLast: boolean
    }
  | {
      readonly kind: 'outline'
      readonly space: SpaceId
      readonly request: number
      readonly parentId: VertexId | null
      readonly rows: readonly OutlineRow[]
      /** More parts follow; only for who asked for parts. */
      readonly isLast?: false
    }
  | {
      readonly kind: 'secrets'
      readonly space: SpaceId
      /** Zero: unasked, because somebody saved them. */
      readonly request: number
      readonly records: readonly SecretRecord[]
    }
  | { readonly kind: 'range'; readonly space: SpaceId; readonly request: number; readonly answer: RangeAnswer }
  | ({ readonly kind: 'presence'; readonly space: SpaceId } & PresenceNote)
  | { readonly kind: 'page'; readonly space: SpaceId; readonly request: number; readonly page: LogPage }
  /** The state of the host's own journal, so that a window can say why something is not saved yet. */
  | {
      readonly kind: 'trouble'
      readonly space: SpaceId
      readonly detail: ErrorDetail | null
      readonly isFailing: boolean
    }
  | { readonly kind: 'error'; readonly space?: SpaceId; readonly request?: number; readonly detail: ErrorDetail }
  | { readonly kind: 'pong' }

const codec = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })

/** In the form of the version both sides speak; the oldest while that is not known. */
export function encodeMessage(message: ClientMessage | HostMessage, version = 1): Uint8Array {
  // A copy of its own: the codec hands out views of a buffer it goes on writing into.
  return new Uint8Array(codec.pack(version < COLUMNS_VERSION ? message : withColumns(message)) as Uint8Array)
}

function withColumns(message: ClientMessage | HostMessage): unknown {
  if ('packs' in message && message.packs.length > 0) return { ...message, packs: columnsOf(message.packs) }
  if (message.kind !== 'page' || message.page.packs.length === 0) return message
  return { ...message, page: { ...message.page, packs: columnsOf(message.page.packs) } }
}

function withoutColumns<T extends object>(message: T): T {
  if ('packs' in message && !Array.isArray(message.packs)) return { ...message, packs: packsOf(message.packs) }
  if (!('page' in message) || typeof message.page !== 'object' || message.page === null) return message
  return { ...message, page: withoutColumns(message.page) }
}

/** Throws AppError `bad-frame` or `too-large`. */
export function decodeClientMessage(frame: unknown): ClientMessage {
  if (frame instanceof Uint8Array && !isShortPacked(frame, MAX_CLIENT_VALUES)) {
    throw new AppError({ code: 'bad-frame', reason: 'more than a message holds' })
  }
  const message = decodeFrame(frame)
  const push = wellFormedPush(message)
  if (push) return push
  const schema = schemaByKind.get((message as { readonly kind?: unknown } | null | undefined)?.kind)
  if (!schema) throw new AppError({ code: 'bad-frame', reason: 'no known kind' })
  const result = v.safeParse(schema, message)
  if (result.success) return result.output
  const issue = result.issues[0]
  const where = v.getDotPath(issue)
  throw new AppError({ code: 'bad-frame', reason: where ? `${where}: ${issue.message}` : issue.message })
}

/**
 * What nearly every frame is, checked as strictly as by its schema in a third of the time: others wait to see what is in it.
 * Undefined for all else; of a push, the schema then says what is wrong with it.
 */
function wellFormedPush(message: unknown): ClientMessage | undefined {
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'push')
    return undefined
  if (!('space' in message && 'batch' in message && 'packs' in message)) return undefined
  const { kind, space: spaceId, batch, packs: sent } = message
  if (typeof spaceId !== 'string' || !SPACE_ID.test(spaceId)) return undefined
  if (typeof batch !== 'number' || !Number.isSafeInteger(batch) || batch < 0 || Array.isArray(sent)) return undefined
  const found = packsOf(sent)
  if (found.length === 0 || found.length > MAX_PACK_OPS) return undefined
  return { kind, space: spaceId, batch, packs: found }
}

/** Throws AppError `bad-frame` or `too-large`. */
export function decodeHostMessage(frame: unknown): HostMessage {
  const message = decodeFrame(frame)
  if (typeof message !== 'object' || message === null || !('kind' in message) || typeof message.kind !== 'string') {
    throw new AppError({ code: 'bad-frame', reason: 'no kind' })
  }
  return withoutColumns(message) as HostMessage
}

function decodeFrame(frame: unknown): unknown {
  if (!(frame instanceof Uint8Array)) throw new AppError({ code: 'bad-frame', reason: 'not bytes' })
  if (frame.byteLength > MAX_FRAME_BYTES) {
    throw new AppError({
      code: 'too-large',
      what: 'A message',
      sizeBytes: frame.byteLength,
      limitBytes: MAX_FRAME_BYTES,
    })
  }
  try {
    return codec.unpack(frame)
  } catch (error) {
    throw new AppError({ code: 'bad-frame', reason: 'not readable' }, { cause: error })
  }
}
