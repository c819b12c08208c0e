import * as Y from 'yjs'
import type { Environment } from '../environment'
import { compareOpIds, type EditText, type OpId, type VertexId } from './ops'
import { TextDocument } from './TextDocument'

/** An EditText op whose update Yjs cannot read. It stays in the log and is left out of the text. */
export interface TextProblem {
  readonly op: OpId
  readonly reason: string
}

/** A text as a snapshot keeps it: what its readable ops made together, and those that cannot be read. */
export interface MergedText {
  /** One Yjs update (format v1); undefined when no op could be read. */
  readonly base: Uint8Array | undefined
  readonly unreadable: readonly EditText[]
}

/** Whom a text tells what happens to it. */
export interface TextOwner {
  /** A Yjs transaction that did not come from an op. */
  edited(text: VertexText, update: Uint8Array): void
  /** Whenever the op is met: each time its text is opened or read. */
  unreadable(problem: TextProblem): void
}

/** More single ops than this are not kept beside an open document that has them. */
const MAX_SINGLE_OPS = 256
const NO_OPS: readonly EditText[] = []

/** One text of a vertex: its ops, and its Yjs document while somebody has it open. */
export class VertexText {
  // Lists that are often empty are made when something comes.
  #ops: EditText[] | undefined
  /** The older ops as one update; not beside an open document, which has them. */
  #base: Uint8Array | undefined
  #unapplied: EditText[] | undefined
  /** Of `#ops`; known only while the document is open. */
  #unreadable: EditText[] | undefined
  #doc: Y.Doc | undefined
  /** The open document has got something. */
  #hasContent = false

  constructor(
    readonly vertexId: VertexId,
    readonly key: string,
  ) {}

  get isEmpty(): boolean {
    return this.#base === undefined && !this.#hasContent && this.ops.length === 0
  }

  /** Single ops that are still held: what came since the text was opened, read or loaded, and all that cannot be read. */
  get ops(): readonly EditText[] {
    return this.#ops ?? NO_OPS
  }

  /** What a snapshot kept of it; only for a text that is empty. */
  load({ base, unreadable }: MergedText): void {
    this.#base = base
    this.#ops = listOf(unreadable)
  }

