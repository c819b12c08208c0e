import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { Gate, Hello, Visitor } from '../../core/sync/Gate'
import type { Accounts } from '../accounts/Accounts'
import type { Metrics } from '../Metrics'
import type { ServerLimits } from '../ServerLimits'
import type { SpaceStorage } from '../storage/SpaceStorage'
import { DeviceVisitor } from './DeviceVisitor'

export interface GateParts {
  readonly accounts: Accounts
  readonly storage: SpaceStorage
  readonly limits: ServerLimits
  readonly environment: Environment
  readonly metrics: Metrics
}

const BUSY_RETRY_MS = 30_000

/** Lets in whom the accounts know, and puts out whom they know no more. */
export class ServerGate implements Gate {
  readonly isTrusted = false
  readonly #parts: GateParts
  readonly #visitors = new Set<DeviceVisitor>()

  constructor(parts: GateParts) {
    this.#parts = parts
  }

  async enter(hello: Hello): Promise<Visitor> {
    const { accounts, limits, metrics } = this.#parts
    return metrics.countingRejects(() => {
      const device = accounts.devices.identify(hello.token)
      const others = [...this.#visitors].filter((visitor) => visitor.device.userId === device.userId)
      if (others.length >= limits.connectionsPerUser) {
        throw new AppError({ code: 'too-many', retryAfterMs: BUSY_RETRY_MS })
      }
      const visitor = new DeviceVisitor(device, this.#parts, () => this.#visitors.delete(visitor))
      this.#visitors.add(visitor)
      return visitor
    })
  }

  /**
   * Compares everyone who is in with what the accounts say now, and tells those whose rights have ended. Called after
   * every change of rights, so nobody keeps a right because one way of taking it was forgotten.
   */
  recheck(): void {
    for (const visitor of [...this.#visitors]) visitor.recheck()
  }
}
