import { AppError } from '../../core/AppError'
import type { SearchIndex } from '../../core/search/SearchIndex'
import type { SpaceId } from '../../core/space/Space'
import type { SearchNews, SearchOrder } from './searchMessages'

/** What searches, where it runs. */
export interface Searcher extends SearchIndex {
  /** Reads all that there is to read. */
  index(spaceId: SpaceId): Promise<void>
}

/** Does what a home told the process or worker that searches. Never rejects: trouble is an answer. */
export async function obeySearchOrder(open: () => Promise<Searcher>, order: SearchOrder): Promise<SearchNews> {
  const { no } = order
  try {
    const searcher = await open()
    if (order.kind === 'find') return { kind: 'found', no, answer: await searcher.find(order.question) }
    await searcher.index(order.spaceId)
    return { kind: 'indexed', no }
  } catch (error) {
    return { kind: 'failed', no, detail: AppError.detailOf(error) }
  }
}
