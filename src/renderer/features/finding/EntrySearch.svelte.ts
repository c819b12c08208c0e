import { untrack } from 'svelte'
import type { CatalogRow, EntryCatalog } from '../../state/EntryCatalog'
import { findEntries } from '../../state/findEntries'
import { SlicedWork } from '../../state/SlicedWork'
import type { Workspace } from '../../state/Workspace.svelte'

export interface EntrySearchOptions {
  /** What was open lately, the latest first; it comes first. */
  readonly recentIds?: readonly string[]
  /** Which of all entries are looked for; asked anew each time. */
  readonly accepts?: (row: CatalogRow) => boolean
}

/** The space that is open, or another one. */
export type Searched = Pick<Workspace, 'catalog' | 'openSpace'>

export interface Found {
  /** What it answers. */
  readonly query: string
  /** At most 50, best first. */
  readonly rows: readonly CatalogRow[]
  /** False where entries were still to be read: there may be more. */
  readonly isAll: boolean
}

/**
 * Finds entries by what is typed (`findEntries`). All names are looked through a slice at a time; until that is done the answer
 * before stays. To be made with the component that shows it.
 */
export class EntrySearch {
  /** What is looked for. */
  query = $state('')
  found: Found = $state.raw({ query: '', rows: [], isAll: false })
  readonly #workspace: Searched
  readonly #recent: ReadonlySet<string>
  readonly #accepts: (row: CatalogRow) => boolean
  readonly #finding: SlicedWork

  constructor(workspace: Searched, { recentIds = [], accepts = () => true }: EntrySearchOptions = {}) {
    this.#workspace = workspace
    this.#recent = new Set(recentIds)
    this.#accepts = accepts
    this.#finding = new SlicedWork(workspace.openSpace.environment.timers)
    // The same is looked for again when entries have changed.
    $effect.pre(() => {
      this.catalog?.rows()
      untrack(() => this.ask(this.query))
      return () => this.#finding.stop()
    })
  }

  /** Undefined until the space is live. */
  get catalog(): EntryCatalog | undefined {
    return this.#workspace.catalog
  }

  /** Instead of what was asked before. Cost: one pass over all names, in slices. */
  ask(query: string): void {
    this.query = query
    const { catalog } = this
    if (!catalog) return
    const isAll = catalog.isComplete
    const question = { catalog, query, recent: this.#recent, accepts: this.#accepts }
    this.#finding.begin(findEntries(question), (rows) => (this.found = { query, rows, isAll }))
    // What was open lately is there at once.
    if (query.trim() === '') this.settle()
  }

  /** Makes `found` the answer to what was asked last, now: somebody picks from it. */
  settle(): undefined {
    this.#finding.finish()
  }
}
