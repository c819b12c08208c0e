import type { SearchIndex } from '../../core/search/SearchIndex'
import type { RequestHandlers } from './answerRequest'
import type { SpaceCatalogue } from '../SpaceCatalogue'

/** Finding documents by the words in them, in one space or in all that can be opened. */
export function searchRequests(
  index: SearchIndex,
  catalogue: Pick<SpaceCatalogue, 'list'>,
): Pick<RequestHandlers<unknown>, 'search.find'> {
  return {
    'search.find': async ({ spaceId, text, limit }) => {
      if (spaceId !== null) return index.find({ spaceIds: [spaceId], text, limit })
      const spaces = await catalogue.list()
      const answer = await index.find({
        spaceIds: spaces.flatMap(({ id, canOpen }) => (canOpen ? id : [])),
        text,
        limit,
      })
      const unopened = spaces.flatMap(({ id, canOpen, problem }) => {
        return canOpen ? [] : { spaceId: id, sentence: problem ?? 'This space cannot be opened.' }
      })
      return { ...answer, problems: [...answer.problems, ...unopened] }
    },
  }
}
