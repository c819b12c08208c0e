import { PORT_MESSAGE } from '../bridge/channels'
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
    return messagePort(await arrived)
  } finally {
    arrival.abort()
  }
}

function isFor(data: unknown, spaceId: string): boolean {
  if (typeof data !== 'object' || data === null) return false
  return 'kind' in data && data.kind === PORT_MESSAGE && 'spaceId' in data && data.spaceId === spaceId
}
