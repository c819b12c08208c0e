import { AppError, type ErrorDetail } from '../AppError'
import { opCountOf } from '../persistence/Pack'
import type { Deliver, PackBatch, Position } from '../persistence/PersistenceLayer'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { ClientMessage, HostMessage } from './messages'

interface Waiter {
  readonly through: number
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

/** Ops a host may send before the client asks for more. */
const CREDIT_OPS = 20_000

/** What a host delivers of a space: one stream from a position on, with credit, and packs that come before they are durable there. */
export class RemoteStream {
  readonly #origin: string
  readonly #space: SpaceId
  readonly #send: (message: ClientMessage) => void
  #deliver: Deliver = () => undefined
  #through: Position = 0
  #takesEarly = false
  #owedCredit = 0
  /** Numbers of the last early message that came, and of the last one that is durable there. */
  #early = 0
  #durable = 0
  /** The connection ended before what came early was known to be durable. */
  #isTorn = false
  #waiters: Waiter[] = []

  constructor(origin: string, space: SpaceId, send: (message: ClientMessage) => void) {
    this.#origin = origin
    this.#space = space
    this.#send = send
  }

  deliverTo(deliver: Deliver): void {
    this.#deliver = deliver
  }

  follow(after: Position, takesEarly: boolean): void {
    this.#through = after
    this.#takesEarly = takesEarly
    this.#owedCredit = 0
    this.#isTorn = false
    const early = takesEarly ? { early: true } : {}
    this.#send({ kind: 'pull', space: this.#space, after, credit: CREDIT_OPS, ...early })
  }

  take({ packs, after, through, throughKey, early = 0 }: Extract<HostMessage, { kind: 'ops' }>): void {
    // True whatever came before it, and said once only.
    this.#settle(early)
    if (after > this.#through || early > this.#early) {
      // Something before it did not come: without it, a position would stand for what is not here.
      this.follow(this.#through, this.#takesEarly)
      return
    }
    this.#through = Math.max(this.#through, through)
    this.#hand({ origin: this.#origin, packs, through, throughKey, secrets: [] })
  }

  takeEarly({ packs, number }: Extract<HostMessage, { kind: 'early' }>): void {
    this.#early = Math.max(this.#early, number)
    this.#hand({ origin: this.#origin, packs, through: 0, throughKey: '', secrets: [] })
  }

  takeSecrets(secrets: readonly SecretRecord[]): void {
    this.#hand({ origin: this.#origin, packs: [], through: 0, throughKey: '', secrets })
  }

  /** Resolves when all that came early so far is durable there; rejects when that cannot be known on this connection. */
  settled(): Promise<void> | undefined {
    if (this.#isTorn) return Promise.reject(new AppError({ code: 'disconnected' }))
    if (this.#durable >= this.#early) return undefined
    return new Promise((resolve, reject) => {
      this.#waiters.push({ through: this.#early, resolve, reject })
    })
  }

  /** A new connection counts anew. What came early on the last one is to be offered there like anything else. */
  disconnected(detail: ErrorDetail): void {
    this.#isTorn ||= this.#durable < this.#early
    this.#early = 0
    this.#durable = 0
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new AppError(detail))
  }

  #settle(early: number): void {
    if (early <= this.#durable) return
    this.#durable = early
    const isDone = ({ through }: Waiter): boolean => through <= early
    const done = this.#waiters.filter(isDone)
    this.#waiters = this.#waiters.filter((waiter) => !isDone(waiter))
    for (const { resolve } of done) resolve()
  }

  /** The host may send more only for what was taken, so a slow receiver is never buried. */
  #hand(batch: PackBatch): void {
    const taken = (): void => this.#grant(opCountOf(batch.packs))
    Promise.resolve(this.#deliver(batch)).then(taken, taken)
  }

  #grant(ops: number): void {
    this.#owedCredit += ops
    if (this.#owedCredit < CREDIT_OPS / 2) return
    this.#send({ kind: 'pull', space: this.#space, credit: this.#owedCredit })
    this.#owedCredit = 0
  }
}
