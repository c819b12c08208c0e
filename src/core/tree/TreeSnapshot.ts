import { InternedStrings } from './InternedStrings'
import type { KnownOps } from './KnownOps'
import type { TreeOp } from './ops'
import { badSnapshot } from './snapshot/badSnapshot'
import { codec } from './snapshot/codec'
import { decodeIds, encodeIds } from './snapshot/idColumns'
import { decodeKnown, encodeKnown } from './snapshot/knownColumns'
import { decodeMoves, encodeMoves } from './snapshot/moveColumns'
import { decodeEdits, decodeOps, encodeOps } from './snapshot/opRows'
import { PartReader } from './snapshot/PartReader'
import { stepwise, type Steps } from './snapshot/Steps'
import { decodeWrites, encodeWrites } from './snapshot/writeColumns'
import type { StoredText } from './TextRegistry'
import { TreeState } from './TreeState'

/*
 * Snapshot, format 1: byte 1, then MessagePack
 *   [lamport, peer ids, keys, known, ids, moves, writes, texts, pending]
 * Long columns are bytes (`snapshot/`): what a tree has a hundred thousand of is read without an object for each.
 */
const FORMAT = 1

/** All that a replica is made of. */
export interface TreeContent {
  readonly lamport: number
  readonly known: KnownOps
  readonly state: TreeState
  readonly texts: Iterable<StoredText>
  /** They wait for their vertex. */
  readonly pending: Iterable<TreeOp>
}

export function encodeTree({ lamport, known, state, texts, pending }: TreeContent): Uint8Array {
  const peerIds = new InternedStrings()
  for (const peerId of state.peerIds.all()) peerIds.add(peerId)
  const knownColumn = encodeKnown(known, peerIds)
  const parts = [
    lamport,
    peerIds.all(),
    state.keyNames.all(),
    knownColumn,
    encodeIds(state.ids, 1),
    encodeMoves(state.log),
    encodeWrites(state),
    Array.from(texts, encodeText),
    encodeOps(pending),
  ]
  const packed = Uint8Array.prototype.slice.call(codec.pack(parts))
  const bytes = new Uint8Array(1 + packed.length)
  bytes[0] = FORMAT
  bytes.set(packed, 1)
  return bytes
}

/** The update of a text, a list of them where it is long, or null: a text before it was told apart had but one. */
function encodeText({ vertexId, key, parts, unreadable }: StoredText): unknown[] {
  return [vertexId, key, parts.length > 1 ? parts : (parts[0] ?? null), encodeOps(unreadable)]
}

/** Throws AppError `bad-snapshot`. The bytes must stay as they are until the last step. */
export function* decodeTree(bytes: Uint8Array): Steps<TreeContent> {
  if (bytes[0] !== FORMAT) throw badSnapshot('unknown format')
  const parts = new PartReader(unpack(bytes.subarray(1)))
  const lamport = parts.count()
  const state = new TreeState()
  for (const peerId of parts.texts()) state.peerIds.add(peerId)
  for (const key of parts.texts()) state.keyNames.add(key)
  const known = decodeKnown(parts, state.peerIds)
  yield* decodeIds(parts.part(), state.ids)
  state.addRows()
  yield* decodeMoves(parts.part(), state)
  yield* stepwise(state.ids.count, (from, end) => state.places.linkAll(from, end))
  yield* decodeWrites(parts.part(), state)
  const texts = decodeTexts(parts.part())
  const pending = decodeOps(parts.part())
  if (!parts.isAtEnd) throw badSnapshot('more than announced')
  return { lamport, known, state, texts, pending }
}

function unpack(bytes: Uint8Array): unknown {
  try {
    return codec.unpack(bytes)
  } catch (error) {
    throw badSnapshot('not readable', error)
  }
}

function decodeTexts(part: PartReader): StoredText[] {
  const texts: StoredText[] = []
  while (!part.isAtEnd) {
    const row = part.part()
    const [vertexId, key, content] = [row.text(), row.text(), row.next()]
    texts.push({ vertexId, key, parts: decodeParts(content), unreadable: decodeEdits(row.part()) })
  }
  return texts
}

function decodeParts(content: unknown): readonly Uint8Array[] {
  if (content === null) return []
  const parts: readonly unknown[] = Array.isArray(content) ? content : [content]
  return parts.map((part) => {
    if (!(part instanceof Uint8Array)) throw badSnapshot('a text is missing')
    // A copy: what the codec hands out is a view of all the bytes, which would be kept with it.
    return new Uint8Array(part)
  })
}
