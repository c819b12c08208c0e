import { existsSync } from 'node:fs'
import { readdir, rename, rm, truncate } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testPack, type SocketClient } from './testing/SocketClient'
import { error, sha256, spaceId, TestServer } from './testing/TestServer'
import { GroveServer } from './GroveServer'

const SPACE = spaceId('a')
const CHUNK = new Uint8Array(Buffer.from('part of a file'))

describe('a server', () => {
  let server: TestServer
  let token: string
  const attached = async (): Promise<SocketClient> => {
    const socket = await server.socket(token)
    await socket.attach(SPACE)
    return socket
  }
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${server.address}/metrics`)).text()
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1])
  }
  beforeEach(async () => {
    server = await TestServer.start()
    token = await server.person('Ada')
    await server.space(token, SPACE)
  })
  afterEach(() => server.remove())

  it('[SV19] keeps everything it acknowledged over a restart', async () => {
    const socket = await attached()
    await socket.push(SPACE, [testPack(1), testPack(2)])
    socket.send({ kind: 'saveSecrets', space: SPACE, batch: 2, records: [{ key: 'k', version: 3, value: 'sealed' }] })
    await socket.next('ack')
    const before = await (await attached()).pull(SPACE)
    await server.get('PUT', `/spaces/${SPACE}/chunks/${sha256(CHUNK)}`, { token, bytes: CHUNK })
    await server.close()
    await server.startAgain()
    const again = await server.socket(token)
    const { summary } = await again.attach(SPACE)
    expect(summary).toMatchObject({ head: 2, opCount: 2 })
    expect(await again.pull(SPACE)).toEqual(before)
    again.send({ kind: 'secrets', space: SPACE, request: 1 })
    expect(await again.next('secrets')).toMatchObject({ records: [{ key: 'k', version: 3, value: 'sealed' }] })
    expect((await server.ask('GET', `/spaces/${SPACE}/chunks/${sha256(CHUNK)}`, { token })).body).toEqual(
      Buffer.from(CHUNK),
    )
  })

  it.each(['missing', 'empty'])('[SV17] makes a log anew that is %s, and says so in its own log', async (state) => {
    const first = await attached()
    const { summary } = (await first.push(SPACE, [testPack(1)])) as { summary: { logId: string } }
    await server.close()
    const database = server.folder.database(SPACE)
    if (state === 'missing') await rm(database)
    else await truncate(database)
    await server.startAgain()
    const again = await server.socket(token)
    const attachedAgain = await again.attach(SPACE)
    expect(attachedAgain.summary).toMatchObject({ head: 0, opCount: 0 })
    expect(attachedAgain.summary.logId).not.toBe(summary.logId)
    expect(server.log.join('')).toContain('its log is gone; clients will send it again')
    expect(await again.push(SPACE, [testPack(1)])).toMatchObject({ kind: 'ack', summary: { opCount: 1 } })
  })

  it('[SV17] says nothing when a new space is opened for the first time', async () => {
    await server.get('PUT', `/spaces/${SPACE}/chunks/${sha256(CHUNK)}`, { token, bytes: CHUNK })
    await attached()
    expect(server.log.join('')).not.toContain('its log is gone')
  })

  it('[SV18] tells its clients when it stops, has written what it acknowledged, and answers nobody new', async () => {
    const socket = await attached()
    socket.send({ kind: 'push', space: SPACE, batch: 1, packs: [testPack(1)] })
    await socket.next('ack')
    const closing = server.close()
    expect(await socket.next('error')).toEqual({
      kind: 'error',
      detail: { code: 'server-stopping', retryAfterMs: 2000 },
    })
    await Promise.all([socket.closed, closing])
    await expect(fetch(server.address)).rejects.toThrow()
    expect(existsSync(`${server.folder.database(SPACE)}-wal`)).toBe(false)
    expect(existsSync(`${server.folder.accounts}-wal`)).toBe(false)
    expect(server.clock.waiting).toBe(0)
  })

  it('[SV18] waits only so long for requests that are under way', async () => {
    const { port, hostname } = new URL(server.address)
    const wire = connect(Number(port), hostname)
    wire.on('error', () => undefined)
    wire.resume()
    const head = [
      `PUT /api/v1/spaces/${SPACE}/chunks/${sha256(CHUNK)} HTTP/1.1`,
      ...['Host: x', `Authorization: Bearer ${token}`, 'Content-Type: application/octet-stream', 'Content-Length: 14'],
    ]
    wire.write(`${head.join('\r\n')}\r\n\r\npart`)
    // Its answer shows that what was written before is being worked on.
    await server.get('GET', '/spaces', { token })
    await Promise.all([server.close(), once(wire, 'close')])
    await server.startAgain()
    expect(await readdir(server.data)).not.toContain('incoming')
  })

  it('[SV18] answers requests on open connections while it stops with when to come again', async () => {
    const { port, hostname } = new URL(server.address)
    const wire = connect(Number(port), hostname)
    let answer = ''
    wire.on('data', (part) => {
      answer += part.toString()
    })
    // Half a head keeps the connection from being idle.
    wire.write('GET /health HTTP/1.1\r\nHost: x\r\n')
    await server.get('GET', '/')
    const closing = server.close()
    wire.write('\r\n')
    await Promise.all([closing, once(wire, 'close')])
    expect(answer).toMatch(/^HTTP\/1.1 503 [\s\S]*retry-after: 2[\s\S]*"server-stopping"/)
  })

  it('[SV19] has its folder to itself', async () => {
    const second = GroveServer.start({
      data: server.data,
      host: '127.0.0.1',
      port: 0,
      environment: server.clock.environment,
      logLevel: 'silent',
    })
    await expect(second).rejects.toMatchObject({ detail: { code: 'folder-in-use' } })
  })

  it('[SV19] [CL10] lets go of its folder when it cannot listen, and says why', async () => {
    await server.close()
    const other = await TestServer.start()
    const options = { data: server.data, host: '127.0.0.1', environment: server.clock.environment }
    const port = Number(new URL(other.address).port)
    const start = (how: object): Promise<GroveServer> =>
      GroveServer.start({ ...options, port, logLevel: 'silent', ...how })
    await expect(start({})).rejects.toThrow(`port ${port} is used by another program; name another one with --port`)
    await other.remove()
    await expect(start({ host: '192.0.2.1' })).rejects.toThrow(/has no address "192.0.2.1".*--host/)
    await server.startAgain()
  })

  it('[SV47] says that its folder has gone, and records nothing where nobody finds it again', async () => {
    const health = async (): Promise<number> => (await fetch(`${server.address}/health`)).status
    expect(await health()).toBe(200)
    await rename(server.data, `${server.data}-moved`)
    expect(await health()).toBe(500)
    const refused = await server.ask('POST', '/spaces', { token, body: { id: spaceId('b'), keyId: null, label: null } })
    expect(refused).toMatchObject({ status: 500, body: error('server-error') })
    expect(JSON.stringify(refused.body)).not.toContain(server.data)
    await rename(`${server.data}-moved`, server.data)
    expect(await health()).toBe(200)
    await server.space(token, spaceId('b'))
  })

  it('[SV46] closes spaces in as many turns, so that nobody waits for all of them', async () => {
    const many = Array.from({ length: 40 }, (_, no) => no.toString(16).padStart(32, '0'))
    for (const space of many) await server.space(token, space)
    const socket = await server.stranger()
    socket.sayHello(token, many)
    for (const _space of many) await socket.next('attached')
    const turns = vi.spyOn(server.clock.environment.timers, 'defer')
    await server.close()
    expect(turns.mock.calls.length).toBeGreaterThanOrEqual(many.length)
  })

  it('[SV20] closes the database of a space when its last client goes', async () => {
    const [one, two] = [await attached(), await attached()]
    expect(await metric('grove_spaces_open')).toBe(1)
    one.send({ kind: 'detach', space: SPACE })
    one.send({ kind: 'ping' })
    await one.next('pong')
    expect(await metric('grove_spaces_open')).toBe(1)
    const closed = server.nextLog('socket closed')
    two.webSocket.close()
    await closed
    await one.attach(SPACE)
    one.send({ kind: 'detach', space: SPACE })
    one.send({ kind: 'ping' })
    await one.next('pong')
    expect(await metric('grove_spaces_open')).toBe(0)
    expect(existsSync(`${server.folder.database(SPACE)}-wal`)).toBe(false)
  })

  it('[SV24] tells whether it is well and how busy it is, only to its own machine or who has the token', async () => {
    const socket = await attached()
    await socket.push(SPACE, [testPack(1), testPack(2)])
    await (await attached()).pull(SPACE)
    await server.ask('GET', '/devices')
    expect(await (await fetch(`${server.address}/health`)).json()).toMatchObject({ status: 'ok' })
    expect(await metric('grove_connections')).toBe(2)
    expect(await metric('grove_ops_received_total')).toBe(2)
    expect(await metric('grove_ops_sent_total')).toBe(2)
    expect(await metric('grove_commit_seconds_count')).toBeGreaterThan(0)
    expect(await metric('grove_socket_received_bytes_total')).toBeGreaterThan(0)
    expect(await metric('grove_rejects_total{code="not-signed-in"}')).toBe(1)
    const forwarded = await fetch(`${server.address}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })
    expect(forwarded.status).toBe(401)
    await server.remove()
    server = await TestServer.start({ metricsToken: 'prometheus' })
    expect((await fetch(`${server.address}/metrics`)).status).toBe(401)
    const headers = { authorization: 'Bearer prometheus' }
    expect((await fetch(`${server.address}/metrics`, { headers })).status).toBe(200)
  })

  it('[SV5] never mixes what belongs to different spaces', async () => {
    const other = await server.person('Bob')
    await server.space(other, spaceId('b'))
    const bob = await server.socket(other)
    await bob.attach(spaceId('b'))
    const ada = await attached()
    await ada.push(SPACE, [testPack(1)])
    await bob.push(spaceId('b'), [testPack(1, 'of Bob')])
    const again = await server.socket(other)
    await again.attach(spaceId('b'))
    expect(await again.pull(spaceId('b'))).toEqual([testPack(1, 'of Bob')])
    expect(await server.ask('GET', `/spaces/${SPACE}/files`, { token: other })).toMatchObject({
      status: 403,
      body: error('no-access'),
    })
  })
})
