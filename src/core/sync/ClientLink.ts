import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel, Environment } from '../environment'
import type { SpaceId } from '../space/Space'
import {
  decodeHostMessage,
  encodeMessage,
  MAX_HELLO_SPACES,
  VERSIONS,
  type ClientMessage,
  type HostMessage,
} from './messages'
import type { Port } from './Port'

export interface LinkOptions {
  /** Makes a connection to the host; called again, with growing pauses, whenever it is lost. */
  readonly connect: () => Promise<Port>
  readonly environment: Environment
  /** Who connects, for the host's log. */
  readonly name: string
  /** Asked before each attempt; what it rejects with is why there is no connection. */
  readonly token?: () => Promise<string | undefined>
}

/** One space on a link. */
export interface LinkMember {
  /** The host is there. `isAsked`: it attaches to the space already; else it is ready for `attach`. */
  onWelcome(isAsked: boolean): void
  onMessage(message: HostMessage): void
  /** Called at the end of a connection and at each failed attempt; the link goes on trying. */
  onLost(detail: ErrorDetail): void
  /** The host does not let us in; the link tries again only after a long pause or `retryNow`. */
  onRefused(detail: ErrorDetail): void
}

function spaceOf(message: HostMessage): SpaceId | undefined {
  return 'space' in message ? message.space : undefined
}

const PING_MS = 20_000
const DEAD_MS = 45_000
const PROBE_MS = 5_000
const FIRST_PAUSE_MS = 500
const LAST_PAUSE_MS = 60_000

/**
 * A client's one connection to a host, for all the spaces it has there: begins with the first member, ends with the last,
 * and is made again whenever it is lost, with full jitter from 0.5 s to 60 s.
 */
export class ClientLink {
  readonly #members = new Map<SpaceId, LinkMember>()
  #port: Port | undefined
  /** What the host and we speak; undefined until it has let us in. */
  #version: number | undefined
  #refusal: ErrorDetail | undefined
  /** Spaces that the hello of this connection named. */
  #named: readonly SpaceId[] = []
  #cancelTimer: Cancel | undefined
  #attempt = 0
  #failures = 0
  #silentMs = 0

  constructor(readonly options: LinkOptions) {}

