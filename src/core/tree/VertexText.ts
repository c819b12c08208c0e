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

interface UnreadableOp {
  readonly op: EditText
  readonly reason: string
}

const NO_OPS: readonly EditText[] = []

/** One text of a vertex: its ops, and its Yjs document while somebody has it open. */
export class VertexText {
  // Lists that are often empty are made when something comes.
  /** What neither the base nor the open document has. */
  #ops: EditText[] | undefined
  /** The older ops as one update; not beside an open document, which has them. */
  #base: Uint8Array | undefined
  /** Known only while the document is open. */
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

  /** Single ops that are still held: what came since the text was read or loaded, while nobody has it open, and all that cannot be read. */
  get ops(): readonly EditText[] {
    return this.#unreadable ? this.#unreadable.concat(this.#ops ?? NO_OPS) : (this.#ops ?? NO_OPS)
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
    const read = new TextDocument(this)
    const problems = this.#apply(read, this.#base, this.ops)
    const unreadable = problems.map(({ op }) => op)
    const base = this.#hasReadable(unreadable) ? Y.encodeStateAsUpdate(read) : undefined
    read.destroy()
    return { base, unreadable }
  }

  /** An op from elsewhere; `applyNew` brings it into the open document. */
  add(op: EditText): void {
    if (this.#ops) this.#ops.push(op)
    else this.#ops = [op]
  }

  /** An op that was made from the open document, which therefore has it. */
  addOwn(op: EditText): void {
    if (this.#doc) this.#hasContent = true
    else this.add(op)
  }

  open(owner: TextOwner, environment: Environment): Y.Doc {
    if (this.#doc?.isDestroyed === true) this.close()
    if (this.#doc) return this.#doc
    const doc = new TextDocument(this, owner)
    doc.clientID = newClientId(environment)
    this.#doc = doc
    const base = this.#base
    this.#base = undefined
    this.#hasContent = base !== undefined
    doc.fill(() => this.#applyNew(doc, base, owner))
    doc.trim()
    return doc
  }

  /** What `read` makes of the open document, or of one that lasts for this call only and cannot be edited. */
  read<T>(read: (doc: Y.Doc) => T, owner: TextOwner): T {
    if (this.#doc) return read(this.#doc)
    const doc = new TextDocument(this)
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
    if (this.#doc && this.#ops) this.#applyNew(this.#doc, undefined, owner)
  }

  close(): void {
    const doc = this.#doc
    if (!doc) return
    this.#base = this.#updateOf(doc)
    this.#ops = listOf(this.ops)
    doc.destroy()
    this.#doc = undefined
    this.#hasContent = false
    this.#unreadable = undefined
  }

  /** With its tree, which hardly anybody needs then: what it holds is written down when somebody opens it again. */
  dispose(): void {
    this.#doc?.destroy()
  }

  /** From now on one update instead of the ops that `doc`, which has them all, could read. */
  #fold(doc: Y.Doc, unreadable: readonly EditText[]): void {
    const { ops } = this
    if (ops.length === unreadable.length) return
    // Of a text that was written in one go, as most titles are, that one is all.
    const isWhole = this.#base === undefined && ops.length === 1
    this.#base = isWhole ? ops[0]!.update : Y.encodeStateAsUpdate(doc)
    this.#ops = listOf(unreadable)
  }

  #hasReadable(unreadable: readonly EditText[]): boolean {
    return this.#base !== undefined || this.ops.length > unreadable.length
  }

  #applyNew(doc: Y.Doc, base: Uint8Array | undefined, owner: TextOwner): void {
    const ops = this.#ops ?? NO_OPS
    this.#ops = undefined
    const unreadable: UnreadableOp[] = []
    try {
      this.#apply(doc, base, ops, unreadable)
    } finally {
      // An observer that throws does so when the document has everything.
      if (ops.length > unreadable.length) this.#hasContent = true
      for (const { op, reason } of unreadable) {
        if (this.#unreadable) this.#unreadable.push(op)
        else this.#unreadable = [op]
        owner.unreadable({ op: op.id, reason })
      }
    }
  }

  /** In one Yjs transaction; returns what could not be read, in `unreadable` also when an observer throws. */
  #apply(
    doc: Y.Doc,
    base: Uint8Array | undefined,
    ops: readonly EditText[],
    unreadable: UnreadableOp[] = [],
  ): readonly UnreadableOp[] {
    // In op id order an update follows those it builds on; out of order Yjs would merge its backlog again for each.
    const inOrder = [...ops].sort((a, b) => compareOpIds(a.id, b.id))
    doc.transact(() => {
      if (base) Y.applyUpdate(doc, base, this)
      for (const op of inOrder) {
        const reason = applyUpdate(doc, op.update, this)
        if (reason !== undefined) unreadable.push({ op, reason })
      }
    }, this)
    return unreadable
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
