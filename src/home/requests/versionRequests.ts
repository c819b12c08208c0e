import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

/** What is known here of earlier versions of documents beyond what the log says. */
export function versionRequests({ catalogue }: GroveHome): Pick<RequestHandlers<unknown>, 'versions.times'> {
  return {
    'versions.times': async ({ spaceId, treeId }) => {
      const { arrivalTimes } = await catalogue.hold(spaceId)
      return arrivalTimes?.of(treeId) ?? []
    },
  }
}
