import type { SpaceId } from '../../../core/space/Space'
import type { VertexId } from '../../../core/tree/ops'

/** What a tab asks of its worker for Markdown folders. A port to the space comes along. */
export interface BrowserVaultOrder {
  readonly kind: 'export'
  readonly spaceId: SpaceId
  /** Null: all of the space. */
  readonly entryId: VertexId | null
  /** The file that a person chose; null: what is to be downloaded comes back. */
  readonly file: FileSystemFileHandle | null
}
