import * as Y from 'yjs'
import { compareOpIds, type EditText } from './ops'
import type { VertexText } from './VertexText'

/** An edit that Yjs cannot read. */
export interface UnreadableOp {
  readonly op: EditText
  readonly reason: string
}

/**
 * Brings parts of a text, and edits of it in any order, into its document, in one Yjs transaction; returns what could not be read, in
 * `unreadable` also when an observer throws.
 */
export function applyEdits(
  doc: Y.Doc,
  text: VertexText,
  parts: readonly Uint8Array[],
  ops: readonly EditText[],
  unreadable: UnreadableOp[] = [],
): readonly UnreadableOp[] {
  // In op id order an update follows those it builds on; out of order Yjs would merge its backlog again for each.
  const inOrder = [...ops].sort((a, b) => compareOpIds(a.id, b.id))
  doc.transact(() => {
    for (const part of parts) Y.applyUpdate(doc, part, text)
    for (const op of inOrder) {
      const reason = applyUpdate(doc, op.update, text)
      if (reason !== undefined) unreadable.push({ op, reason })
    }
  }, text)
  return unreadable
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
