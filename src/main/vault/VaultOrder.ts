import type { SpaceId } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'

/** What main asks of the process for Markdown folders. All but `plan` bring a port to the space along. */
export type VaultOrder =
  | { readonly kind: 'plan'; readonly folder: string }
  | { readonly kind: 'run'; readonly spaceId: SpaceId; readonly filesFolder: string }
  | { readonly kind: 'undo'; readonly spaceId: SpaceId; readonly importId: string }
  | {
      readonly kind: 'export'
      readonly spaceId: SpaceId
      /** Null: all of the space. */
      readonly entryId: VertexId | null
      readonly filesFolder: string
      /** A new folder is made in it, called as what is exported. */
      readonly folder: string
    }
