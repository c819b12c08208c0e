import { Packr } from 'msgpackr'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { MAX_BODY_BYTES, type Pack } from '../../core/persistence/Pack'
import { headerProblem } from '../../core/persistence/packBody'
import type { SecretRecord } from '../../core/space/Secrets'
import type { BackedUpFile, LogEntry } from './LogEntry'

/*
 * Content of a record (MessagePack, deflated; written at a time in ms that only people look at):
 *   [0, time, label, writer]          first of a log file: `BackupLabel`, and which copy of the space writes it
 *   [1, time, held, packs, secrets, files]
 * held: [count, fingerprint] of all ops of the backup as its writer knows it, these included; rows are
 *   [tree, peer, counter, count, body], [key, version, value], [name, size, hash]
 */
const kinds = { head: 0, entry: 1 } as const

export type RecordContent =
  | { readonly kind: 'head'; readonly writtenAt: number; readonly label: unknown; readonly writer: string }
  | { readonly kind: 'entry'; readonly writtenAt: number; readonly held: HeldOps; readonly entry: LogEntry }

/** All ops of a backup in two numbers: whether what was read is what was written. */
export interface HeldOps {
  readonly opCount: number
  readonly fingerprint: string
}

/** One pack may be large; the rest of a record is small. */
const MAX_CONTENT_BYTES = MAX_BODY_BYTES + 8 * 1024 * 1024
/** Beyond this, time counts for more than room: a record is compressed in one go, while others wait. */
const THOROUGH_BYTES = 1024 * 1024

// Records and other extensions stay off: what comes in can only be plain values and bytes.
const codec = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })

export function encodeHead(writtenAt: number, label: object, writer: string): Uint8Array {
  return deflate([kinds.head, writtenAt, label, writer])
}

export function encodeEntry(writtenAt: number, held: HeldOps, { packs, secrets, files }: LogEntry): Uint8Array {
  return deflate([
    kinds.entry,
    writtenAt,
    [held.opCount, held.fingerprint],
    packs.map(({ treeId, peerId, counter, count, body }) => [treeId, peerId, counter, count, body]),
    secrets.map(({ key, version, value }) => [key, version, value]),
    files.map(({ name, sizeBytes, sealedHash }) => [name, sizeBytes, sealedHash]),
  ])
}

/** Undefined for what is not a record's content in every field: this is the door for everything from a backup. */
export function decodeContent(content: Uint8Array): RecordContent | undefined {
  const value = inflate(content)
  if (!Array.isArray(value)) return undefined
  const [kind, writtenAt, ...rest] = value as unknown[]
  if (typeof writtenAt !== 'number') return undefined
  if (kind === kinds.head) {
    const [label, writer] = rest
    return typeof writer === 'string' ? { kind: 'head', writtenAt, label, writer } : undefined
  }
  if (kind !== kinds.entry) return undefined
  const held = heldOf(rest[0])
  const packs = rowsOf(rest[1], packOf)
  const secrets = rowsOf(rest[2], secretOf)
  const files = rowsOf(rest[3], fileOf)
  return held && packs && secrets && files && { kind: 'entry', writtenAt, held, entry: { packs, secrets, files } }
}

function rowsOf<T>(rows: unknown, read: (row: readonly unknown[]) => T | undefined): T[] | undefined {
  if (!Array.isArray(rows)) return undefined
  const found: T[] = []
  for (const row of rows as unknown[]) {
    const item = Array.isArray(row) ? read(row) : undefined
    if (item === undefined) return undefined
    found.push(item)
  }
  return found
}

function heldOf(value: unknown): HeldOps | undefined {
  if (!Array.isArray(value)) return undefined
  const [opCount, fingerprint] = value as unknown[]
  return typeof opCount === 'number' && typeof fingerprint === 'string' ? { opCount, fingerprint } : undefined
}

function packOf([treeId, peerId, counter, count, body]: readonly unknown[]): Pack | undefined {
  const pack = { treeId, peerId, counter, count, body }
  return headerProblem(pack) === undefined ? (pack as Pack) : undefined
}

function secretOf([key, version, value]: readonly unknown[]): SecretRecord | undefined {
  if (typeof key !== 'string' || !Number.isSafeInteger(version)) return undefined
  if (value !== null && typeof value !== 'string') return undefined
  return { key, version: version as number, value }
}

function fileOf([name, sizeBytes, sealedHash]: readonly unknown[]): BackedUpFile | undefined {
  if (!isHash(name) || !isHash(sealedHash) || !Number.isSafeInteger(sizeBytes)) return undefined
  return { name, sizeBytes: sizeBytes as number, sealedHash }
}

/** A name is part of a path: nothing else may be one. */
function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

function deflate(value: readonly unknown[]): Uint8Array {
  const bytes = codec.pack(value)
  return deflateRawSync(bytes, { level: bytes.byteLength > THOROUGH_BYTES ? 1 : 6 })
}

function inflate(content: Uint8Array): unknown {
  try {
    return codec.unpack(inflateRawSync(content, { maxOutputLength: MAX_CONTENT_BYTES }))
  } catch {
    return undefined
  }
}
