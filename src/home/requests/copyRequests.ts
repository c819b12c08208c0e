import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

/** Files that go from one space to another with the entries that show them. */
export function copyRequests({
  arrivals,
  catalogue,
  desk,
  filesOf,
}: GroveHome): Pick<RequestHandlers<unknown>, 'files.copy'> {
  return {
    'files.copy': async ({ fromSpaceId, spaceId, hash }) => {
      // Only between spaces that are there: a new folder would look like one.
      for (const id of [fromSpaceId, spaceId]) await catalogue.hold(id)
      const [from, to] = [filesOf(fromSpaceId), filesOf(spaceId)]
      if (!(await to.has(hash))) {
        if (!(await from.has(hash))) await arrivals.bring(fromSpaceId, hash)
        await to.put(await from.get(hash))
        desk.fileAdded(spaceId, hash)
      }
      return null
    },
  }
}
