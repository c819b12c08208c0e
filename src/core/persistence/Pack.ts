import type { PeerId, TreeId } from '../tree/ops'

/** Which pack: the id of its first op. */
export interface PackId {
  readonly treeId: TreeId
  readonly peerId: PeerId
  /** Lamport counter of the first op; the others follow without gaps. */
  readonly counter: number
}

/**
 * Ops that one replica wrote in one go, as they travel and are stored: a header that says which ops these are, and a body
 * only the two ends look inside (`packBody.ts`). A pack is made once, by its author, and never cut or joined, so its
 * header alone is enough to tell duplicates, to count, and to compute the fingerprint.
 *
 * `{ treeId: '3f…', peerId: '01234567890123456789', counter: 7, count: 3, body }` holds the ops 7, 8 and 9 of that peer.
 */
export interface Pack extends PackId {
  /** How many ops, 1 or more. */
  readonly count: number
  readonly body: Uint8Array
}

/** At most this many ops in a pack and in a batch (SPEC SY4). */
export const MAX_PACK_OPS = 1000
/** A batch is closed when it reaches this size; a single larger op still travels, alone. */
export const MAX_BATCH_BYTES = 256 * 1024
/** No body may be larger: what would be is refused where it is written, with a sentence. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024
/** What an author may make: sealing adds a little to it on the way. */
export const MAX_AUTHORED_BYTES = MAX_BODY_BYTES - 1024
/**
 * No body may hold more values (SPEC PL71). A thousand changes have some 7,000 beside what is set; unpacking this many takes
 * a few milliseconds.
 */
export const MAX_BODY_VALUES = 100_000
/**
 * How far a counter may lie beyond the highest one known. Packs arrive in the order they were written, so honest clocks
 * lead by little; a poisoned one (2^53) would leave no room for anyone to write after it (SPEC SY6).
 */
export const MAX_COUNTER_LEAP = 1_000_000
export const MAX_COUNTER = Number.MAX_SAFE_INTEGER - MAX_COUNTER_LEAP

/** Orders and finds packs: two packs of one key are the same pack, or an alarm (SPEC PL6). */
export function packKey(pack: PackId): string {
  return `${pack.treeId}/${pack.peerId}/${pack.counter}`
}

export function opCountOf(packs: readonly Pack[]): number {
  let count = 0
  for (const pack of packs) count += pack.count
  return count
}

/** Parts of at most `limitOps` ops and about `limitBytes`, but at least one pack each, in the same order. */
export function* inBatches<T extends Pick<Pack, 'count' | 'body'>>(
  packs: Iterable<T>,
  limitOps = MAX_PACK_OPS,
  limitBytes = MAX_BATCH_BYTES,
): Generator<T[]> {
  let batch: T[] = []
  let ops = 0
  let sizeBytes = 0
  for (const pack of packs) {
    const isFull = ops + pack.count > limitOps || sizeBytes + pack.body.byteLength > limitBytes
    if (batch.length > 0 && isFull) {
      yield batch
      batch = []
      ops = 0
      sizeBytes = 0
    }
    batch.push(pack)
    ops += pack.count
    sizeBytes += pack.body.byteLength
  }
  if (batch.length > 0) yield batch
}

/** Packs of a log, and where in it each stands. */
export interface PlacedPacks {
  readonly packs: readonly Pack[]
  readonly positions: readonly number[]
}

/** The same of packs that come with the positions they have in a log. */
export function* inPlacedBatches(
  placed: Iterable<{ readonly pack: Pack; readonly position: number }>,
): Generator<PlacedPacks> {
  const positions: number[] = []
  function* packsOf(): Generator<Pack> {
    for (const { pack, position } of placed) {
      positions.push(position)
      yield pack
    }
  }
  // The one after the batch was looked at already.
  for (const packs of inBatches(packsOf())) yield { packs, positions: positions.splice(0, packs.length) }
}

/** The first of them; what comes after is not read. */
export function firstBatch<T extends Pick<Pack, 'count' | 'body'>>(
  packs: Iterable<T>,
  limitOps: number,
  limitBytes = MAX_BATCH_BYTES,
): T[] {
  const batch: T[] = []
  let [ops, sizeBytes] = [0, 0]
  for (const pack of packs) {
    ops += pack.count
    sizeBytes += pack.body.byteLength
    if (batch.length > 0 && (ops > limitOps || sizeBytes > limitBytes)) break
    batch.push(pack)
  }
  return batch
}
