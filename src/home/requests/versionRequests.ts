import { readEarlierValues } from '../../core/space/versions/readEarlierValues'
import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

type VersionRequest = 'versions.times' | 'versions.values'

/** What is known here of earlier versions beyond what a window reads of the log. */
export function versionRequests({ catalogue }: GroveHome): Pick<RequestHandlers<unknown>, VersionRequest> {
  return {
    'versions.times': async ({ spaceId, treeId }) => {
      const { arrivalTimes } = await catalogue.hold(spaceId)
      return arrivalTimes?.of(treeId) ?? []
    },
    'versions.values': async ({ spaceId, vertexId }) => readEarlierValues(await catalogue.hold(spaceId), vertexId),
  }
}
