import * as Y from 'yjs'
import type { Environment } from '../environment'
import { compareOpIds, type EditText, type OpId, type VertexId } from './ops'

/** An EditText op whose update Yjs cannot read. It stays in the log and is left out of the text. */
export interface TextProblem {
  readonly op: OpId
  readonly reason: string
}

/** One text of a vertex: its ops, and its Yjs document while somebody has it open. */
export class VertexText {
  readonly ops: EditText[] = []
  #unapplied: EditText[] = []
  #doc: Y.Doc | undefined

  constructor(
    readonly vertexId: VertexId,
    readonly key: string,
  ) {}

  /** An op from elsewhere; `applyNew` brings it into the open document. */
  add(op: EditText): void {
    this.ops.push(op)
    if (this.#doc) this.#unapplied.push(op)
  }

  /** An op that was made from the open document, which therefore has it. */
  addOwn(op: EditText): void {
    this.ops.push(op)
  }

  /** `authored` gets the update of every Yjs transaction that did not come from an op. */
  open(environment: Environment, authored: (update: Uint8Array) => void, problems: TextProblem[]): Y.Doc {
    if (this.#doc) return this.#doc
    const doc = new Y.Doc({ guid: `${this.vertexId}/${this.key}` })
    doc.clientID = newClientId(environment)
    doc.on('afterTransaction', (transaction) => {
      // After a merge Yjs would delete redundant formatting marks in a transaction of its own: reading a text would author
      // ops, and a text would no longer be a function of its ops alone. The marks are harmless.
      if (transaction.origin === this) transaction._needFormattingCleanup = false
    })
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) authored(update)
    })
    this.#doc = doc
    this.#unapplied = [...this.ops]
    this.applyNew(problems)
    return doc
  }

  /** Applies what came since the last time, in one Yjs transaction. Costs nothing while the text is closed. */
  applyNew(problems: TextProblem[]): void {
    const doc = this.#doc
    if (!doc || this.#unapplied.length === 0) return
    // In op id order an update follows those it builds on; out of order Yjs would merge its backlog again for each.
    const ops = this.#unapplied.sort((a, b) => compareOpIds(a.id, b.id))
    this.#unapplied = []
    doc.transact(() => {
      for (const op of ops) {
        const reason = applyUpdate(doc, op.update, this)
        // Reopening the text meets the same problem again.
        const isNew = reason !== undefined && !problems.some((problem) => compareOpIds(problem.op, op.id) === 0)
        if (isNew) problems.push({ op: op.id, reason })
      }
    }, this)
  }

  close(): void {
    this.#doc?.destroy()
    this.#doc = undefined
    this.#unapplied = []
  }
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
