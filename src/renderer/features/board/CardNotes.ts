import type * as Y from 'yjs'
import type { VertexId } from '../../../core/tree/ops'

/** The notes of an open card, for whoever draws their editor. */
export interface CardNotes {
  readonly cardId: VertexId
  readonly doc: Y.Doc
  readonly isEditable: boolean
}
