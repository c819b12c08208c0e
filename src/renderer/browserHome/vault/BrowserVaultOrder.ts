import type { SpaceId } from '../../../core/space/Space'
import type { VertexId } from '../../../core/tree/ops'

/** What a person chose to import. */
export interface ChosenFolder {
  readonly name: string
  /** `path`: relative to the folder, with forward slashes. */
  readonly files: readonly { readonly path: string; readonly file: File }[]
}

/** What a tab asks of its worker for Markdown folders. All but `plan` bring a port to the space along. */
export type BrowserVaultOrder =
  | { readonly kind: 'plan'; readonly folder: ChosenFolder }
  | { readonly kind: 'run'; readonly spaceId: SpaceId }
  | { readonly kind: 'undo'; readonly spaceId: SpaceId; readonly importId: string }
  | {
      readonly kind: 'export'
      readonly spaceId: SpaceId
      /** Null: all of the space. */
      readonly entryId: VertexId | null
      /** The file that a person chose; null: what is to be downloaded comes back. */
      readonly file: FileSystemFileHandle | null
    }
