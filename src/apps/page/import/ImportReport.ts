import type { Lost } from '../../../core/space/VaultReader'

/** What came of an import, counted over the whole vault: a second run of the same vault gives the same numbers. */
export interface ImportReport {
  /** Names this run, for `undoImport`. */
  readonly importId: string
  readonly space: string
  readonly pages: number
  readonly folders: number
  readonly files: number
  readonly links: { readonly resolved: number; readonly unresolved: number }
  /** Pages and files that were in the space already, as they are in the vault now. */
  readonly unchanged: number
  readonly lost: readonly Lost[]
  /** Someone stopped it: what was done until then stays, and a later run goes on. */
  readonly cancelled: boolean
}