  /** A space of this host; returns how it leaves. One member per space. */
  join(space: SpaceId, member: LinkMember): Cancel {
    if (this.#members.has(space)) throw new Error('This space is on the link already.')
    this.#members.set(space, member)
    if (this.#version !== undefined) member.onWelcome(false)
    else if (this.#refusal) member.onRefused(this.#refusal)
    else if (this.#members.size === 1) this.#start()
    return () => {
      if (this.#members.get(space) === member) this.#leave(space)
    }
  }

  /** Dropped while there is no connection: who asks is told by `onLost`, what must arrive is sent again after `onWelcome`. */
  send(message: ClientMessage): void {
    if (this.#version !== undefined || message.kind === 'hello') this.#port?.send(encodeMessage(message, this.#version))
  }

  /** The network is back, the machine woke up, somebody signed in: no reason to wait any longer. */
  retryNow(): void {
    this.#refusal = undefined
    this.#failures = 0
    if (this.#members.size === 0) return
    if (!this.#port) this.#start()
    else if (this.#version !== undefined) this.#probe()
  }

  #start(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const attempt = ++this.#attempt
    this.#dial(attempt).catch((error: unknown) => {
      if (attempt !== this.#attempt) return
      const detail = AppError.detailOf(error)
      if (detail.code === 'not-signed-in' || detail.code === 'keys-locked') this.#refused(detail)
      else this.#lost(detail)
    })
  }

  async #dial(attempt: number): Promise<void> {
    const token = await this.options.token?.()
    if (attempt !== this.#attempt) return
    const port = await this.options.connect()
    if (attempt !== this.#attempt) {
      port.close()
      return
    }
    this.#port = port
    port.onFrame((frame) => {
      if (this.#port === port) this.#receive(frame)
    })
    port.onClose(() => {
      if (this.#port === port) this.#lost({ code: 'disconnected' })
    })
    this.#named = [...this.#members.keys()].slice(0, MAX_HELLO_SPACES)
    const hello = { kind: 'hello' as const, versions: [...VERSIONS], name: this.options.name, spaces: [...this.#named] }
    this.send(token === undefined ? hello : { ...hello, token })
    this.#watch(PING_MS)
  }

  #leave(space: SpaceId): void {
    this.#members.delete(space)
    if (this.#members.size > 0) {
      this.send({ kind: 'detach', space })
      return
    }
    this.#attempt += 1
    this.#refusal = undefined
    this.#drop()
  }

  #drop(): void {
    const port = this.#port
    this.#port = undefined
    this.#version = undefined
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    port?.close()
  }

  #receive(frame: unknown): void {
    this.#silentMs = 0
    try {
      this.#dispatch(decodeHostMessage(frame))
    } catch (error) {
      // A host that sends garbage is not one to go on with: begin again, nothing unacknowledged is lost.
      this.#lost(AppError.detailOf(error))
    }
  }

  #dispatch(message: HostMessage): void {
    const space = spaceOf(message)
    if (message.kind === 'attached') this.#failures = 0
    if (space !== undefined) {
      // Who believed to be attached before the host may be spoken to would say what nobody hears, and wait for ever.
      if (this.#version === undefined) throw new AppError({ code: 'bad-frame', reason: 'a space before the welcome' })
      this.#members.get(space)?.onMessage(message)
    } else if (message.kind === 'welcome') {
      this.#version = message.version
      this.#welcomed(new Set(message.attaches === true ? this.#named : []))
    } else if (message.kind === 'error') {
      this.#refused(message.detail)
    }
  }

  #welcomed(asked: ReadonlySet<SpaceId>): void {
    for (const [space, member] of [...this.#members]) member.onWelcome(asked.has(space))
    for (const space of asked) if (!this.#members.has(space)) this.send({ kind: 'detach', space })
  }

  #refused(detail: ErrorDetail): void {
    if (detail.code === 'server-stopping') {
      this.#lost(detail)
      return
    }
    // A message it did not understand: nothing to end a good connection for.
    if (detail.code === 'bad-frame' || detail.code === 'too-large') return
    this.#drop()
    this.#refusal = detail
    for (const member of [...this.#members.values()]) member.onRefused(detail)
    if (this.#members.size > 0) this.#later(LAST_PAUSE_MS)
  }

  #watch(delayMs: number): void {
    this.#cancelTimer?.()
    this.#cancelTimer = this.options.environment.timers.after(delayMs, () => {
      this.#silentMs += delayMs
      if (this.#silentMs >= DEAD_MS) {
        this.#lost({ code: 'disconnected' })
        return
      }
      this.#port?.send(encodeMessage({ kind: 'ping' }))
      this.#watch(PING_MS)
    })
  }

  /** After a sleep a connection may look alive and be dead: it has five seconds to answer. */
  #probe(): void {
    this.#port?.send(encodeMessage({ kind: 'ping' }))
    this.#silentMs = DEAD_MS - PROBE_MS
    this.#watch(PROBE_MS)
  }

  #lost(detail: ErrorDetail): void {
    this.#drop()
    for (const member of [...this.#members.values()]) member.onLost(detail)
    if (this.#members.size === 0) return
    const ceiling = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LAST_PAUSE_MS)
    this.#failures = Math.min(this.#failures + 1, 10)
    const [chance = 0] = this.options.environment.randomBytes(1)
    this.#later((ceiling * (chance + 1)) / 256)
  }

  #later(delayMs: number): void {
    this.#cancelTimer?.()
    this.#cancelTimer = this.options.environment.timers.after(delayMs, () => {
      this.#refusal = undefined
      this.#start()
    })
  }
}
