import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import type { LayerStatus, LogSummary } from '../persistence/PersistenceLayer'
import type { SpaceId } from '../space/Space'
import type { ClientLink } from './ClientLink'
import type { Role } from './Gate'
import type { ClientMessage, HostMessage } from './messages'

export interface RemoteOptions {
  readonly id: string
  readonly spaceId: SpaceId
  /** The connection to the host; shared by all spaces of that host. */
  readonly link: ClientLink
  /** Which key the space must be sealed with there (null: with none); left out where nothing is sealed on the way. */
  readonly keyId?: string | null
}

export interface AttachmentEvents {
  readonly onMessage: (message: HostMessage) => void
  /** Whoever waits for an answer hears that none will come; what is unsaved stays queued. */
  readonly onGone: (detail: ErrorDetail) => void
}

/** A client's place in one space of its host: asks to be let in on each connection, and knows whether it is. */
export class RemoteAttachment {
  state: Exclude<LayerStatus['state'], 'failing'> = 'opening'
  /** What this client may do there; null until it was let in. */
  role: Role | null = null
  givesSnapshots = false
  readonly #options: RemoteOptions
  readonly #events: AttachmentEvents
  #leave: Cancel | undefined
  #opening: { resolve: (summary: LogSummary) => void; reject: (error: AppError) => void } | undefined

  constructor(options: RemoteOptions, events: AttachmentEvents) {
    this.#options = options
    this.#events = events
  }

  /** May be called again after it was refused. */
  open(): Promise<LogSummary> {
    const { link, spaceId } = this.#options
    this.state = 'opening'
    return new Promise((resolve, reject) => {
      this.#opening = { resolve, reject }
      this.#leave = link.join(spaceId, {
        onWelcome: (isAsked) => {
          if (!isAsked) link.send({ kind: 'attach', space: spaceId })
        },
        onMessage: this.#events.onMessage,
        onLost: (detail) => this.#lost(detail),
        onRefused: (detail) => this.refused(detail),
      })
      // Whoever is refused while joining has no way to leave yet.
      if (this.state !== 'opening') this.#leaveLink()
    })
  }

  /** Nothing while it is not let in. */
  send(message: ClientMessage): void {
    if (this.state === 'ready') this.#options.link.send(message)
  }

  /** False when the space there is sealed with another key. */
  attached({ summary, role, keyId, givesSnapshots }: Extract<HostMessage, { kind: 'attached' }>): boolean {
    if (this.#options.keyId !== undefined && this.#options.keyId !== keyId) {
      this.refused({ code: 'wrong-key' })
      return false
    }
    this.role = role
    this.givesSnapshots = givesSnapshots === true
    this.state = 'ready'
    this.#opening?.resolve(summary)
    this.#opening = undefined
    return true
  }

  refused(detail: ErrorDetail): void {
    if (this.state !== 'closed') this.#end('refused', detail)
  }

  close(): void {
    this.#end('closed', { code: 'closed' })
  }

  #lost(detail: ErrorDetail): void {
    if (this.state === 'closed') return
    this.state = this.#opening ? 'opening' : 'offline'
    this.#events.onGone(detail)
  }

  #end(state: 'refused' | 'closed', detail: ErrorDetail): void {
    this.state = state
    this.#leaveLink()
    const opening = this.#opening
    this.#opening = undefined
    this.#events.onGone(detail)
    opening?.reject(new AppError(detail))
  }

  #leaveLink(): void {
    this.#leave?.()
    this.#leave = undefined
  }
}
