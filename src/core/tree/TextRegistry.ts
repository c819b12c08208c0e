import type * as Y from 'yjs'
import type { Environment } from '../environment'
import type { EditText, VertexId } from './ops'
import { throwLater } from './throwLater'
import { VertexText, type MergedText, type TextProblem } from './VertexText'

const NO_KEYS: readonly string[] = []

/** A text as a snapshot keeps it. */
export interface StoredText extends MergedText {
  readonly vertexId: VertexId
  readonly key: string
}

/** The texts of one tree. Documents are built when first opened; until then a text is only its ops. */
export class TextRegistry {
  readonly problems: TextProblem[] = []
  readonly #texts = new Map<VertexId, Map<string, VertexText>>()
  /** Texts with ops that `applyNew` has not brought in yet. */
  #changed: Set<VertexText> | undefined

  constructor(
    private readonly environment: Environment,
    /** A local Yjs transaction changed a text. */
    private readonly authored: (text: VertexText, update: Uint8Array) => void,
  ) {}

  open(vertexId: VertexId, key: string): Y.Doc {
    return this.#text(vertexId, key).open(this.environment, this.authored, this.problems)
  }

  /** Frees the document's memory; its ops stay. */
  close(vertexId: VertexId, key: string): void {
    this.#texts.get(vertexId)?.get(key)?.close()
  }

  keys(vertexId: VertexId): readonly string[] {
    const texts = this.#texts.get(vertexId)
    return texts ? [...texts.values()].filter((text) => !text.isEmpty).map((text) => text.key) : NO_KEYS
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

  /** Brings the ops of `add` into the documents that are open: one Yjs transaction each. */
  applyNew(): void {
    const changed = this.#changed
    this.#changed = undefined
    for (const text of changed ?? []) {
      try {
        text.applyNew(this.problems)
      } catch (thrown) {
        // An observer of this document failed, for instance an editor; the other texts must still get their edits.
        throwLater(this.environment, thrown)
      }
    }
  }

  *ops(): Iterable<EditText> {
    for (const texts of this.#texts.values()) for (const text of texts.values()) yield* text.ops
  }

  /** Every text that was ever edited, as a snapshot keeps it. Costs reading those that are not open. */
  *merged(): Iterable<StoredText> {
    for (const texts of this.#texts.values()) {
      for (const text of texts.values()) {
        if (!text.isEmpty) yield { vertexId: text.vertexId, key: text.key, ...text.merged() }
      }
    }
  }

  load(text: StoredText): void {
    this.#text(text.vertexId, text.key).load(text)
  }

  dispose(): void {
    for (const texts of this.#texts.values()) for (const text of texts.values()) text.close()
  }

  #text(vertexId: VertexId, key: string): VertexText {
    let texts = this.#texts.get(vertexId)
    if (!texts) {
      texts = new Map()
      this.#texts.set(vertexId, texts)
    }
    let text = texts.get(key)
    if (!text) {
      text = new VertexText(vertexId, key)
      texts.set(key, text)
    }
    return text
  }
}
