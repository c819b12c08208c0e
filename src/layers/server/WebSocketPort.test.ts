import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { AppError, type ErrorDetail } from '../../core/AppError'
import { MAX_FRAME_BYTES } from '../../core/sync/messages'
import type { Port } from '../../core/sync/Port'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { connectWebSocket } from './connectWebSocket'
import { SocketServer } from './testing/SocketServer'
import { WebSocketPort, type StandardSocket } from './WebSocketPort'

const environment = new TestEnvironment(1)
const toClose: SocketServer[] = []
afterEach(async () => {
  await Promise.all(toClose.splice(0).map((server) => server.close()))
  expect(environment.waiting, 'timers left').toBe(0)
})

async function start(status?: number): Promise<SocketServer> {
  const server = await SocketServer.start(status)
  toClose.push(server)
  return server
}

function connect(url: string): Promise<Port> {
  return connectWebSocket(url, (address) => new WebSocket(address), environment)
}

async function connected(): Promise<{ port: Port; far: WebSocket }> {
  const server = await start()
  const [port, far] = await Promise.all([connect(server.url), server.accepted()])
  return { port, far }
}

function troubleWith(url: string): Promise<ErrorDetail | undefined> {
  return connect(url).then(
    () => undefined,
    (error: unknown) => AppError.detailOf(error),
  )
}

function nextFrame(port: Port): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = port.onFrame((frame) => {
      stop()
      resolve(frame)
    })
  })
}

function end(port: Port): Promise<void> {
  return new Promise((resolve) => {
    port.onClose(resolve)
  })
}

/** A socket that never opens, or whose buffer a test fills. */
class StubSocket implements StandardSocket {
  binaryType = 'blob'
  readyState = 1
  bufferedAmount = 0
  closedWith: number | undefined
  readonly sent: Uint8Array[] = []
  readonly #listeners = new Map<string, ((event: object) => void)[]>()

  send(data: Uint8Array): void {
    this.sent.push(data)
  }

  close(code = 1000): void {
    this.closedWith = code
  }

  addEventListener(type: string, listener: (event: object) => void): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener])
  }

  happen(type: string, event: object = {}): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event)
  }
}

describe('a socket to a server', () => {
  it('[SC15] carries frames both ways, as bytes, in order', async () => {
    const { port, far } = await connected()
    const atServer = once(far, 'message')
    port.send(Uint8Array.of(1, 2, 3))
    expect([...((await atServer)[0] as Buffer)]).toEqual([1, 2, 3])
    const atClient = nextFrame(port)
    far.send(Uint8Array.of(4))
    expect(await atClient).toEqual(Uint8Array.of(4))
    port.close()
  })

  it('[SC15] sends what a frame was when it was handed over', () => {
    const socket = new StubSocket()
    const frame = Uint8Array.of(1)
    new WebSocketPort(socket, environment).send(frame)
    frame[0] = 9
    expect(socket.sent).toEqual([Uint8Array.of(1)])
  })

  it('[SC15] hands text on as what it is', async () => {
    const { port, far } = await connected()
    const frame = nextFrame(port)
    far.send('hello')
    expect(await frame).toBe('hello')
    port.close()
  })

  it('[SC15] tells once that it has ended, whoever ended it, and then sends nothing', async () => {
    const { port, far } = await connected()
    let ends = 0
    port.onClose(() => (ends += 1))
    const ended = end(port)
    far.terminate()
    await ended
    port.close()
    port.send(Uint8Array.of(1))
    expect(ends).toBe(1)
    expect(port.bufferedBytes).toBe(0)

    const other = await connected()
    const atServer = once(other.far, 'close')
    other.port.onClose(() => (ends += 1))
    other.port.close()
    other.port.close()
    await atServer
    expect(ends).toBe(2)
  })

  it('[SC15] ends rather than take or send a frame that is too large', () => {
    for (const direction of ['send', 'receive'] as const) {
      const socket = new StubSocket()
      const port = new WebSocketPort(socket, environment)
      const heard: unknown[] = []
      let isEnded = false
      port.onFrame((frame) => heard.push(frame))
      port.onClose(() => (isEnded = true))
      if (direction === 'send') port.send(new Uint8Array(MAX_FRAME_BYTES + 1))
      else socket.happen('message', { data: new ArrayBuffer(MAX_FRAME_BYTES + 1) })
      expect({ heard, sent: socket.sent, isEnded, code: socket.closedWith }).toEqual({
        heard: [],
        sent: [],
        isEnded: true,
        code: 1009,
      })
    }
  })

  it('[SC15] says when a slow reader has caught up, and watches no longer than somebody waits', async () => {
    const socket = new StubSocket()
    const port = new WebSocketPort(socket, environment)
    let drains = 0
    const stop = port.onDrain(() => (drains += 1))
    socket.bufferedAmount = 9_000_000
    port.send(Uint8Array.of(1))
    expect(port.bufferedBytes).toBe(9_000_000)
    await environment.run(1000)
    expect(drains).toBe(0)
    socket.bufferedAmount = 1000
    await environment.run(100)
    expect(drains).toBe(1)
    expect(environment.waiting).toBe(0)
    socket.bufferedAmount = 9_000_000
    port.send(Uint8Array.of(1))
    stop()
    await environment.run(100)
    expect(environment.waiting).toBe(0)
    expect(drains).toBe(1)
  })
})

