import type { Move } from './MoveLog'
import type { EditText, MoveVertex, SetVertexProperty } from './ops'

/** What `apply` brought into effect, including ops that waited until now. */
export interface AppliedOps {
  readonly moves: readonly MoveVertex[]
  readonly properties: readonly SetVertexProperty[]
  /** Their vertices exist; the texts themselves are not the table's business. */
  readonly texts: readonly EditText[]
}

/** What one `apply` has admitted so far. */
export interface AdmittedOps {
  readonly ops: MoveVertex[]
  readonly moves: Move[]
  readonly created: number[]
  /** What is no move; ops that had waited for a vertex come last. */
  readonly others: (SetVertexProperty | EditText)[]
}
