import type { ErrorDetail } from '../AppError'
import type { PersistenceLayer } from '../persistence/PersistenceLayer'
import { Writable, type Readable } from '../Readable'
import type { OpenSpace } from '../space/OpenSpace'
import type { Comparison } from './Comparison'
import type { CursorKeeper } from './CursorKeeper'
import type { FollowerIntake } from './FollowerIntake'
import { OPENING, type FollowerState } from './FollowerState'
import { phaseOf } from './phaseOf'
import type { Quarantine } from './Quarantine'

export interface FollowerStandingOptions {
  readonly open: OpenSpace
  readonly layer: PersistenceLayer
  readonly cursor: CursorKeeper
  readonly intake: FollowerIntake
  readonly quarantine: Quarantine
  readonly comparison: Comparison
}

/** How the connection to a layer is. */
export interface LayerConnection {
  readonly isOpen: boolean
  /** The layer's log was compared with what is remembered of it, since the connection was made. */
  readonly isLogKnown: boolean
  readonly error: ErrorDetail | null
}

/** How far a journal and one of its layers have met, and what people are told of it. */
export class FollowerStanding {
  readonly #options: FollowerStandingOptions
  readonly #state = new Writable<FollowerState>(OPENING)

  constructor(options: FollowerStandingOptions) {
    this.#options = options
  }

  get state(): Readable<FollowerState> {
    return this.#state
  }

  /** Nothing is on its way in either direction. */
  isAtRest({ isOpen, isLogKnown }: Omit<LayerConnection, 'error'>): boolean {
    const { open, layer, cursor, intake } = this.#options
    if (!isOpen || !isLogKnown || !intake.isIdle) return false
    const { pushed, pulled } = cursor.current
    return pushed >= open.journal.summary().head && pulled >= layer.summary().head
  }

  tell(connection: LayerConnection): void {
    const { open, layer, cursor, intake, quarantine, comparison } = this.#options
    const { isOpen, isLogKnown, error } = connection
    const isAtRest = this.isAtRest(connection)
    const isVerified = isAtRest && comparison.isEqual
    if (isAtRest) intake.rest()
    const { finding } = intake
    const { pushed, pulled } = cursor.current
    const { verifiedAt, isVerified: wasVerified } = this.#state.current
    this.#state.set({
      state: phaseOf(layer, { isHeld: finding !== undefined, isOpen, isAtRest, hasFailed: error !== null }),
      isVerified,
      verifiedAt: isVerified && !wasVerified ? open.environment.now() : verifiedAt,
      toSend: Math.max(0, open.journal.summary().head - pushed),
      toReceive: isLogKnown ? Math.max(0, layer.summary().head - pulled) : null,
      lastError: error ?? layer.status.current.lastError,
      quarantined: quarantine.refused,
      fuse: finding ?? null,
    })
  }

  /** Both sides were compared just now, and are equal. */
  verified(): void {
    this.#state.set({ ...this.#state.current, verifiedAt: this.#options.open.environment.now() })
  }

  closed(): void {
    this.#state.set({ ...this.#state.current, state: 'closed', isVerified: false })
  }
}
