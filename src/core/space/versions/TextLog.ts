import * as Y from 'yjs'
import type { Pack } from '../../persistence/Pack'
import { readableOps } from '../../persistence/packBody'
import { isEditText, type EditText, type OpId, type VertexId } from '../../tree/ops'

/** One edit of a text. */
export interface TextEdit {
  readonly id: OpId
  /** Of the text. */
  readonly key: string
  readonly update: Uint8Array
  /** Which pack of the tree brought it, counted from 1. */
  readonly pack: number
  /** Letters. */
  readonly written: number
  /** Letters, and other parts of the text. */
  readonly removed: number
}

/** All edits of some texts of one vertex, in the order in which they became durable here. */
export class TextLog {
  readonly edits: TextEdit[] = []
  #packs = 0

  constructor(
    readonly vertexId: VertexId,
    readonly keys: readonly string[],
  ) {}

  /** Packs of the tree taken so far. */
  get packs(): number {
    return this.#packs
  }

  /** The next packs of the tree. What cannot be read is left out, as it is of the text. */
  take(packs: readonly Pack[]): void {
    for (const pack of packs) {
      this.#packs += 1
      for (const op of readableOps(pack)) {
        if (isEditText(op) && op.targetId === this.vertexId && this.keys.includes(op.key)) this.#add(op)
      }
    }
  }

  #add({ id, key, update }: EditText): void {
    try {
      this.edits.push({ id, key, update, pack: this.#packs, ...amountOf(update) })
    } catch {
      // Of an update that cannot be read nothing is in the text.
    }
  }
}

function amountOf(update: Uint8Array): Pick<TextEdit, 'written' | 'removed'> {
  const { structs, ds } = Y.decodeUpdate(update)
  let [written, removed] = [0, 0]
  for (const struct of structs) {
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) written += struct.length
  }
  for (const ranges of ds.clients.values()) for (const { len } of ranges) removed += len
  return { written, removed }
}