  /** All of it as few bytes as possible. Costs reading the text once, unless it is open. */
  merged(): MergedText {
    const doc = this.#doc
    if (doc) return { base: this.#updateOf(doc), unreadable: this.#unreadable ?? NO_OPS }
    if (this.#base && this.ops.length === 0) return { base: this.#base, unreadable: NO_OPS }
    const read = this.#newDoc()
    const unreadable = this.#apply(read, this.#base, this.ops).map(({ op }) => op)
    const base = this.#hasReadable(unreadable) ? Y.encodeStateAsUpdate(read) : undefined
    read.destroy()
    return { base, unreadable }
  }

  /** An op from elsewhere; `applyNew` brings it into the open document. */
  add(op: EditText): void {
    if (this.#ops) this.#ops.push(op)
    else this.#ops = [op]
    if (!this.#doc) return
    if (this.#unapplied) this.#unapplied.push(op)
    else this.#unapplied = [op]
  }

  /** An op that was made from the open document, which therefore has it. */
  addOwn(op: EditText): void {
    if (this.#ops) this.#ops.push(op)
    else this.#ops = [op]
    this.#hasContent ||= this.#doc !== undefined
    this.#dropApplied(MAX_SINGLE_OPS)
  }

  open(owner: TextOwner, environment: Environment): Y.Doc {
    if (this.#doc) return this.#doc
    const doc = this.#newDoc()
    doc.clientID = newClientId(environment)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) owner.edited(this, update)
    })
    this.#doc = doc
    this.#unapplied = listOf(this.ops)
    this.#applyNew(doc, this.#base, owner)
    this.#hasContent ||= this.#base !== undefined
    this.#base = undefined
    this.#dropApplied(0)
    return doc
  }

  /** What `read` makes of the open document, or of one that lasts for this call only and cannot be edited. */
  read<T>(read: (doc: Y.Doc) => T, owner: TextOwner): T {
    if (this.#doc) return read(this.#doc)
    const doc = this.#newDoc()
    doc.on('update', refuseEdit)
    const problems = this.#apply(doc, this.#base, this.ops)
    for (const { op, reason } of problems) owner.unreadable({ op: op.id, reason })
    this.#fold(
      doc,
      problems.map(({ op }) => op),
    )
    try {
      return read(doc)
    } finally {
      doc.destroy()
    }
  }

  /** Applies what came since the last time, in one Yjs transaction. Costs nothing while the text is closed. */
  applyNew(owner: TextOwner): void {
    if (!this.#doc || !this.#unapplied) return
    this.#applyNew(this.#doc, undefined, owner)
    this.#dropApplied(MAX_SINGLE_OPS)
  }

  close(): void {
    const doc = this.#doc
    if (!doc) return
    this.#base ??= this.#updateOf(doc)
    doc.destroy()
    this.#doc = undefined
    this.#hasContent = false
    this.#unapplied = undefined
    this.#unreadable = undefined
  }

  #newDoc(): Y.Doc {
    const doc = new TextDocument(`${this.vertexId}/${this.key}`)
    doc.on('afterTransaction', leaveFormatting)
    return doc
  }

  /** From now on one update instead of the ops that `doc`, which has them all, could read. */
  #fold(doc: Y.Doc, unreadable: readonly EditText[]): void {
    if (this.ops.length === unreadable.length) return
    this.#base = Y.encodeStateAsUpdate(doc)
    this.#ops = listOf(unreadable)
  }

  #hasReadable(unreadable: readonly EditText[]): boolean {
    return this.#base !== undefined || this.ops.length > unreadable.length
  }

  #applyNew(doc: Y.Doc, base: Uint8Array | undefined, owner: TextOwner): void {
    const ops = this.#unapplied ?? NO_OPS
    this.#unapplied = undefined
    const unreadable = this.#apply(doc, base, ops)
    if (ops.length > unreadable.length) this.#hasContent = true
    for (const { op, reason } of unreadable) {
      if (this.#unreadable) this.#unreadable.push(op)
      else this.#unreadable = [op]
      owner.unreadable({ op: op.id, reason })
    }
  }

  /** In one Yjs transaction; returns what could not be read. */
  #apply(doc: Y.Doc, base: Uint8Array | undefined, ops: readonly EditText[]): { op: EditText; reason: string }[] {
    // In op id order an update follows those it builds on; out of order Yjs would merge its backlog again for each.
    const inOrder = [...ops].sort((a, b) => compareOpIds(a.id, b.id))
    const unreadable: { op: EditText; reason: string }[] = []
    doc.transact(() => {
      if (base) Y.applyUpdate(doc, base, this)
      for (const op of inOrder) {
        const reason = applyUpdate(doc, op.update, this)
        if (reason !== undefined) unreadable.push({ op, reason })
      }
    }, this)
    return unreadable
  }

  /** Drops the single ops that the open document has, when they are more than `kept`. */
  #dropApplied(kept: number): void {
    if (this.#doc && !this.#unapplied && this.ops.length > kept) this.#ops = listOf(this.#unreadable ?? NO_OPS)
  }

  /** Undefined when nothing readable ever came. */
  #updateOf(doc: Y.Doc): Uint8Array | undefined {
    return this.#hasContent ? Y.encodeStateAsUpdate(doc) : undefined
  }
}

/** A list of its own, none for no ops. */
function listOf(ops: readonly EditText[]): EditText[] | undefined {
  return ops.length === 0 ? undefined : [...ops]
}

function refuseEdit(_update: Uint8Array, origin: unknown): void {
  if (!(origin instanceof VertexText)) throw new Error('A text that is only read cannot be edited')
}

/**
 * After a merge Yjs would delete redundant formatting marks in a transaction of its own: reading a text would author ops,
 * and a text would no longer be a function of its ops alone. The marks are harmless.
 */
function leaveFormatting(transaction: Y.Transaction): void {
  if (transaction.origin instanceof VertexText) transaction._needFormattingCleanup = false
}

/** Why it could not be applied; undefined when it was. */
function applyUpdate(doc: Y.Doc, update: Uint8Array, origin: unknown): string | undefined {
  try {
    // Reads all of it first: applying half of a damaged update would leave replicas with different halves.
    Y.decodeUpdate(update)
    Y.applyUpdate(doc, update, origin)
    return undefined
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

/**
 * 52 random bits where Yjs would draw 32. Two sessions of one document with the same client id corrupt it for ever, and
 * 32 bits make that likely (1 in 8,600 for a document with 1,000 sessions, so a few of 50,000 documents).
 */
function newClientId(environment: Environment): number {
  let id = 0
  for (const byte of environment.randomBytes(7)) id = (id % 2 ** 44) * 256 + byte
  return id
}
