import type { SearchAnswer, SearchProgress } from '../../../core/search/SearchIndex'
import { counted } from '../../ui/counted'

/** What was found, as it is read out: `12 pages found`. Undefined while nothing was searched for. */
export function describeFound(answer: SearchAnswer | undefined, text: string): string | undefined {
  if (!answer || text.trim() === '') return undefined
  const { count, isMore, hits, progress } = answer
  if (count === 0) return progress ? 'Nothing found so far.' : 'No page has all of these words.'
  const pages = isMore ? `More than ${counted(count, 'page')} found` : `${counted(count, 'page')} found`
  return hits.length < count ? `${pages}, the first ${hits.length} shown.` : `${pages}.`
}

/** `Still reading: 1,200 of 10,000 pages.` */
export function describeProgress({ done, total }: SearchProgress): string {
  return `Still reading: ${done.toLocaleString('en-GB')} of ${counted(total, 'page')}. More may be found.`
}
