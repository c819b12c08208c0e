import type * as Y from 'yjs'
import type { Environment } from '../environment'
import type { EditText, VertexId } from './ops'
import { throwLater } from './throwLater'
import { VertexText, type TextProblem } from './VertexText'

const NO_KEYS: readonly string[] = []

/** The texts of one tree. Documents are built when first opened; until then a text is only its ops. */
export class TextRegistry {
  readonly problems: TextProblem[] = []
  readonly #texts = new Map<VertexId, Map<string, VertexText>>()
  /** Texts with ops that `applyNew` has not brought in yet. */
  readonly #changed = new Set<VertexText>()
  #opCount = 0

  constructor(
    private readonly environment: Environment,
    /** A local Yjs transaction changed a text. */
    private readonly authored: (text: VertexText, update: Uint8Array) => void,
  ) {}

  get opCount(): number {
    return this.#opCount
  }

  open(vertexId: VertexId, key: string): Y.Doc {
    const text = this.#text(vertexId, key)
    return text.open(this.environment, (update) => this.authored(text, update), this.problems)
  }

  /** Frees the document's memory; its ops stay. */
  close(vertexId: VertexId, key: string): void {
    this.#texts.get(vertexId)?.get(key)?.close()
  }

  keys(vertexId: VertexId): readonly string[] {
    const texts = this.#texts.get(vertexId)
    return texts ? [...texts.values()].filter((text) => text.ops.length > 0).map((text) => text.key) : NO_KEYS
  }

  add(op: EditText): void {
    const text = this.#text(op.targetId, op.key)
    text.add(op)
    this.#changed.add(text)
    this.#opCount++
  }

  addOwn(text: VertexText, op: EditText): void {
    text.addOwn(op)
    this.#opCount++
  }

  /** Brings the ops of `add` into the documents that are open: one Yjs transaction each. */
  applyNew(): void {
    const changed = [...this.#changed]
    this.#changed.clear()
    for (const text of changed) {
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
