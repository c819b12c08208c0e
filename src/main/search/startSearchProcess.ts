import type { HelperEvents, HelperProcess } from '../../home/HelperProcess'
import type { SearchNews, SearchOrder } from '../../home/search/searchMessages'
import { startProcess } from '../startProcess'

/** What the process that searches is told. */
export type SearchProcessOrder =
  /** The first, and only once: where the spaces lie. */
  { readonly kind: 'begin'; readonly folder: string } | SearchOrder

export function startSearchProcess(folder: string, events: HelperEvents<SearchNews>): HelperProcess<SearchOrder> {
  const child = startProcess<SearchProcessOrder, SearchNews>(
    { program: 'searchProcess', serviceName: 'Grove search' },
    events,
  )
  child.tell({ kind: 'begin', folder })
  return child
}
