import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import WebSocket from 'ws'
import { SOCKET_PATH } from '../../core/account/serverApi'
import { encodeMessage, MAX_HELLO_SPACES, type ClientMessage } from '../../core/sync/messages'
import { testPack, type SocketClient } from '../testing/SocketClient'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { spaceId, TestServer } from '../testing/TestServer'
import { TokenBucket } from '../gate/TokenBucket'

const SPACE = spaceId('a')

describe('sockets', () => {
  let server: TestServer
  let token: string
  const start = async (limits: TestServer['options']['limits'] = {}): Promise<void> => {
    server = await TestServer.start({ limits })
    token = await server.person('Ada')
    await server.space(token, SPACE)
  }
  /** A connection is good when it still takes a push. */
  const works = async (socket: SocketClient, counter = 1): Promise<void> => {
    expect(await socket.push(SPACE, [testPack(counter)], counter)).toMatchObject({ kind: 'ack' })
  }
  beforeEach(() => start())
  afterEach(() => server.remove())

  it('[SV15] garbage, text and messages of no known kind are answered, and the connection goes on', async () => {
    const socket = await server.socket(token)
    await socket.attach(SPACE)
    const random = new SeededRandom(1)
    const frames: (Uint8Array | string)[] = [
      ...Array.from({ length: 50 }, () => random.bytes(1 + random.integer(200))),
      'hello',
      new Uint8Array(0),
      encodeMessage({ kind: 'fly', space: SPACE } as unknown as ClientMessage),
      encodeMessage({ kind: 'push', space: SPACE, batch: -1, packs: [] }),
      encodeMessage({ kind: 'push', space: '../../etc', batch: 1, packs: [testPack(1)] }),
      encodeMessage({ kind: 'push', space: SPACE, batch: 1, packs: [{ ...testPack(1), peerId: 'x' }] }),
      encodeMessage({ kind: 'push', space: SPACE, batch: 1, packs: [{ ...testPack(1), counter: 2 ** 53 }] }),
      // Half a message.
      encodeMessage({ kind: 'push', space: SPACE, batch: 1, packs: [testPack(1)] }).subarray(0, 40),
      // What a host says, a client has no business saying.
      encodeMessage({ kind: 'ack', space: SPACE, batch: 1 } as unknown as ClientMessage),
    ]
    for (const frame of frames) {
      socket.sendBytes(frame)
      expect(await socket.next('error')).toMatchObject({ detail: { code: 'bad-frame' } })
    }
    await works(socket)
  })

  it('[SV48] takes one message of a client in a turn: those of others come in between', async () => {
    const socket = await server.socket(token)
    let turn = 0
    const turns: number[] = []
    let ticker = setImmediate(function tick() {
      turn += 1
      ticker = setImmediate(tick)
    })
    const take = vi.spyOn(TokenBucket.prototype, 'take').mockImplementation(() => {
      turns.push(turn)
      return 0
    })
    onTestFinished(() => {
      clearImmediate(ticker)
      take.mockRestore()
    })
    // Frames of one byte that no client may send, masked with zeros: all in one piece on the wire.
    const frame = [0x82, 0x81, 0, 0, 0, 0, 0]
    socket.sendRaw(Array.from({ length: 20 }, () => frame).flat())
    for (let answered = 0; answered < 20; answered++) await socket.next('error')
    expect(turns).toHaveLength(20)
    expect(new Set(turns).size).toBe(20)
  })

  it('[SV15] unknown protocol versions are refused by name', async () => {
    const socket = await server.stranger()
    socket.send({ kind: 'hello', versions: [999], name: 'from the future', token })
    expect(await socket.next('error')).toMatchObject({ detail: { code: 'version-unsupported', spoken: [999] } })
  })

  it('[SV15] before hello nothing is answered but that', async () => {
    const socket = await server.stranger()
    socket.send({ kind: 'attach', space: SPACE })
    expect(await socket.next('error')).toMatchObject({ detail: { reason: 'no hello yet' } })
  })

  it('[SV15] what is no WebSocket, or breaks its rules, ends its own connection and nobody else’s', async () => {
    const good = await server.socket(token)
    await good.attach(SPACE)
    const { port, hostname } = new URL(server.address)
    for (const text of [
      '\u0016\u0003\u0001 not http\r\n\r\n',
      `GET ${SOCKET_PATH} HTTP/1.1\r\nUpgrade: nonsense\r\n\r\n`,
    ]) {
      const wire = connect(Number(port), hostname)
      wire.end(text)
      wire.resume()
      await once(wire, 'close')
    }
    const bad = await server.socket(token)
    // An unmasked frame with reserved bits: no client may send that.
    bad.sendRaw([0xff, 0xff, 0xff, 0xff])
    await bad.closed
    await works(good)
  })

  it('[SV15] a frame larger than any may be ends the connection before it is read', async () => {
    const socket = await server.socket(token)
    // The head of a masked binary frame of 2^40 bytes.
    socket.sendRaw([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4])
    expect(await socket.closed).toBe(1009)
  })

  it('[SV14] who says no hello in time is cut off; who did is not', async () => {
    const [silent, late, good] = [await server.stranger(), await server.stranger(), await server.socket(token)]
    server.clock.advance(9000)
    await late.hello(token)
    server.clock.advance(1000)
    expect(await silent.closed).toBe(1006)
    await late.attach(SPACE)
    await works(late)
    await good.attach(SPACE)
    await works(good, 2)
  })

  it('[SV14] a stranger may not say much', async () => {
    const stranger = await server.stranger()
    stranger.sendBytes(new Uint8Array(65 * 1024))
    expect(await stranger.closed).toBe(1006)
  })

  it('[SV14] [SY56] a stranger may name as many spaces as one hello holds, and is let in', async () => {
    const socket = await server.stranger()
    const others = Array.from({ length: MAX_HELLO_SPACES - 1 }, (_, no) => no.toString(16).padStart(32, '0'))
    socket.sayHello(token, [...others, SPACE])
    expect(await socket.next('attached')).toMatchObject({ space: SPACE })
    await works(socket)
    const greedy = await server.stranger()
    greedy.sayHello(token, [...others, SPACE, spaceId('b')])
    expect(await greedy.next('error')).toMatchObject({ detail: { code: 'bad-frame' } })
  })

  it('[SY59] who wants many spaces at once is given them one after the other, and nobody waits for all of them', async () => {
    const many = Array.from({ length: 40 }, (_, no) => no.toString(16).padStart(32, '0'))
    for (const space of many) await server.space(token, space)
    const socket = await server.stranger()
    let turns = 0
    const count = (): void => {
      turns += 1
      turn = setImmediate(count)
    }
    let turn = setImmediate(count)
    socket.sayHello(token, many)
    for (const _space of many) await socket.next('attached')
    clearImmediate(turn)
    expect(turns).toBeGreaterThanOrEqual(many.length)
  })

  it('[SV14] a connection from which nothing comes for a minute is dead; a ping keeps it', async () => {
    const [dead, alive] = [await server.socket(token), await server.socket(token)]
    for (let seconds = 0; seconds < 75; seconds += 15) {
      server.clock.advance(15_000)
      alive.send({ kind: 'ping' })
      await alive.next('pong')
    }
    expect(await dead.closed).toBe(1006)
    await alive.attach(SPACE)
    await works(alive)
  })

  it('[SV14] who floods is cut off', async () => {
    await server.remove()
    await start({ pushesPerSecond: 10 })
    const socket = await server.socket(token)
    for (let count = 0; count < 401; count += 1) socket.send({ kind: 'ping' })
    expect(await socket.closed).toBe(1006)
  })

  it('[SV14] one address has only so many connections, and hears when to come again', async () => {
    await server.remove()
    await start({ connectionsPerAddress: 2 })
    const first = await server.stranger()
    await server.stranger()
    const third = new WebSocket(server.address.replace('http', 'ws') + SOCKET_PATH)
    const [, response] = (await once(third, 'unexpected-response')) as [
      unknown,
      { statusCode: number; headers: object },
    ]
    expect(response).toMatchObject({ statusCode: 429, headers: { 'retry-after': '60' } })
    third.on('error', () => undefined)
    third.terminate()
    const closed = server.nextLog('socket closed')
    first.webSocket.terminate()
    await closed
    expect(await server.stranger()).toBeDefined()
  })

  it('[SV14] behind a proxy, addresses are those the proxy saw, whatever the client says', async () => {
    await server.remove()
    server = await TestServer.start({ isBehindProxy: true, limits: { connectionsPerAddress: 1 } })
    const open = async (forwardedFor: string): Promise<number> => {
      const headers = { 'x-forwarded-for': forwardedFor }
      const socket = new WebSocket(server.address.replace('http', 'ws') + SOCKET_PATH, { headers })
      socket.on('error', () => undefined)
      const opened = once(socket, 'open').then(() => 101)
      const refused = once(socket, 'unexpected-response').then(
        ([, response]) => (response as { statusCode: number }).statusCode,
      )
      return Promise.race([opened, refused])
    }
    expect(await open('203.0.113.1')).toBe(101)
    expect(await open('198.51.100.7, 203.0.113.1')).toBe(429)
    expect(await open('203.0.113.2')).toBe(101)
    // One household of IPv6 is one address.
    expect(await open('2001:db8:1:2::1')).toBe(101)
    expect(await open('2001:db8:1:2::ffff')).toBe(429)
  })

  it('[SV15] at other addresses there is no socket', async () => {
    const socket = new WebSocket(server.address.replace('http', 'ws') + '/elsewhere')
    socket.on('error', () => undefined)
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect(response.statusCode).toBe(404)
    socket.terminate()
  })

  it('[SV15] another body under a known op id is refused for good and changes nothing', async () => {
    const socket = await server.socket(token)
    await socket.attach(SPACE)
    await works(socket)
    await socket.push(SPACE, [testPack(1, 'forged')], 2)
    const reader = await server.socket(token)
    await reader.attach(SPACE)
    expect(await reader.pull(SPACE)).toEqual([testPack(1)])
  })
})
