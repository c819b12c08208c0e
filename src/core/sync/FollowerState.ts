import type { ErrorDetail } from '../AppError'
import type { RefusedPack } from '../persistence/PersistenceLayer'
import type { FuseFinding } from './SafetyFuse'

/** What people are told of a layer: computed from commits, acknowledgements and fingerprints, never guessed. */
export interface FollowerState {
  /** `held`: an inbound batch waits for a person's word. `refused`: the layer does not let us in. */
  readonly state: 'opening' | 'catching-up' | 'in-step' | 'offline' | 'failing' | 'refused' | 'held' | 'closed'
  /** True only while nothing is on its way and count and fingerprint of both sides are equal. */
  readonly isVerified: boolean
  /** When that was found last, in ms since the epoch. */
  readonly verifiedAt: number | null
  /** Packs of the journal that are not durable in the layer, and packs of the layer that are not in the journal. */
  readonly toSend: number
  readonly toReceive: number | null
  readonly lastError: ErrorDetail | null
  readonly quarantined: readonly RefusedPack[]
  readonly fuse: FuseFinding | null
}

export const OPENING: FollowerState = {
  state: 'opening',
  isVerified: false,
  verifiedAt: null,
  toSend: 0,
  toReceive: null,
  lastError: null,
  quarantined: [],
  fuse: null,
}
