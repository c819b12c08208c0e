import type { SpaceManager } from '../space/SpaceManager'
import { OPEN_GATE, type Gate } from './Gate'
import { HostConnection } from './HostConnection'
import type { Port } from './Port'

/** Serves the spaces of a SpaceManager to clients: main to its windows, a sync server to machines. */
export class SpaceHost {
  readonly #connections = new Set<HostConnection>()
  #isClosed = false

  constructor(
    readonly manager: SpaceManager,
    readonly gate: Gate = OPEN_GATE,
  ) {}

  /** Serves this client until either side ends the connection. */
  accept(port: Port): void {
    if (this.#isClosed) {
      port.close()
      return
    }
    const connection = new HostConnection(port, this.manager, this.gate, () => this.#connections.delete(connection))
    this.#connections.add(connection)
  }

  /** Ends all connections, each with the reason if there is one to tell; what clients were told is saved is saved. */
  async close(reason?: Parameters<HostConnection['close']>[0]): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#connections].map((connection) => connection.close(reason)))
  }
}
