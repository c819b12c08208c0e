import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { API_PATH } from '../../core/account/serverApi'
import { GroveServer, type ServerOptions } from '../GroveServer'
import { hashPassword, type PasswordCost } from '../accounts/passwordHash'
import { ServerFolder } from '../ServerFolder'
import { SocketClient } from './SocketClient'
import { TestClock } from './TestClock'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // What a test expects of it, it says itself.
  readonly body: unknown
}

export interface Asking {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly bytes?: Uint8Array<ArrayBuffer>
}

export const PASSWORD = 'correct horse battery'
/** As cheap as argon2id can be. */
export const CHEAP: PasswordCost = { memoryKiB: 8, passes: 1 }

/** A real server on a free port and a folder of its own. */
export class TestServer {
  readonly clock = new TestClock()
  readonly log: string[] = []
  readonly #sockets: SocketClient[] = []
  readonly #awaitedLogs = new Set<{ readonly message: string; readonly resolve: (line: string) => void }>()
  #server!: GroveServer

  private constructor(
    readonly data: string,
    readonly options: Partial<ServerOptions>,
  ) {}

  static async start(options: Partial<ServerOptions> = {}): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(path.join(tmpdir(), 'grove-server-')), options)
    await server.startAgain()
    return server
  }

  async startAgain(): Promise<void> {
    this.#server = await GroveServer.start({
      data: this.data,
      host: '127.0.0.1',
      port: 0,
      environment: this.clock.environment,
      passwordCost: CHEAP,
      logLevel: 'debug',
      logStream: { write: (line) => this.#logged(line) },
      ...this.options,
      limits: { guestsPerMinute: 1000, drainMs: 100, ...this.options.limits },
    })
  }

  /** Resolves with the next line of the log that has this message. */
  nextLog(message: string): Promise<string> {
    return new Promise((resolve) => {
      this.#awaitedLogs.add({ message, resolve })
    })
  }

  #logged(line: string): void {
    this.log.push(line)
    for (const awaited of [...this.#awaitedLogs]) {
      if (!line.includes(`"msg":"${awaited.message}"`)) continue
      this.#awaitedLogs.delete(awaited)
      awaited.resolve(line)
    }
  }

  get address(): string {
    return this.#server.address
  }

  get server(): GroveServer {
    return this.#server
  }

  get folder(): ServerFolder {
    return new ServerFolder(this.data)
  }

  close(): Promise<void> {
    return this.#server.close()
  }

  async remove(): Promise<void> {
    for (const socket of this.#sockets) socket.webSocket.terminate()
    await this.close()
    await rm(this.data, { recursive: true, force: true })
  }

  async ask(method: string, route: string, { token, body, bytes }: Asking = {}): Promise<Answer> {
    const type = bytes ? 'application/octet-stream' : body === undefined ? undefined : 'application/json'
    const response = await fetch(this.address + API_PATH + route, {
      method,
      headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(type ? { 'content-type': type } : {}) },
      body: bytes ?? (body === undefined ? null : JSON.stringify(body)),
    })
    const content = Buffer.from(await response.arrayBuffer())
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(content.toString()) : content,
    }
  }

  /** Like `ask`, for what must succeed. */
  async get<T>(method: string, route: string, asking: Asking = {}): Promise<T> {
    const { status, body } = await this.ask(method, route, asking)
    if (status !== 200) throw new Error(`${method} ${route}: ${status} ${JSON.stringify(body)}`)
    return body as T
  }

  /** A person with a device; returns its token. */
  async person(name: string): Promise<string> {
    const hash = await hashPassword(PASSWORD, this.clock.environment.randomBytes(16), CHEAP)
    this.#server.accounts.transact(() => this.#server.accounts.users.add(name, hash, this.clock.nowMs))
    return this.signIn(name)
  }

  async signIn(user: string): Promise<string> {
    const body = { user, password: PASSWORD, deviceName: `of ${user}` }
    return (await this.get<{ token: string }>('POST', '/devices', { body })).token
  }

  async space(token: string, id: string, keyId: string | null = null): Promise<void> {
    await this.get('POST', '/spaces', { token, body: { id, keyId, label: null } })
  }

  /** Makes the person of the second token a member. */
  async join(ownerToken: string, spaceId: string, role: string, token: string): Promise<void> {
    const made = { token: ownerToken, body: { role, hours: 1 } }
    const { code } = await this.get<{ code: string }>('POST', `/spaces/${spaceId}/invites`, made)
    await this.get('POST', '/invites/accept', { token, body: { code } })
  }

  /** A socket that has said hello. */
  async socket(token: string): Promise<SocketClient> {
    const socket = await this.stranger()
    await socket.hello(token)
    return socket
  }

  /** A socket that has said nothing yet. */
  async stranger(): Promise<SocketClient> {
    const socket = await SocketClient.open(this.address)
    this.#sockets.push(socket)
    return socket
  }
}

export const spaceId = (digit: string): string => digit.repeat(32)
export const error = (code: string, more: object = {}): object => ({
  error: expect.objectContaining({ code, ...more }) as unknown,
})

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
