import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../ServerLimits'
import { limitWires } from './limitWires'

let server: Server
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function listen(isBehindProxy: boolean, wiresPerAddress: number): Promise<void> {
  server = createServer()
  limitWires(server, { ...DEFAULT_LIMITS, wiresPerAddress }, isBehindProxy)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
}

/** Both ends. */
async function open(): Promise<{ readonly client: Socket; readonly wire: Socket }> {
  const arrived = once(server, 'connection') as Promise<[Socket]>
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
  return { client, wire: (await arrived)[0] }
}

it('[SV45] one address has only so many connections; when one ends, there is room for the next', async () => {
  await listen(false, 2)
  const first = await open()
  await open()
  expect((await open()).wire.destroyed).toBe(true)
  first.client.destroy()
  await once(first.wire, 'close')
  expect((await open()).wire.destroyed).toBe(false)
  expect((await open()).wire.destroyed).toBe(true)
})

it('[SV45] behind a proxy, whose they all are, they are not counted by address', async () => {
  await listen(true, 1)
  await open()
  expect((await open()).wire.destroyed).toBe(false)
})
