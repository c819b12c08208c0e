import { AppError } from '../AppError'
import type { SpaceId } from '../space/Space'
import type { SpaceManager } from '../space/SpaceManager'
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

/**
 * The host's end of one connection. Messages about one space are handled one after the other, in the order they came;
 * a message that cannot be understood is answered with its reason and the connection goes on.
 */
export class HostConnection {
  readonly #sessionBySpace = new Map<SpaceId, Promise<HostSession>>()
  #isWelcome = false
  #isClosed = false
  #ended: Promise<void> = Promise.resolve()

  constructor(
    readonly port: Port,
    readonly manager: SpaceManager,
    readonly onEnd: () => void,
  ) {
    port.onFrame((frame) => this.#receive(frame))
    port.onClose(() => {
      this.#end()
    })
  }

  async close(): Promise<void> {
    this.port.close()
    this.#end()
    await this.#ended
  }

  readonly #send = (message: HostMessage): void => {
    if (!this.#isClosed) this.port.send(encodeMessage(message))
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
    else if (message.kind === 'hello') this.#welcome(message.versions)
    else if (!this.#isWelcome) this.#send({ kind: 'error', detail: { code: 'bad-frame', reason: 'no hello yet' } })
    else if (message.kind === 'attach') this.#attach(message.space)
    else if (message.kind === 'detach') this.#detach(message.space)
    else this.#forward(message)
  }

  #welcome(versions: readonly number[]): void {
    const version = VERSIONS.find((own) => versions.includes(own))
    if (version === undefined) {
      this.#send({ kind: 'error', detail: { code: 'version-unsupported', spoken: [...versions] } })
      return
    }
    this.#isWelcome = true
    this.#send({ kind: 'welcome', version, maxFrameBytes: MAX_FRAME_BYTES })
  }

  #attach(space: SpaceId): void {
    if (this.#isClosed || this.#sessionBySpace.has(space)) return
    const opening = this.manager.openSpace(space).then((open) => new HostSession(open, this.#send))
    this.#sessionBySpace.set(space, opening)
    opening.then(
      (session) => session.start(),
      (error: unknown) => {
        this.#sessionBySpace.delete(space)
        this.#send({ kind: 'error', space, detail: AppError.detailOf(error) })
      },
    )
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
    for (const space of [...this.#sessionBySpace.keys()]) this.#detach(space)
    this.onEnd()
  }
}
