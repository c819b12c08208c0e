import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { SpaceManager } from '../../core/space/SpaceManager'
import { ClientLink } from '../../core/sync/ClientLink'
import type { Port } from '../../core/sync/Port'
import { RemotePersistenceLayer } from '../../core/sync/RemotePersistenceLayer'

/** What imports or exports has no storage of its own: its home is its journal, over the one port it was given. */
export function setUpSpaceManager(port: Port, environment: Environment): SpaceManager {
  let unused: Port | undefined = port
  const connect = (): Promise<Port> => {
    const given = unused
    unused = undefined
    return given ? Promise.resolve(given) : Promise.reject(new AppError({ code: 'disconnected' }))
  }
  return new SpaceManager(environment, (spaceId) => ({
    journal: new RemotePersistenceLayer({
      id: 'home',
      spaceId,
      link: new ClientLink({ connect, environment, name: 'import and export' }),
    }),
  }))
}
