import type { MessagePort } from 'node:worker_threads'
import type { Cancel } from '../../src/core/environment'
import type { Port } from '../../src/core/sync/Port'

/** A port between two threads of Node, as the core knows ports. */
export class ThreadPort implements Port {
  readonly bufferedBytes = 0
  readonly #port: MessagePort

  constructor(port: MessagePort) {
    this.#port = port
  }

  send(frame: Uint8Array): void {
    this.#port.postMessage(frame)
  }

  onDrain(): Cancel {
    return () => undefined
  }

  onFrame(listener: (frame: unknown) => void): Cancel {
    this.#port.on('message', listener)
    return () => this.#port.off('message', listener)
  }

  onClose(listener: () => void): Cancel {
    this.#port.on('close', listener)
    return () => this.#port.off('close', listener)
  }

  close(): void {
    this.#port.close()
  }
}
