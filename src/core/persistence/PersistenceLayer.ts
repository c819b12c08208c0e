import type { ErrorDetail } from '../AppError'
import type { Readable } from '../Readable'
import type { SecretRecord } from '../space/Secrets'
import type { PresenceChannel } from '../sync/PresenceChannel'
import type { TreeId, VertexId } from '../tree/ops'
import type { OutlineRow } from './outline/Outline'
import type { Pack, PackId, PlacedPacks } from './Pack'
import type { RangeAnswer } from './compareRanges'

/** A layer's own count of what it holds, in its own order: 1, 2, 3, ... Zero is "nothing". Counts packs, not ops. */
export type Position = number

/** What a layer holds, in numbers. Equal counts and fingerprints of two layers mean: verified in sync. */
export interface LogSummary {
  /** Changes when the layer's positions stop meaning what they meant (a new, restored or rebuilt store). */
  readonly logId: string
  readonly head: Position
  readonly opCount: number
  /** `LogDigest.fingerprint` of all ops held. */
  readonly fingerprint: string
  /** The highest Lamport counter of any op held: what a leaping counter is measured against. */
  readonly maxCounter: number
}

/** Packs after a position, in the layer's order; `through` is the position of the last one (or what was asked for). */
export interface LogPage {
  readonly packs: readonly Pack[]
  readonly through: Position
  readonly head: Position
}

/** Packs that came from somewhere, with where that was, so that nothing is sent back there. */
export interface PackBatch {
  readonly origin: string
  readonly packs: readonly Pack[]
  /**
   * The origin's position through which all it holds has been delivered, so that the next catching up begins there. Zero for
   * packs that came early, which have no position yet, and for secrets alone.
   */
  readonly through: Position
  /** `packKey` of the pack at `through`, whoever wrote it; '' when unknown. */
  readonly throughKey: string
  /** Secrets that were saved there meanwhile. */
  readonly secrets: readonly SecretRecord[]
}

export interface LayerStatus {
  /**
   * `failing`: accepted changes could not be stored yet and are tried again. `offline`: nobody answers. `refused`: it
   * answers, and does not let us in until something changes (signed out, removed, another key).
   */
  readonly state: 'opening' | 'ready' | 'failing' | 'offline' | 'refused' | 'closed'
  /** Accepted but not durable yet. */
  readonly pendingOps: number
  /** Why it is failing or offline, or the last alarm; null when all is well. */
  readonly lastError: ErrorDetail | null
}

/** A pack a layer will never take, with the reason: kept by whoever offered it, shown, and not in the way of others. */
export interface RefusedPack extends PackId {
  readonly detail: ErrorDetail
}

/** Takes packs that a layer delivers; the layer holds back more while promises of it are open. */
export type Deliver = (batch: PackBatch) => void | Promise<void>

/**
 * A place that keeps the packs and secrets of one space. Failure shows in exactly two places: `status` for people and
 * `flush` for code. What was accepted is kept and tried again until it is durable or the layer is closed.
 */
export interface PersistenceLayer {
  /** Stable across restarts: 'sqlite', 'server:wss://host'. */
  readonly id: string
  /** One-way layers only store; two-way layers also deliver what others wrote. */
  readonly mode: 'one-way' | 'two-way'
  /** The least time between two writes that the place can bear; 0: as soon as there is something. */
  readonly paceMs: number
  /** For those who are here now; null where nobody is. */
  readonly presence: PresenceChannel | null
  readonly status: Readable<LayerStatus>
  /** Rejects when the place cannot be used at all; then the layer is closed. `deliver` is never called by one-way layers. */
  open(deliver: Deliver): Promise<LogSummary>
  /**
   * Two-way layers begin to deliver what follows `after`, in their order, and go on with what comes; one-way: nothing. With
   * `takesEarly`, for who makes durable what is delivered, packs may come before they are durable there; `flush` then waits
   * until those delivered before it are.
   */
  follow(after: Position, takesEarly?: boolean): void
  /** As of the last commit the layer knows of. */
  summary(): LogSummary
  /**
   * The durable packs of one tree that stand after a position (zero when left out: all), in parts, as of the time of the
   * call. Damaged packs are left out and show in `status`.
   */
  loadTree(treeId: TreeId, after?: Position): AsyncIterable<readonly Pack[]>
  /** Packs of a tree accepted here and not durable yet. For the writer's own eyes: others see only what is durable. */
  pendingOf(treeId: TreeId): readonly Pack[]
  /** At most about `limitOps` ops (at least one pack) after `position`. */
  readSince(position: Position, limitOps: number): Promise<LogPage>
  /** What it holds of one part of the ids, to find where two layers differ. Cost: at first a pass over its headers, then little. */
  compare(prefix: string): Promise<RangeAnswer>
  /** Those of the packs it holds, in any order. */
  fetch(ids: readonly PackId[]): Promise<readonly Pack[]>
  /** Accepts now and stores soon; packs it already holds change nothing. Never throws for trouble of the medium. */
  append(packs: readonly Pack[]): void
  /** Resolves with the head once everything accepted before the call is durable or refused for good; else rejects. */
  flush(): Promise<Position>
  /** What was refused for good since the last call. */
  takeRefused(): readonly RefusedPack[]
  loadSecrets(): Promise<readonly SecretRecord[]>
  /** Newer versions win; older ones change nothing. Durable with the next `flush`. */
  saveSecrets(records: readonly SecretRecord[]): void
  /** Flushes what it can. Idempotent; leaves no timer. */
  close(): Promise<void>
}

