import { PORT_MESSAGE } from '../bridge/channels'
import type { Port } from '../core/sync/Port'
import type { BridgeClient } from './state/BridgeClient'

/** Asks main for this window's port to the space; it arrives as a window message, after the answer or before it. */
export async function connectSpacePort(bridge: BridgeClient, spaceId: string): Promise<Port> {
  const arrival = new AbortController()
  const arrived = new Promise<MessagePort>((resolve) => {
    window.addEventListener(
      'message',
      (event: MessageEvent<unknown>) => {
        const port = event.ports[0]
        if (event.source === window && port && isFor(event.data, spaceId)) resolve(port)
      },
      { signal: arrival.signal },
    )
  })
  try {
    await bridge.request('spaces.attach', { spaceId })
    return messagePort(await arrived)
  } finally {
    arrival.abort()
  }
}

function isFor(data: unknown, spaceId: string): boolean {
  if (typeof data !== 'object' || data === null) return false
  return 'kind' in data && data.kind === PORT_MESSAGE && 'spaceId' in data && data.spaceId === spaceId
}

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
