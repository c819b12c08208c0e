import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { hashPassword, isPassword, PASSWORD_COST, type PasswordCost } from './passwordHash'

const MAX_WAITING = 32
const RETRY_MS = 5000

/**
 * Hashes one password at a time: each takes 19 MiB and a good part of a second, so a crowd at the door must not take the
 * machine from those who are in. Who comes when too many wait hears when to come again.
 */
export class PasswordDesk {
  readonly #environment: Environment
  readonly #cost: PasswordCost
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #nobodysHash: Promise<string> | undefined

  constructor(environment: Environment, cost: PasswordCost = PASSWORD_COST) {
    this.#environment = environment
    this.#cost = cost
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(() => this.#hashNow(password))
  }

  /** Takes as long for a name nobody has (`stored` undefined) as for one somebody has. */
  check(password: string, stored: string | undefined): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#nobodysHash ??= this.#hashNow('')
      const nobodys = await this.#nobodysHash
      const isRight = await isPassword(password, stored ?? nobodys)
      return isRight && stored !== undefined
    })
  }

  #hashNow(password: string): Promise<string> {
    return hashPassword(password, this.#environment.randomBytes(16), this.#cost)
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) return Promise.reject(new AppError({ code: 'too-many', retryAfterMs: RETRY_MS }))
    this.#waiting += 1
    const turn = this.#last.then(work)
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn.finally(() => {
      this.#waiting -= 1
    })
  }
}
