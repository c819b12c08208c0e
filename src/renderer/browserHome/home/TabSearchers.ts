import { AppError } from '../../../core/AppError'
import type { HelperEvents, HelperProcess } from '../../../home/HelperProcess'
import type { SearchNews, SearchOrder } from '../../../home/search/searchMessages'
import type { SearcherMessage } from '../homeMessages'
import type { Tab } from './Tab'

/** Workers that search for a home, which cannot start one where it is a worker itself: a tab does, and they end with it. */
export class TabSearchers {
  readonly #endsByTab = new Map<Tab, Set<() => void>>()

  constructor(readonly tabs: ReadonlySet<Tab>) {}

  /** Throws AppError when there is no tab, and then nobody asks either. */
  start({ onNews, onGone }: HelperEvents<SearchNews>): HelperProcess<SearchOrder> {
    // The newest: the others are more likely to be closed first.
    const tab = [...this.tabs].at(-1)
    if (!tab) throw new AppError({ code: 'cancelled' })
    const { port1, port2 } = new MessageChannel()
    const ends = this.#endsByTab.get(tab) ?? new Set()
    const gone = (): void => {
      port1.close()
      ends.delete(gone)
      onGone()
    }
    this.#endsByTab.set(tab, ends.add(gone))
    port1.onmessage = ({ data }: MessageEvent<SearchNews>) => onNews(data)
    tab.send({ kind: 'searcher' }, [port2])
    const tell = (message: SearcherMessage): void => port1.postMessage(message)
    return {
      tell,
      end: async () => {
        // It closes its files first. Whoever comes next waits for these, so nobody waits here.
        tell({ kind: 'end' })
        gone()
      },
    }
  }

  /** The tab has ended, or could not start what it was to start. */
  lost(tab: Tab): void {
    const ends = this.#endsByTab.get(tab) ?? []
    this.#endsByTab.delete(tab)
    for (const gone of ends) gone()
  }
}
