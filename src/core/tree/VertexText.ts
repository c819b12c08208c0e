import * as Y from 'yjs'
import type { Environment } from '../environment'
import { applyEdits, type UnreadableOp } from './applyEdits'
import { cutUpdate } from './cutUpdate'
import type { EditText, OpId, VertexId } from './ops'
import type { Steps } from './snapshot/Steps'
import { TextDocument } from './TextDocument'
import { TextFilling } from './TextFilling'

/** An EditText op whose update Yjs cannot read. It stays in the log and is left out of the text. */
export interface TextProblem {
  readonly op: OpId
  readonly reason: string
}

/** A text as a snapshot keeps it: what its readable ops made together, and those that cannot be read. */
export interface MergedText {
  /** Yjs updates (format v1) that follow each other, several where it is long; none when no op could be read. */
  readonly parts: readonly Uint8Array[]
  readonly unreadable: readonly EditText[]
}

/** Whom a text tells what happens to it. */
export interface TextOwner {
  /** A Yjs transaction that did not come from an op. */
  edited(text: VertexText, update: Uint8Array): void
  /** Whenever the op is met: each time its text is opened or read. */
  unreadable(problem: TextProblem): void
}

const NO_OPS: readonly EditText[] = []
const NO_PARTS: readonly Uint8Array[] = []
/** Of one part of a text: reading it takes some 10 ms. */
const LETTERS_OF_A_PART = 800_000

/** One text of a vertex: its ops, and its Yjs document while somebody has it open. */
export class VertexText {
  // Lists that are often empty are made when something comes.
  /** What neither the parts nor the open document has. */
  #ops: EditText[] | undefined
  /** The older ops as updates that follow each other; not beside an open document, which has them. */
  #parts: readonly Uint8Array[] | undefined
  /** Known only while the document is open. */
  #unreadable: EditText[] | undefined
  #doc: Y.Doc | undefined
  /** While it is being opened. Until it is open, nothing that it is made of is let go. */
  #filling: TextFilling | undefined
  /** The open document has got something. */
  #hasContent = false

  constructor(
    readonly vertexId: VertexId,
    readonly key: string,
  ) {}

  get isEmpty(): boolean {
    return this.#parts === undefined && !this.#hasContent && this.ops.length === 0
  }

  /** Single ops that are still held: what came since the text was read or loaded, while nobody has it open, and all that cannot be read. */
  get ops(): readonly EditText[] {
    return this.#unreadable ? this.#unreadable.concat(this.#ops ?? NO_OPS) : (this.#ops ?? NO_OPS)
  }

  /** What a snapshot kept of it; only for a text that is empty. */
  load({ parts, unreadable }: MergedText): void {
    this.#parts = listOf(parts)
    this.#ops = listOf(unreadable)
  }

