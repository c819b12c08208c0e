import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import type { SpaceId } from '../space/Space'
import type { SpaceManager } from '../space/SpaceManager'
import type { Gate, Visitor } from './Gate'
import { HostSession, type SessionMessage } from './HostSession'
import {
  decodeClientMessage,
  encodeMessage,
  MAX_FRAME_BYTES,
  VERSIONS,
  type ClientMessage,
  type HostMessage,
} from './messages'
import type { Port } from './Port'

/** What went wrong on a host's own disk is told to strangers without where that is. */
function withoutPaths(message: HostMessage): HostMessage {
  if (!('detail' in message) || message.detail === null || !('path' in message.detail)) return message
  return { ...message, detail: { code: 'server-error', server: 'The server', reason: message.detail.code } }
}

/**
 * The host's end of one connection. Messages about one space are handled one after the other, in the order they came;
 * a message that cannot be understood is answered with its reason and the connection goes on.
 */
export class HostConnection {
  readonly #sessionBySpace = new Map<SpaceId, Promise<HostSession>>()
  #entering: Promise<Visitor> | undefined
  #visitor: Visitor | undefined
  #stopListening: Cancel | undefined
  /** What the client and we speak, as soon as it has said hello. */
  #version: number | undefined
  #isClosed = false
  #ended: Promise<void> = Promise.resolve()

  constructor(
    readonly port: Port,
    readonly manager: SpaceManager,
    readonly gate: Gate,
    readonly onEnd: () => void,
  ) {
    port.onFrame((frame) => this.#receive(frame))
    port.onClose(() => this.#end())
  }

  async close(reason?: ErrorDetail): Promise<void> {
    if (reason) this.#send({ kind: 'error', detail: reason })
    this.port.close()
    this.#end()
    await this.#ended
  }

  readonly #send = (message: HostMessage): void => {
    if (!this.#isClosed)
      this.port.send(encodeMessage(this.gate.isTrusted ? message : withoutPaths(message), this.#version))
  }

  #receive(frame: unknown): void {
    let message: ClientMessage
    try {
      message = decodeClientMessage(frame)
    } catch (error) {
      this.#send({ kind: 'error', detail: AppError.detailOf(error) })
      return
    }
    if (message.kind === 'ping') this.#send({ kind: 'pong' })
    else if (message.kind === 'hello') this.#welcome(message)
    else if (!this.#visitor) this.#send({ kind: 'error', detail: { code: 'bad-frame', reason: 'no hello yet' } })
    else if (message.kind === 'attach') this.#attach(message.space, this.#visitor)
    else if (message.kind === 'detach') this.#detach(message.space)
    else this.#forward(message)
  }

  #welcome(hello: Extract<ClientMessage, { kind: 'hello' }>): void {
    const { versions, spaces } = hello
    const version = VERSIONS.find((own) => versions.includes(own))
    if (version === undefined) {
      this.#send({ kind: 'error', detail: { code: 'version-unsupported', spoken: [...versions] } })
      return
    }
    // Once: who somebody is does not change within a connection.
    if (this.#entering) return
    this.#version = version
    this.#entering = this.gate.enter(hello)
    this.#entering.then(
      (visitor) => {
        if (this.#isClosed) {
          visitor.leave()
          return
        }
        this.#visitor = visitor
        this.#stopListening = visitor.onRevoked((detail, space) => this.#revoked(detail, space))
        this.#send({ kind: 'welcome', version, maxFrameBytes: MAX_FRAME_BYTES, ...(spaces ? { attaches: true } : {}) })
        for (const space of spaces ?? []) this.#attach(space, visitor)
      },
      (error: unknown) => void this.close(AppError.detailOf(error)),
    )
  }

  #revoked(detail: ErrorDetail, space: SpaceId | undefined): void {
    if (space === undefined) {
      void this.close(detail)
    } else if (this.#sessionBySpace.has(space)) {
      this.#detach(space)
      this.#send({ kind: 'detached', space, detail })
    }
  }

  #attach(space: SpaceId, visitor: Visitor): void {
    if (this.#isClosed || this.#sessionBySpace.has(space)) return
    const opening = this.#open(space, visitor)
    this.#sessionBySpace.set(space, opening)
    opening.then(
      (session) => {
        // Let go again while it was opening: whoever was removed meanwhile hears nothing of it.
        if (this.#sessionBySpace.get(space) === opening) session.start()
      },
      (error: unknown) => {
        if (this.#sessionBySpace.get(space) !== opening) return
        this.#sessionBySpace.delete(space)
        this.#send({ kind: 'detached', space, detail: AppError.detailOf(error) })
      },
    )
  }

  async #open(space: SpaceId, visitor: Visitor): Promise<HostSession> {
    const admission = await visitor.admit(space)
    const open = await this.manager.openSpace(space)
    return new HostSession({
      open,
      admission,
      isTrusted: this.gate.isTrusted,
      port: this.port,
      send: this.#send,
    })
  }

  #detach(space: SpaceId): void {
    const opening = this.#sessionBySpace.get(space)
    if (!opening) return
    this.#sessionBySpace.delete(space)
    const ending = opening.then(
      async (session) => {
        session.stop()
        await this.manager.closeSpace(space)
      },
      () => undefined,
    )
    this.#ended = Promise.all([this.#ended, ending]).then(() => undefined)
  }

  #forward(message: SessionMessage): void {
    const opening = this.#sessionBySpace.get(message.space)
    if (!opening) {
      this.#send({ kind: 'error', space: message.space, detail: { code: 'bad-frame', reason: 'not attached' } })
      return
    }
    opening.then(
      (session) => session.receive(message),
      () => undefined,
    )
  }

  #end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#stopListening?.()
    this.#visitor?.leave()
    for (const space of [...this.#sessionBySpace.keys()]) this.#detach(space)
    this.onEnd()
  }
}
