import * as Y from 'yjs'
import type { Environment } from '../environment'
import { compareOpIds, type EditText, type OpId, type VertexId } from './ops'

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

/** More single ops than this are not kept beside an open document that has them. */
const MAX_SINGLE_OPS = 256

/** One text of a vertex: its ops, and its Yjs document while somebody has it open. */
export class VertexText {
  #ops: EditText[] = []
  /** The older ops as one update; not beside an open document, which has them. */
  #base: Uint8Array | undefined
  #unapplied: EditText[] = []
  /** Of `#ops`; known only while the document is open. */
  #unreadable: EditText[] = []
  #doc: Y.Doc | undefined
  /** The open document has got something. */
  #hasContent = false

  constructor(
    readonly vertexId: VertexId,
    readonly key: string,
  ) {}

  get isEmpty(): boolean {
    return this.#base === undefined && !this.#hasContent && this.#ops.length === 0
  }

  /** Single ops that are still held: what came since the text was opened or loaded, and all that cannot be read. */
  get ops(): readonly EditText[] {
    return this.#ops
  }

  /** What a snapshot kept of it; only for a text that is empty. */
  load({ base, unreadable }: MergedText): void {
    this.#base = base
    this.#ops = [...unreadable]
  }

  /** All of it as few bytes as possible. Costs reading the text once, unless it is open. */
  merged(): MergedText {
    const doc = this.#doc
    if (doc) return { base: this.#updateOf(doc), unreadable: [...this.#unreadable] }
    if (this.#base && this.#ops.length === 0) return { base: this.#base, unreadable: [] }
    const read = this.#newDoc()
    const unreadable = this.#apply(read, this.#base, this.#ops).map(({ op }) => op)
    const hasContent = this.#base !== undefined || this.#ops.length > unreadable.length
    const base = hasContent ? Y.encodeStateAsUpdate(read) : undefined
    read.destroy()
    return { base, unreadable }
  }

  /** An op from elsewhere; `applyNew` brings it into the open document. */
  add(op: EditText): void {
    this.#ops.push(op)
    if (this.#doc) this.#unapplied.push(op)
  }

  /** An op that was made from the open document, which therefore has it. */
  addOwn(op: EditText): void {
    this.#ops.push(op)
    this.#hasContent ||= this.#doc !== undefined
    this.#dropApplied(MAX_SINGLE_OPS)
  }

  /** `authored` gets the update of every Yjs transaction that did not come from an op. */
  open(
    environment: Environment,
    authored: (text: VertexText, update: Uint8Array) => void,
    problems: TextProblem[],
  ): Y.Doc {
    if (this.#doc) return this.#doc
    const doc = this.#newDoc()
    doc.clientID = newClientId(environment)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) authored(this, update)
    })
    this.#doc = doc
    this.#unapplied = this.#ops
    this.#applyNew(doc, this.#base, problems)
    this.#hasContent ||= this.#base !== undefined
    this.#base = undefined
    this.#dropApplied(0)
    return doc
  }

  /** Applies what came since the last time, in one Yjs transaction. Costs nothing while the text is closed. */
  applyNew(problems: TextProblem[]): void {
    if (!this.#doc || this.#unapplied.length === 0) return
    this.#applyNew(this.#doc, undefined, problems)
    this.#dropApplied(MAX_SINGLE_OPS)
  }

  close(): void {
    const doc = this.#doc
    if (!doc) return
    this.#base ??= this.#updateOf(doc)
    doc.destroy()
    this.#doc = undefined
    this.#hasContent = false
    this.#unapplied = []
    this.#unreadable = []
  }

  #newDoc(): Y.Doc {
    const doc = new Y.Doc({ guid: `${this.vertexId}/${this.key}` })
    doc.on('afterTransaction', leaveFormatting)
    return doc
  }

  #applyNew(doc: Y.Doc, base: Uint8Array | undefined, problems: TextProblem[]): void {
    const ops = this.#unapplied
    this.#unapplied = []
    const unreadable = this.#apply(doc, base, ops)
    if (ops.length > unreadable.length) this.#hasContent = true
    for (const { op, reason } of unreadable) {
      this.#unreadable.push(op)
      // Reopening the text meets the same problem again.
      if (!problems.some((problem) => compareOpIds(problem.op, op.id) === 0)) problems.push({ op: op.id, reason })
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
    if (this.#doc && this.#unapplied.length === 0 && this.#ops.length > kept) this.#ops = [...this.#unreadable]
  }

  /** Undefined when nothing readable ever came. */
  #updateOf(doc: Y.Doc): Uint8Array | undefined {
    return this.#hasContent ? Y.encodeStateAsUpdate(doc) : undefined
  }
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