  /** All of it as few bytes as possible. Costs reading the text once, unless it is open; a long one several times where it is cut. */
  merged(isCut: boolean): MergedText {
    const doc = this.#doc
    if (doc) return { parts: partsOf(this.#updateOf(doc), isCut), unreadable: this.#unreadable ?? NO_OPS }
    if (this.#parts && this.ops.length === 0) return { parts: this.#parts, unreadable: NO_OPS }
    const read = new TextDocument(this)
    const unreadable = applyEdits(read, this, this.#parts ?? NO_PARTS, this.ops).map(({ op }) => op)
    const update = this.#hasReadable(unreadable) ? Y.encodeStateAsUpdate(read) : undefined
    read.destroy()
    return { parts: partsOf(update, isCut), unreadable }
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
    return this.#doc ?? this.#fill(this.#begin(owner, environment), owner)
  }

  /** The same in steps, a Yjs transaction each. Whoever opens it at once meanwhile gets what is there then and the rest with it. */
  *opening(owner: TextOwner, environment: Environment): Steps<Y.Doc> {
    if (!this.#doc) {
      const filling = this.#begin(owner, environment)
      while (filling === this.#filling && this.#step(filling)) yield
    }
    return this.open(owner, environment)
  }

  /** What `read` makes of the open document, or of one that lasts for this call only and cannot be edited. */
  read<T>(read: (doc: Y.Doc) => T, owner: TextOwner): T {
    if (this.#filling) this.#fill(this.#filling, owner)
    if (this.#doc) return read(this.#doc)
    const doc = new TextDocument(this)
    const problems = applyEdits(doc, this, this.#parts ?? NO_PARTS, this.ops)
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
    if (this.#doc && this.#ops) this.#applyNew(this.#doc, owner)
  }

  close(): void {
    this.#filling?.doc.destroy()
    this.#filling = undefined
    const doc = this.#doc
    if (!doc) return
    const update = this.#updateOf(doc)
    this.#parts = update && [update]
    this.#ops = listOf(this.ops)
    doc.destroy()
    this.#doc = undefined
    this.#hasContent = false
    this.#unreadable = undefined
  }

  /** With its tree, which hardly anybody needs then: what it holds is written down when somebody opens it again. */
  dispose(): void {
    this.#filling?.doc.destroy()
    this.#doc?.destroy()
  }

  #begin(owner: TextOwner, environment: Environment): TextFilling {
    if (this.#filling) return this.#filling
    const doc = new TextDocument(this, owner)
    doc.clientID = newClientId(environment)
    return (this.#filling = new TextFilling(doc, this.#parts ?? NO_PARTS, this.#ops ?? NO_OPS))
  }

  /** False after the last one. One that throws leaves the text closed, as it was. */
  #step(filling: TextFilling): boolean {
    try {
      return filling.step()
    } catch (thrown) {
      this.#filling = undefined
      throw thrown
    }
  }

  /** All that is left of it. */
  #fill(filling: TextFilling, owner: TextOwner): Y.Doc {
    while (this.#step(filling));
    const { doc, ops, unreadable } = filling
    this.#filling = undefined
    this.#doc = doc
    this.#hasContent = this.#parts !== undefined
    this.#parts = undefined
    // What came while it was being filled.
    const later = this.#ops?.slice(ops.length) ?? NO_OPS
    this.#ops = undefined
    this.#applied(ops, unreadable, owner)
    if (later.length > 0) {
      this.#ops = [...later]
      doc.fill(() => this.#applyNew(doc, owner))
    }
    doc.trim()
    return doc
  }

  /** From now on one update instead of the ops that `doc`, which has them all, could read. */
  #fold(doc: Y.Doc, unreadable: readonly EditText[]): void {
    const { ops } = this
    if (ops.length === unreadable.length) return
    // Of a text that was written in one go, as most titles are, that one is all.
    const isWhole = this.#parts === undefined && ops.length === 1
    this.#parts = [isWhole ? ops[0]!.update : Y.encodeStateAsUpdate(doc)]
    this.#ops = listOf(unreadable)
  }

  #hasReadable(unreadable: readonly EditText[]): boolean {
    return this.#parts !== undefined || this.ops.length > unreadable.length
  }

  #applyNew(doc: Y.Doc, owner: TextOwner): void {
    const ops = this.#ops ?? NO_OPS
    this.#ops = undefined
    const unreadable: UnreadableOp[] = []
    try {
      applyEdits(doc, this, NO_PARTS, ops, unreadable)
    } finally {
      // An observer that throws does so when the document has everything.
      this.#applied(ops, unreadable, owner)
    }
  }

  #applied(ops: readonly EditText[], unreadable: readonly UnreadableOp[], owner: TextOwner): void {
    if (ops.length > unreadable.length) this.#hasContent = true
    for (const { op, reason } of unreadable) {
      if (this.#unreadable) this.#unreadable.push(op)
      else this.#unreadable = [op]
      owner.unreadable({ op: op.id, reason })
    }
  }

  /** Undefined when nothing readable ever came. */
  #updateOf(doc: Y.Doc): Uint8Array | undefined {
    return this.#hasContent ? Y.encodeStateAsUpdate(doc) : undefined
  }
}

/** A list of its own, none for nothing. */
function listOf<T>(items: readonly T[]): T[] | undefined {
  return items.length === 0 ? undefined : [...items]
}

function partsOf(update: Uint8Array | undefined, isCut: boolean): readonly Uint8Array[] {
  if (!update) return NO_PARTS
  return isCut ? cutUpdate(update, LETTERS_OF_A_PART) : [update]
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