/**
 * What a tree is as of a position, packed by `SpaceTree.snapshot`: a cache of the log, so that opening a tree need not
 * read its whole history. It never leaves the machine, and whatever is wrong with it, the log is right.
 */
export interface StoredSnapshot {
  readonly treeId: TreeId
  /** Everything the log has of the tree through here is in it. */
  readonly through: Position
  readonly bytes: Uint8Array
}

/**
 * What a journal has written, also what would not survive the power going off just now. Only for who gives it to others in the
 * name of this machine, by op id, and holds its position back until the journal calls it durable (SPEC SP42).
 */
export interface WrittenLog extends Pick<Journal, 'status' | 'readSince' | 'readNow'> {
  /** Never behind the journal's own head. */
  readonly head: Readable<Position>
}

/** The first layer of a space: "saved" means that the journal has it, and every other layer follows it. */
export interface Journal extends PersistenceLayer {
  /** Null where what is written is durable, or where that cannot be told. Of one that is open. */
  readonly written: WrittenLog | null
  /** What `readSince` would give, where that needs no waiting; else undefined. Throws AppError where that would reject. */
  readNow(position: Position, limitOps: number): LogPage | undefined
  /**
   * The children of a vertex of the space tree from the node table, without building the tree. Null asks for the roots.
   * Long lists come in parts with a turn for others between, what comes first among the siblings first; what stays there
   * meanwhile is in one of them. Cost: the children, not the space.
   */
  readOutline(parentId: VertexId | null): AsyncIterable<readonly OutlineRow[]>
  /**
   * From now on only packs of these trees need be delivered, in place of those named before; said before one of them is read, so
   * that nothing falls between. Until it is said, all are. Journals that deliver nothing have nothing to leave out.
   */
  attend(treeIds: readonly TreeId[]): void
  /**
   * What was saved last of the tree. Undefined when there is none that is whole and of this log, or when whoever keeps the
   * journal gives none. Never rejects for a damaged one.
   */
  loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined>
  /**
   * Takes the place of the one before unless that reaches further. Rejects with AppError when it could not be stored,
   * which harms nothing. A journal that is not the keeper of the log saves none.
   */
  saveSnapshot(snapshot: StoredSnapshot): Promise<void>
  /** Whoever found that it cannot be read says so: it is gone for everyone, unless another took its place meanwhile. */
  dropSnapshot(snapshot: Pick<StoredSnapshot, 'treeId' | 'through'>): Promise<void>
}

/** How far the journal and one follower have met. */
export interface FollowerCursor {
  readonly layerId: string
  /** Of the follower. When it changed, both positions are void and everything is offered again. */
  readonly logId: string
  /** Position in the follower through which its packs are in the journal. */
  readonly pulled: Position
  /** Position in the journal through which its packs are durable in the follower. */
  readonly pushed: Position
  /** `packKey` of the follower's pack at `pulled`: another one there means that its log is not the one it was. */
  readonly pulledKey: string
}

/** What a journal's machine remembers for itself, beside the log: nothing of it ever leaves. */
export interface SyncMemory {
  loadCursors(): Promise<readonly FollowerCursor[]>
  /** Soon durable. One that is lost costs only a repeated comparison. */
  saveCursor(cursor: FollowerCursor): void
  /** JSON text; undefined when there is none. */
  loadNote(key: string): Promise<string | undefined>
  /** Soon durable; null removes it. */
  saveNote(key: string, value: string | null): void
  /** What `loadTree` gives of a tree, and where in the log each pack stands. Long histories come with turns for others between. */
  placesOf(treeId: TreeId): AsyncIterable<PlacedPacks>
}
