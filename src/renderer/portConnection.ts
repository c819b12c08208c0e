import { PORT_MESSAGE, PORTS_ENDED_MESSAGE } from '../bridge/channels'
import type { Port } from '../core/sync/Port'
import { messagePort } from './messagePort'
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
    return endingWithHome(messagePort(await arrived))
  } finally {
    arrival.abort()
  }
}

/** A port does not always notice that the process at its other end is gone. */
function endingWithHome(port: Port): Port {
  const listening = new AbortController()
  const heard = ({ source, data }: MessageEvent<unknown>): void => {
    if (source === window && kindOf(data) === PORTS_ENDED_MESSAGE) port.close()
  }
  window.addEventListener('message', heard, { signal: listening.signal })
  port.onClose(() => listening.abort())
  return port
}

function isFor(data: unknown, spaceId: string): boolean {
  return kindOf(data) === PORT_MESSAGE && (data as { readonly spaceId?: unknown }).spaceId === spaceId
}

function kindOf(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'kind' in data ? data.kind : undefined
}
