import * as Y from 'yjs'
import { compareOpIds } from '../../tree/ops'
import { TextDocument } from '../../tree/TextDocument'
import { VertexText, type TextOwner } from '../../tree/VertexText'
import type { TextEdit, TextLog } from './TextLog'

/** So much is applied between two pauses. */
const EDITS = 20
const BYTES = 32 * 1024

/** Nobody hears what is done to a document that is only looked at. */
const nobody: TextOwner = { edited: () => undefined, unreadable: () => undefined }

/**
 * Makes a text as it was after the first `count` edits of its log, in a document of its own, and yields after every millisecond or so of
 * it. What becomes of the document concerns nobody; whoever has it destroys it.
 */
export function* replayText({ vertexId, edits }: TextLog, key: string, count: number): Generator<undefined, Y.Doc> {
  const text = new VertexText(vertexId, key)
  const doc = new TextDocument(text, nobody)
  // As a replica reads them: out of order Yjs would merge its backlog again for each.
  const ofText = edits.slice(0, count).filter((edit) => edit.key === key)
  const inOrder = ofText.sort((a, b) => compareOpIds(a.id, b.id))
  for (const part of inParts(inOrder)) {
    doc.transact(() => {
      for (const { update } of part) Y.applyUpdate(doc, update, text)
    }, text)
    yield
  }
  return doc
}

function* inParts(edits: readonly TextEdit[]): Generator<readonly TextEdit[]> {
  let part: TextEdit[] = []
  let bytes = 0
  for (const edit of edits) {
    part.push(edit)
    bytes += edit.update.byteLength
    if (part.length < EDITS && bytes < BYTES) continue
    yield part
    part = []
    bytes = 0
  }
  if (part.length > 0) yield part
}
