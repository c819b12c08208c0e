import type { EventName, EventTypes } from '../../../bridge/contract'
import type { SpaceId } from '../../../core/space/Space'
import type { SpaceHost } from '../../../core/sync/SpaceHost'
import type { Port } from '../../../core/sync/Port'
import { messagePort } from '../../messagePort'
import type { HomeMessage } from '../homeMessages'

/** One tab as its home sees it. */
export class Tab {
  readonly #portBySpace = new Map<SpaceId, Port>()
  readonly #workerPorts = new Set<Port>()
  #isGone = false

  constructor(readonly port: MessagePort) {}

  get isGone(): boolean {
    return this.#isGone
  }

  send(message: HomeMessage, ports: MessagePort[] = []): void {
    if (!this.#isGone) this.port.postMessage(message, ports)
  }

  tell<N extends EventName>(name: N, value: EventTypes[N]): void {
    this.send({ kind: 'event', name, value })
  }

  /** Sends the tab a port to the space; one it had before is closed. */
  attach(host: SpaceHost, spaceId: SpaceId): void {
    this.#portBySpace.get(spaceId)?.close()
    const { port1, port2 } = new MessageChannel()
    const near = messagePort(port1)
    this.#portBySpace.set(spaceId, near)
    near.onClose(() => {
      if (this.#portBySpace.get(spaceId) === near) this.#portBySpace.delete(spaceId)
    })
    host.accept(near)
    this.send({ kind: 'port', spaceId }, [port2])
  }

  /** The tab gave a worker of its own the other end. */
  serve(host: SpaceHost, given: MessagePort): void {
    const near = messagePort(given)
    this.#workerPorts.add(near)
    near.onClose(() => this.#workerPorts.delete(near))
    host.accept(near)
  }

  /** The tab is gone: whatever it held is closed. */
  leave(): void {
    this.#isGone = true
    for (const port of [...this.#portBySpace.values(), ...this.#workerPorts]) port.close()
    this.port.close()
  }
}
