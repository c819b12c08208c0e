import type { Cancel } from '../environment'

/**
 * One connection between a client and a host, whatever carries it: a MessagePort, a WebSocket, a queue in a test.
 * Frames arrive in order, whole, at most once. Listeners are set before the first frame can arrive.
 */
export interface Port {
  /** Never throws; a frame sent after the end is dropped. */
  send(frame: Uint8Array): void
  /** Bytes sent that have not left this process yet: a host waits with more while the other side reads slowly. */
  readonly bufferedBytes: number
  /** Called when `bufferedBytes` has become small again; never for ports that do not buffer. */
  onDrain(listener: () => void): Cancel
  /** What arrives is foreign: anything but a Uint8Array is a broken frame. */
  onFrame(listener: (frame: unknown) => void): Cancel
  /** Called once, when the other side has gone or `close` was called here. */
  onClose(listener: () => void): Cancel
  close(): void
}
