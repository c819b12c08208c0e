import { once } from 'node:events'
import { request, type RequestOptions } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, expect, it } from 'vitest'
import WebSocket from 'ws'
import { API_PATH, SOCKET_PATH } from '../core/account/serverApi'
import { decodeHostMessage, encodeMessage, VERSIONS } from '../core/sync/messages'
import { TEST_CERTIFICATE } from './testing/testCertificate'
import { TestServer } from './testing/TestServer'

let server: TestServer
beforeEach(async () => {
  server = await TestServer.start({ tls: TEST_CERTIFICATE })
})
afterEach(() => server.remove())

const get = async (options: RequestOptions): Promise<IncomingMessage> => {
  const asked = request(server.address + API_PATH, options)
  asked.end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  return answer
}

it('[SV22] with a certificate, a server speaks https only, and has browsers remember it', async () => {
  expect(server.address).toMatch(/^https:/)
  const { statusCode, headers } = await get({ rejectUnauthorized: false })
  expect(statusCode).toBe(200)
  expect(headers['strict-transport-security']).toBe('max-age=31536000')
  await expect(get({})).rejects.toThrow(/self-signed|not yet valid/)
  await expect(fetch(server.address.replace('https', 'http'))).rejects.toThrow()
})

it('[SV14] what strangers may say is counted inside the encryption, too', async () => {
  const socket = new WebSocket(server.address.replace('https', 'wss') + SOCKET_PATH, { rejectUnauthorized: false })
  await once(socket, 'open')
  socket.send(encodeMessage({ kind: 'hello', versions: [...VERSIONS], name: 'x' }))
  const [data] = (await once(socket, 'message')) as [Buffer]
  expect(decodeHostMessage(new Uint8Array(data))).toMatchObject({ detail: { code: 'not-signed-in' } })
  await once(socket, 'close')
  const large = new WebSocket(server.address.replace('https', 'wss') + SOCKET_PATH, { rejectUnauthorized: false })
  await once(large, 'open')
  large.on('error', () => undefined)
  large.send(new Uint8Array(65 * 1024))
  expect(await once(large, 'close')).toEqual([1006, expect.anything()])
})
