import type { MessagePortMain } from 'electron'
import type { Cancel } from '../core/environment'
import type { Port } from '../core/sync/Port'

/** An Electron MessagePort as the core knows ports. Bytes arrive as a Uint8Array on both sides (structured clone). */
export class ElectronPort implements Port {
  /** What it takes is handed over at once. */
  readonly bufferedBytes = 0
  readonly #port: MessagePortMain
  readonly #frameListeners = new Set<(frame: unknown) => void>()
  readonly #closeListeners = new Set<() => void>()
  #isClosed = false

  constructor(port: MessagePortMain) {
    this.#port = port
    port.on('message', (event) => {
      const frame: unknown = event.data
      for (const listener of [...this.#frameListeners]) listener(frame)
    })
    port.on('close', () => this.#end())
  }

  /** Frames wait until here: call it once the listeners are set. */
  start(): void {
    this.#port.start()
  }

  send(frame: Uint8Array): void {
    if (!this.#isClosed) this.#port.postMessage(frame)
  }

  onDrain(): Cancel {
    return () => undefined
  }

  onFrame(listener: (frame: unknown) => void): Cancel {
    this.#frameListeners.add(listener)
    return () => {
      this.#frameListeners.delete(listener)
    }
  }

  onClose(listener: () => void): Cancel {
    this.#closeListeners.add(listener)
    return () => {
      this.#closeListeners.delete(listener)
    }
  }

  close(): void {
    if (this.#isClosed) return
    this.#port.close()
    this.#end()
  }

  #end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const listener of [...this.#closeListeners]) listener()
  }
}
