import type { ErrorDetail } from '../AppError'
import type { Cancel } from '../environment'
import type { Pack } from '../persistence/Pack'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'

/** What a member may do with a space: everything, write, or only read. */
export type Role = 'owner' | 'editor' | 'viewer'

export interface Hello {
  readonly name: string
  readonly token?: string | undefined
}

/** What a visitor may do in one space, as long as it is attached. */
export interface Admission {
  readonly role: Role
  /** Tells which key the space is sealed with, so that a wrong one is noticed before anything is sent; null: not sealed. */
  readonly keyId: string | null
  /** Throws AppError (`read-only-member`, `too-many`, `quota`) when these may not be taken. Called before they are. */
  check(packs: readonly Pack[], secrets: readonly SecretRecord[]): void
}

/** Somebody at the door of a host, known by name. */
export interface Visitor {
  readonly name: string
  /** Rejects with AppError `no-access`. */
  admit(space: SpaceId): Promise<Admission>
  /**
   * Calls when rights end: with a space when only that one is affected (removed, or a new role: attach again), without
   * when the whole connection is (device revoked).
   */
  onRevoked(listener: (detail: ErrorDetail, space?: SpaceId) => void): Cancel
  /** The connection is over. */
  leave(): void
}

/** Decides who may come in and what they may do. A window needs none to its own main process; a server has accounts. */
export interface Gate {
  /** Its visitors are processes of our own, which may hear of our folders. */
  readonly isTrusted: boolean
  /** Rejects with AppError `not-signed-in`. */
  enter(hello: Hello): Promise<Visitor>
}

const everything: Admission = { role: 'owner', keyId: null, check: () => undefined }

/** Lets in whoever can reach it: for ports that only our own processes have. */
export const OPEN_GATE: Gate = {
  isTrusted: true,
  enter: async ({ name }) => ({
    name,
    admit: async () => everything,
    onRevoked: () => () => undefined,
    leave: () => undefined,
  }),
}
