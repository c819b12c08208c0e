import { AppError, type ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import { nextTurn } from '../nextTurn'
import { MAX_COUNTER_LEAP, opCountOf, type Pack } from '../persistence/Pack'
import type { OpenSpace } from '../space/OpenSpace'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { Admission } from './Gate'
import { HostAnswers } from './HostAnswers'
import { HostFeed } from './HostFeed'
import { MAX_BUFFERED_BYTES, type ClientMessage, type HostMessage } from './messages'
import type { Port } from './Port'

/** What concerns one space that is attached. */
export type SessionMessage = Exclude<ClientMessage, { kind: 'hello' | 'ping' | 'attach' | 'detach' }>

export interface SessionOptions {
  readonly open: OpenSpace
  readonly admission: Admission
  /** The client is a process of our own. */
  readonly isTrusted: boolean
  /** What `send` writes to: tells how much of it is still under way. */
  readonly port: Pick<Port, 'bufferedBytes' | 'onDrain'>
  readonly send: (message: HostMessage) => void
}

/** Characters of all secrets of a space, names included: whoever opens it has them in memory. */
const MAX_SECRETS = 8 * 1024 * 1024

type Refused = Extract<HostMessage, { kind: 'ack' }>['refused']

let sessions = 0

/** One client's view of one space: takes its packs, acknowledges after commit, and feeds it what others wrote. */
export class HostSession {
  readonly open: OpenSpace
  readonly send: (message: HostMessage) => void
  /** Tells what this client gives from what others do. */
  readonly #origin = `session ${++sessions}`
  readonly #admission: Admission
  readonly #isTrusted: boolean
  readonly #port: SessionOptions['port']
  readonly #feed: HostFeed
  readonly #answers: HostAnswers
  readonly #stopListening: Cancel[] = []
  #isStopped = false
  #trouble: ErrorDetail | null = null

  constructor({ open, admission, isTrusted, port, send }: SessionOptions) {
    this.open = open
    this.send = send
    this.#admission = admission
    this.#isTrusted = isTrusted
    this.#port = port
    this.#feed = new HostFeed({ open, port, send, origin: this.#origin })
    this.#answers = new HostAnswers({ open, isTrusted, port, send })
  }

  get #space(): SpaceId {
    return this.open.id
  }

  start(): void {
    if (this.#isStopped) return
    const { role, keyId } = this.#admission
    this.#stopListening.push(
      ...this.#feed.start(),
      this.open.journal.status.subscribe(() => this.#tellTrouble()),
      this.open.secrets.onChange((records, origin) => {
        if (origin !== this.#origin) this.send({ kind: 'secrets', space: this.#space, request: 0, records })
      }),
      this.open.presence.onNote((note, origin) => {
        // Who reads slowly would be cut off for what somebody else says too often.
        const hasRoom = this.#port.bufferedBytes < MAX_BUFFERED_BYTES
        if (hasRoom && origin !== this.#origin) this.send({ kind: 'presence', space: this.#space, ...note })
      }),
    )
    const summary = this.open.journal.summary()
    this.send({
      kind: 'attached',
      space: this.#space,
      summary,
      role,
      keyId,
      givesSnapshots: this.#isTrusted,
      takesInterest: true,
    })
    for (const note of this.open.presence.current()) this.send({ kind: 'presence', space: this.#space, ...note })
    this.#tellTrouble()
  }

  stop(): void {
    this.#isStopped = true
    for (const stop of this.#stopListening) stop()
    this.#answers.stop()
    this.open.presence.leave(this.#origin)
  }

  receive(message: SessionMessage): void {
    if (this.#isStopped) return
    switch (message.kind) {
      case 'push':
        this.#take(message.batch, message.packs)
        break
      case 'pull':
        this.#feed.pull(message)
        break
      case 'interest':
        this.#feed.attend(message.treeIds)
        break
      case 'dropSnapshot':
        if (this.#isTrusted) this.open.dropSnapshot(message)
        break
      case 'secrets': {
        const records = this.open.secrets.records()
        this.send({ kind: 'secrets', space: this.#space, request: message.request, records })
        break
      }
      case 'saveSecrets':
        this.#takeSecrets(message.batch, message.records)
        break
      case 'presence':
        this.open.presence.note(this.#origin, { who: message.who, state: message.state })
        break
      default:
        this.#answers.answer(message)
    }
  }

  #take(batch: number, packs: readonly Pack[]): void {
    const highest = this.open.journal.summary().maxCounter + opCountOf(packs) + MAX_COUNTER_LEAP
    const refused: { index: number; detail: ErrorDetail }[] = []
    for (let index = 0; index < packs.length; index++) {
      const { counter, count } = packs[index]!
      if (counter + count > highest)
        refused.push({ index, detail: { code: 'bad-op', reason: `its counter ${counter} leaps far ahead` } })
    }
    const good = refused.length === 0 ? packs : packs.filter(({ counter, count }) => counter + count <= highest)
    try {
      this.#admission.check(good, [])
      this.#feed.leaveOut(good)
      this.open.append(good, this.#origin)
    } catch (error) {
      this.#reject(batch, AppError.detailOf(error))
      return
    }
    this.#acknowledge(batch, refused)
  }

  #takeSecrets(batch: number, records: readonly SecretRecord[]): void {
    const { secrets } = this.open
    try {
      this.#admission.check([], records)
      const usedBytes = secrets.sizeWith(records)
      // What makes room is taken, however full it is.
      if (!this.#isTrusted && usedBytes > MAX_SECRETS && usedBytes > secrets.sizeWith()) {
        const limitBytes = MAX_SECRETS
        throw new AppError({ code: 'quota', what: 'The room for secrets of this space', usedBytes, limitBytes })
      }
    } catch (error) {
      this.#reject(batch, AppError.detailOf(error))
      return
    }
    secrets.merge(records, this.#origin)
    this.#acknowledge(batch, [])
  }

  /** Only after commit. While the medium fails the client hears why; the journal keeps the packs and tries again. */
  #acknowledge(batch: number, refused: Refused): void {
    this.open.flush().then(
      async () => {
        // Those who wait to see it come before the one who wrote it.
        await nextTurn(this.open.environment.timers)
        // Nobody hears it any more, and the journal may be closed.
        if (this.#isStopped) return
        this.send({ kind: 'ack', space: this.#space, batch, summary: this.open.journal.summary(), refused })
      },
      (error: unknown) => this.#reject(batch, AppError.detailOf(error)),
    )
  }

  #reject(batch: number, detail: ErrorDetail): void {
    this.send({ kind: 'reject', space: this.#space, batch, detail })
  }

  #tellTrouble(): void {
    const { state, lastError } = this.open.journal.status.current
    if (lastError === this.#trouble) return
    this.#trouble = lastError
    this.send({ kind: 'trouble', space: this.#space, detail: lastError, isFailing: state === 'failing' })
  }
}
