import type { Port } from '../core/sync/Port'

/** A browser's MessagePort as the sync protocol wants it. Frames wait in the port until someone listens. */
export function messagePort(port: MessagePort): Port {
  const onClose = new Set<() => void>()
  let isClosed = false
  const close = (): void => {
    if (isClosed) return
    isClosed = true
    port.close()
    for (const listener of onClose) listener()
  }
  // Newer Chromium tells when the other side has gone; where it does not, the protocol's own pings find out.
  port.addEventListener('close', close)
  return {
    bufferedBytes: 0,
    onDrain: () => () => undefined,
    send: (frame) => {
      if (!isClosed) port.postMessage(frame)
    },
    onFrame: (listener) => {
      const heard = (event: MessageEvent<unknown>): void => listener(event.data)
      port.addEventListener('message', heard)
      port.start()
      return () => port.removeEventListener('message', heard)
    },
    onClose: (listener) => {
      onClose.add(listener)
      return () => onClose.delete(listener)
    },
    close,
  }
}
