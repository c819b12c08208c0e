import { once } from 'node:events'
import type { Socket } from 'node:net'
import WebSocket from 'ws'
import { SOCKET_PATH } from '../../core/account/serverApi'
import type { Pack } from '../../core/persistence/Pack'
import {
  decodeHostMessage,
  encodeMessage,
  VERSIONS,
  type ClientMessage,
  type HostMessage,
} from '../../core/sync/messages'

type Kind = HostMessage['kind']
type Of<K extends Kind> = Extract<HostMessage, { kind: K }>

/** The far end of a socket, message by message. */
export class SocketClient {
  readonly webSocket: WebSocket
  /** Resolves with the code the connection ended with. */
  readonly closed: Promise<number>
  readonly #arrived: HostMessage[] = []
  #onArrival: () => void = () => undefined

  constructor(address: string) {
    this.webSocket = new WebSocket(address.replace(/^http/, 'ws') + SOCKET_PATH)
    this.webSocket.on('message', (data: Buffer) => {
      this.#arrived.push(decodeHostMessage(new Uint8Array(data)))
      this.#onArrival()
    })
    this.webSocket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.webSocket.on('close', (code) => {
        resolve(code)
        this.#onArrival()
      })
    })
  }

  static async open(address: string): Promise<SocketClient> {
    const client = new SocketClient(address)
    await once(client.webSocket, 'open')
    return client
  }

  send(message: ClientMessage): void {
    this.webSocket.send(encodeMessage(message))
  }

  sendBytes(bytes: Uint8Array | string): void {
    this.webSocket.send(bytes)
  }

  /** The next message of a kind; those of other kinds before it are dropped. Rejects when the connection ends first. */
  async next<K extends Kind>(kind: K): Promise<Of<K>> {
    for (;;) {
      for (let message = this.#arrived.shift(); message; message = this.#arrived.shift()) {
        if (message.kind === kind) return message as Of<K>
      }
      if (this.webSocket.readyState === WebSocket.CLOSED) throw new Error(`closed before "${kind}"`)
      await new Promise<void>((resolve) => {
        this.#onArrival = resolve
      })
    }
  }

  /** Past the rules of WebSockets. */
  sendRaw(bytes: readonly number[]): void {
    const { _socket: wire } = this.webSocket as unknown as { readonly _socket: Socket }
    wire.write(Buffer.from(bytes))
  }

  sayHello(token: string | undefined, spaces?: readonly string[]): void {
    const hello = {
      kind: 'hello' as const,
      versions: [...VERSIONS],
      name: 'test',
      ...(spaces && { spaces: [...spaces] }),
    }
    this.send(token === undefined ? hello : { ...hello, token })
  }

  async hello(token: string): Promise<void> {
    this.sayHello(token)
    await this.next('welcome')
  }

  async attach(space: string): Promise<Of<'attached'>> {
    this.send({ kind: 'attach', space })
    return this.next('attached')
  }

  /** What the server says to a push. */
  async push(space: string, packs: readonly Pack[], batch = 1): Promise<Of<'ack'> | Of<'reject'>> {
    this.send({ kind: 'push', space, batch, packs: [...packs] })
    for (;;) {
      for (let message = this.#arrived.shift(); message; message = this.#arrived.shift()) {
        if ((message.kind === 'ack' || message.kind === 'reject') && message.batch === batch) return message
      }
      if (this.webSocket.readyState === WebSocket.CLOSED) throw new Error('closed before an answer')
      await new Promise<void>((resolve) => {
        this.#onArrival = resolve
      })
    }
  }

  /** All packs of the space. */
  async pull(space: string): Promise<readonly Pack[]> {
    this.send({ kind: 'pull', space, after: 0, credit: 100_000 })
    return (await this.next('ops')).packs
  }
}

/** A pack with a proper head and a body that means nothing to anybody. */
export function testPack(counter: number, body = `sealed ${counter}`, treeId = 'e'.repeat(32)): Pack {
  return { treeId, peerId: '01234567890123456789', counter, count: 1, body: new TextEncoder().encode(body) }
}
