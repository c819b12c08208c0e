import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Cancel } from '../../core/environment'
import { opCountOf, type Pack } from '../../core/persistence/Pack'
import type { Admission, Role, Visitor } from '../../core/sync/Gate'
import type { SecretRecord } from '../../core/space/Secrets'
import type { SignedInDevice } from '../accounts/Devices'
import type { GateParts } from './ServerGate'
import { TokenBucket } from './TokenBucket'

type Listener = (detail: ErrorDetail, space?: string) => void

/** How many seconds' worth of its share a connection may use at once. */
const BURST_S = 10
/** What one of them takes on the disk beside its content: many small ones would else count for nothing. */
const HEAD_BYTES = 128

/** One connection of a device: what it was let into, as which member. */
export class DeviceVisitor implements Visitor {
  readonly #parts: GateParts
  readonly #onLeave: () => void
  readonly #listeners = new Set<Listener>()
  readonly #roleBySpace = new Map<string, Role>()
  readonly #pushes: TokenBucket
  readonly #pushBytes: TokenBucket

  constructor(
    readonly device: SignedInDevice,
    parts: GateParts,
    onLeave: () => void,
  ) {
    const { pushesPerSecond, pushBytesPerSecond } = parts.limits
    this.#parts = parts
    this.#onLeave = onLeave
    this.#pushes = new TokenBucket(pushesPerSecond * BURST_S, pushesPerSecond, parts.environment.now())
    this.#pushBytes = new TokenBucket(pushBytesPerSecond * BURST_S, pushBytesPerSecond, parts.environment.now())
  }

  get name(): string {
    return this.device.user
  }

  async admit(space: string): Promise<Admission> {
    return this.#parts.metrics.countingRejects(() => {
      const { role, keyId } = this.#parts.accounts.spaces.ofMember(space, this.device.userId)
      this.#roleBySpace.set(space, role)
      return { role, keyId, check: (packs, secrets) => this.#check(space, role, packs, secrets) }
    })
  }

  onRevoked(listener: Listener): Cancel {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  leave(): void {
    this.#onLeave()
    this.#listeners.clear()
  }

  recheck(): void {
    const { accounts } = this.#parts
    const problem = accounts.devices.problemOf(this.device.deviceId)
    if (problem) {
      this.#tell(problem)
      return
    }
    for (const [space, role] of [...this.#roleBySpace]) {
      const now = accounts.members.roleOf(space, this.device.userId)
      if (now === role) continue
      this.#roleBySpace.delete(space)
      // With another role it may come in again at once.
      this.#tell(now ? { code: 'disconnected' } : { code: 'no-access', space }, space)
    }
  }

  #check(space: string, role: Role, packs: readonly Pack[], secrets: readonly SecretRecord[]): void {
    const { metrics, storage, environment } = this.#parts
    metrics.countingRejects(() => {
      if (role === 'viewer') throw new AppError({ code: 'read-only-member' })
      const sizeBytes =
        packs.reduce((sum, { body }) => sum + HEAD_BYTES + body.byteLength, 0) +
        secrets.reduce((sum, { value }) => sum + HEAD_BYTES + (value?.length ?? 0), 0)
      const now = environment.now()
      const retryAfterMs = Math.max(this.#pushes.take(1, now), this.#pushBytes.take(sizeBytes, now))
      if (retryAfterMs > 0) throw new AppError({ code: 'too-many', retryAfterMs })
      storage.admitOps(space, sizeBytes)
      metrics.opsIn.inc(opCountOf(packs))
    })
  }

  #tell(detail: ErrorDetail, space?: string): void {
    for (const listener of [...this.#listeners]) listener(detail, space)
  }
}
