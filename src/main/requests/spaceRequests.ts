import type { GroveWindow } from '../GroveWindow'
import type { DatabaseOpening } from '../opening/DatabaseOpening'
import type { PortBroker } from '../PortBroker'
import type { SpaceCatalogue } from '../../home/SpaceCatalogue'
import type { RequestHandlers } from '../../home/requests/answerRequest'

type Names = 'spaces.list' | 'spaces.create' | 'spaces.attach' | 'spaces.stopReadying'

/** Which spaces there are, making one, and a port to one. */
export function spaceRequests(
  catalogue: SpaceCatalogue,
  broker: PortBroker,
  opening: DatabaseOpening,
): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'spaces.list': () => catalogue.list(),
    'spaces.create': (look) => catalogue.create(look),
    'spaces.attach': async ({ spaceId }, window) => {
      await catalogue.hold(spaceId)
      if (!window.isGone) broker.attach(window, spaceId)
      return null
    },
    'spaces.stopReadying': ({ spaceId }) => {
      opening.stop(spaceId)
      return null
    },
  }
}
