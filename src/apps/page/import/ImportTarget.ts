import type { FileStore } from '../../../core/space/FileStore'
import type { Space } from '../../../core/space/Space'

/** Where an import goes. */
export interface ImportTarget {
  readonly space: Space
  readonly files: FileStore
  /** Resolves when all that was written so far is durable. */
  readonly flush: () => Promise<unknown>
}
