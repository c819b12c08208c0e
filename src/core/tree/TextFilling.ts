import { applyEdits, type UnreadableOp } from './applyEdits'
import { compareOpIds, type EditText } from './ops'
import type { TextDocument } from './TextDocument'

/** What one step reads, about. */
const BYTES_OF_A_STEP = 100_000
/** What reading an edit costs besides its bytes, as so many of them. */
const BYTES_OF_AN_EDIT = 1000

interface Piece {
  readonly parts: readonly Uint8Array[]
  readonly ops: readonly EditText[]
}

/** A text on its way into its document, in steps of a few milliseconds where it is long. Nobody listens to the document yet. */
export class TextFilling {
  /** Those it was begun with. */
  readonly ops: readonly EditText[]
  readonly unreadable: UnreadableOp[] = []
  /** Not yet read, the first one last. */
  readonly #pieces: Piece[]

  constructor(
    readonly doc: TextDocument,
    parts: readonly Uint8Array[],
    ops: readonly EditText[],
  ) {
    this.ops = [...ops]
    this.#pieces = piecesOf(parts, this.ops).reverse()
  }

  /** Reads a piece of it in one Yjs transaction. False: that was the last. */
  step(): boolean {
    const { doc } = this
    const piece = this.#pieces.pop()
    if (piece) doc.fill(() => applyEdits(doc, doc.vertexText, piece.parts, piece.ops, this.unreadable))
    return this.#pieces.length > 0
  }
}

/** In the order in which they must be read: parts as they follow each other, then the edits by their ids. */
function piecesOf(parts: readonly Uint8Array[], ops: readonly EditText[]): Piece[] {
  const pieces: { parts: Uint8Array[]; ops: EditText[] }[] = []
  let bytes = Infinity
  const pieceFor = (size: number): { parts: Uint8Array[]; ops: EditText[] } => {
    bytes += size
    let piece = pieces.at(-1)
    if (!piece || bytes > BYTES_OF_A_STEP) {
      piece = { parts: [], ops: [] }
      pieces.push(piece)
      bytes = size
    }
    return piece
  }
  for (const part of parts) pieceFor(part.length).parts.push(part)
  const inOrder = [...ops].sort((a, b) => compareOpIds(a.id, b.id))
  for (const op of inOrder) pieceFor(op.update.length + BYTES_OF_AN_EDIT).ops.push(op)
  return pieces
}
