import type { SpaceManager } from '../space/SpaceManager'
import { HostConnection } from './HostConnection'
import type { Port } from './Port'

/** Serves the spaces of a SpaceManager to clients: main to its windows, a sync server to machines. */
export class SpaceHost {
  readonly #connections = new Set<HostConnection>()
  #isClosed = false

  constructor(readonly manager: SpaceManager) {}

  /** Serves this client until either side ends the connection. */
  accept(port: Port): void {
    if (this.#isClosed) {
      port.close()
      return
    }
    const connection = new HostConnection(port, this.manager, () => this.#connections.delete(connection))
    this.#connections.add(connection)
  }

  /** Ends all connections; what clients were told is saved is saved. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#connections].map((connection) => connection.close()))
  }
}
