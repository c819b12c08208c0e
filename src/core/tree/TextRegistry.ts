import type * as Y from 'yjs'
import type { Environment } from '../environment'
import { compareOpIds, type EditText, type VertexId } from './ops'
import { sharedName } from './shared'
import type { Steps } from './snapshot/Steps'
import { throwLater } from './throwLater'
import { VertexText, type MergedText, type TextOwner, type TextProblem } from './VertexText'

const NO_PROBLEMS: readonly TextProblem[] = []

/** A text as a snapshot keeps it. */
export interface StoredText extends MergedText {
  readonly vertexId: VertexId
  readonly key: string
}

/** Whom local edits are told. */
export interface TextAuthor {
  readonly environment: Environment
  edited(text: VertexText, update: Uint8Array): void
  /** The same id as the one string that the tree holds of it. */
  heldId(vertexId: VertexId): VertexId
}

/** The texts of one tree. Documents are built when first opened; until then a text is only its ops. */
export class TextRegistry implements TextOwner {
  #problems: TextProblem[] | undefined
  /** While there is one text, as in most trees. */
  #only: VertexText | undefined
  /** From the second text on. */
  #byVertex: Map<VertexId, Map<string, VertexText>> | undefined
  /** Texts with ops that `applyNew` has not brought in yet. */
  #changed: Set<VertexText> | undefined

  constructor(private readonly author: TextAuthor) {}

  get problems(): readonly TextProblem[] {
    return this.#problems ?? NO_PROBLEMS
  }

  open(vertexId: VertexId, key: string): Y.Doc {
    return this.#text(vertexId, key).open(this, this.author.environment)
  }

  opening(vertexId: VertexId, key: string): Steps<Y.Doc> {
    return this.#text(vertexId, key).opening(this, this.author.environment)
  }

  read<T>(vertexId: VertexId, key: string, read: (doc: Y.Doc) => T): T {
    return this.#text(vertexId, key).read(read, this)
  }

  /** Frees the document's memory; its ops stay. */
  close(vertexId: VertexId, key: string): void {
    this.#find(vertexId, key)?.close()
  }

  keys(vertexId: VertexId): readonly string[] {
    const texts = this.#byVertex ? [...(this.#byVertex.get(vertexId)?.values() ?? [])] : this.#all()
    return texts.filter((text) => text.vertexId === vertexId && !text.isEmpty).map((text) => text.key)
  }

  add(op: EditText): void {
    const text = this.#text(op.targetId, op.key)
    text.add(op)
    this.#changed ??= new Set()
    this.#changed.add(text)
  }

  addOwn(text: VertexText, op: EditText): void {
    text.addOwn(op)
  }

  edited(text: VertexText, update: Uint8Array): void {
    this.author.edited(text, update)
  }

  unreadable(problem: TextProblem): void {
    this.#problems ??= []
    // Reopening the text meets the same problem again.
    if (this.#problems.some(({ op }) => compareOpIds(op, problem.op) === 0)) return
    this.#problems.push(problem)
  }

  /** Brings the ops of `add` into the documents that are open: one Yjs transaction each. */
  applyNew(): void {
    const changed = this.#changed
    this.#changed = undefined
    for (const text of changed ?? []) {
      try {
        text.applyNew(this)
      } catch (thrown) {
        // An observer of this document failed, for instance an editor; the other texts must still get their edits.
        throwLater(this.author.environment, thrown)
      }
    }
  }

  *ops(): Iterable<EditText> {
    for (const text of this.#all()) yield* text.ops
  }

  /** Every text that was ever edited, as a snapshot keeps it. Costs reading those that are not open. */
  *merged(isCut: boolean): Iterable<StoredText> {
    for (const text of this.#all()) {
      if (!text.isEmpty) yield { vertexId: text.vertexId, key: text.key, ...text.merged(isCut) }
    }
  }

  load(text: StoredText): void {
    this.#text(text.vertexId, text.key).load(text)
  }

  dispose(): void {
    for (const text of this.#all()) text.dispose()
  }

  #all(): readonly VertexText[] {
    if (this.#byVertex) return [...this.#byVertex.values()].flatMap((texts) => [...texts.values()])
    return this.#only ? [this.#only] : []
  }

  #find(vertexId: VertexId, key: string): VertexText | undefined {
    if (this.#byVertex) return this.#byVertex.get(vertexId)?.get(key)
    return this.#only?.vertexId === vertexId && this.#only.key === key ? this.#only : undefined
  }

  #text(vertexId: VertexId, key: string): VertexText {
    const known = this.#find(vertexId, key)
    if (known) return known
    const text = new VertexText(this.author.heldId(vertexId), sharedName(key))
    if (!this.#only && !this.#byVertex) this.#only = text
    else this.#keep(text)
    return text
  }

  #keep(text: VertexText): void {
    const byVertex = (this.#byVertex ??= new Map<VertexId, Map<string, VertexText>>())
    const only = this.#only
    this.#only = undefined
    for (const each of only ? [only, text] : [text]) {
      const texts = byVertex.get(each.vertexId)
      if (texts) texts.set(each.key, each)
      else byVertex.set(each.vertexId, new Map([[each.key, each]]))
    }
  }
}
