import type { VertexId } from '../../core/tree/ops'
import { whenPrintable } from '../ui/whenPrintable'
import type { Toasts } from './Toasts.svelte'
import type { Workspace } from './Workspace.svelte'

/** What this window shows, on paper or as a PDF. How it looks there: `styles/print.css`. */
export class Printing {
  /** Browsers save PDFs by printing. */
  readonly canSavePdf = import.meta.env.GROVE_HOME !== 'browser'

  constructor(
    readonly workspace: Workspace,
    readonly toasts: Toasts,
  ) {}

  async print(): Promise<void> {
    if (await this.#isPrintable()) window.print()
  }

  /** Of an entry, which is opened first, or of what is open. */
  async savePdf(id?: VertexId): Promise<void> {
    const { navigation, entries, bridge } = this.workspace
    if (id !== undefined && id !== navigation.entryId) navigation.open(id)
    const { place, entryId } = navigation
    // Somebody who has gone elsewhere meanwhile wants another page, or none.
    if (!(await this.#isPrintable()) || navigation.place !== place) return
    const name = (entryId === undefined ? undefined : entries.entry(entryId)?.name) || 'Untitled'
    try {
      const saved = await bridge.request('pdf.save', { name })
      if (saved) this.toasts.note(`Saved ${saved.file}`, { label: 'Show in folder', run: () => this.#show() })
    } catch (error) {
      this.toasts.problem(error)
    }
  }

  async #isPrintable(): Promise<boolean> {
    const isPrintable = await whenPrintable()
    if (!isPrintable) this.toasts.note('Open a page, a board or a file to print it.')
    return isPrintable
  }

  #show(): void {
    this.workspace.bridge.request('pdf.show', undefined).catch((error: unknown) => this.toasts.problem(error))
  }
}