describe('connecting to a server', () => {
  it.each([200, 404, 403])('[SC16] takes what answers %i to a socket for no Grove server', async (status) => {
    const server = await start(status)
    expect(await troubleWith(server.url)).toEqual({
      code: 'not-a-server',
      server: server.url,
      reason: `it answers ${status}`,
    })
  })

  it('[SC16] tells a server that is busy, or away behind its proxy', async () => {
    expect(await troubleWith((await start(429)).url)).toMatchObject({ code: 'too-many' })
    expect(await troubleWith((await start(503)).url)).toMatchObject({ code: 'server-unreachable' })
  })

  it('[SC16] says that nobody is there', async () => {
    const server = await SocketServer.start()
    await server.close()
    expect(await troubleWith(server.url)).toMatchObject({ code: 'server-unreachable', reason: 'nothing listens there' })
  })

  it('[SC16] says that a server has no certificate that can be trusted', async () => {
    const server = await start()
    const secure = server.url.replace('http', 'https')
    expect(await troubleWith(secure)).toEqual({
      code: 'untrusted-server',
      server: secure,
      reason: 'it does not speak TLS',
    })
    const socket = new StubSocket()
    const attempt = connectWebSocket('https://test', () => socket, environment)
    socket.happen('error', {
      error: Object.assign(new Error('self-signed certificate'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    })
    await expect(attempt).rejects.toMatchObject({ detail: { code: 'untrusted-server' } })
  })

  it('[SC16] gives up on who never answers', async () => {
    const socket = new StubSocket()
    const attempt = connectWebSocket('https://test', () => socket, environment)
    const outcome = expect(attempt).rejects.toMatchObject({
      detail: { code: 'server-unreachable', reason: 'no answer in time' },
    })
    await environment.run(60_000)
    await outcome
    expect(socket.closedWith).toBe(1000)
  })

  it('[SC16] fails with a reason where a browser refuses at once, and where it hides why', async () => {
    const refused = connectWebSocket(
      'http://test',
      () => {
        throw new DOMException('An insecure WebSocket connection may not be initiated', 'SecurityError')
      },
      environment,
    )
    await expect(refused).rejects.toMatchObject({ detail: { code: 'server-unreachable' } })
    const socket = new StubSocket()
    const hidden = connectWebSocket('https://test', () => socket, environment)
    socket.happen('error')
    socket.happen('close')
    await expect(hidden).rejects.toMatchObject({
      detail: { code: 'server-unreachable', reason: 'it cannot be reached' },
    })
  })
})
