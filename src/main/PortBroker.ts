import { MessageChannelMain, type MessagePortMain } from 'electron'
import { CHANNELS } from '../bridge/channels'
import type { SpaceId } from '../core/space/Space'
import type { SpaceHost } from '../core/sync/SpaceHost'
import { ElectronPort } from './ElectronPort'
import type { GroveWindow } from './GroveWindow'

/** Connects windows and helper processes with the host of the spaces: one port per window and space. */
export class PortBroker {
  readonly #portsByWindow = new Map<GroveWindow, Map<SpaceId, ElectronPort>>()

  constructor(readonly host: SpaceHost) {}

  /** Sends the window a port to the space; one it had before is closed. */
  attach(window: GroveWindow, spaceId: SpaceId): void {
    const ports = this.#portsOf(window)
    ports.get(spaceId)?.close()
    const { near, far } = this.#connect()
    ports.set(spaceId, near)
    near.onClose(() => {
      if (ports.get(spaceId) === near) ports.delete(spaceId)
    })
    window.browserWindow.webContents.postMessage(CHANNELS.port, spaceId, [far])
  }

  /** A port for a helper process. */
  open(): MessagePortMain {
    return this.#connect().far
  }

  /** The page of the window is gone or begins anew: whatever it held is closed. */
  detach(window: GroveWindow): void {
    for (const port of [...this.#portsOf(window).values()]) port.close()
  }

  /** The spaces a window has open now. */
  spacesOf(window: GroveWindow): readonly SpaceId[] {
    return [...(this.#portsByWindow.get(window)?.keys() ?? [])]
  }

  #connect(): { readonly near: ElectronPort; readonly far: MessagePortMain } {
    const { port1, port2 } = new MessageChannelMain()
    const near = new ElectronPort(port1)
    this.host.accept(near)
    near.start()
    return { near, far: port2 }
  }

  #portsOf(window: GroveWindow): Map<SpaceId, ElectronPort> {
    const known = this.#portsByWindow.get(window)
    if (known) return known
    const ports = new Map<SpaceId, ElectronPort>()
    this.#portsByWindow.set(window, ports)
    window.browserWindow.once('closed', () => {
      this.detach(window)
      this.#portsByWindow.delete(window)
    })
    window.browserWindow.webContents.on('did-start-navigation', (_event, _url, isInPlace, isMainFrame) => {
      if (isMainFrame && !isInPlace) this.detach(window)
    })
    window.browserWindow.webContents.on('render-process-gone', () => this.detach(window))
    return ports
  }
}
