import type { FastifyRequest } from 'fastify'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { Role } from '../../core/sync/Gate'
import type { Accounts } from '../accounts/Accounts'
import type { SignedInDevice } from '../accounts/Devices'
import { isAtLeast } from '../accounts/Members'
import type { SignInDesk } from '../accounts/SignInDesk'
import type { SpaceOfUser } from '../accounts/Spaces'
import type { ServerGate } from '../gate/ServerGate'
import type { ServerFolder } from '../ServerFolder'
import type { ServerLimits } from '../ServerLimits'
import type { ChunkStore } from '../storage/ChunkStore'
import type { SpaceStorage } from '../storage/SpaceStorage'

/** What the routes of the API work with. */
export interface ApiParts {
  readonly accounts: Accounts
  readonly desk: SignInDesk
  readonly gate: ServerGate
  readonly storage: SpaceStorage
  readonly chunks: ChunkStore
  readonly limits: ServerLimits
  readonly environment: Environment
  readonly folder: ServerFolder
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on routes that are open to everybody. */
    device: SignedInDevice | null
  }
  interface FastifyContextConfig {
    /** Needs no account. All other routes answer nobody else. */
    readonly isOpen?: boolean
  }
}

/** Throws AppError `not-signed-in`. */
export function signedInBy({ device }: FastifyRequest): SignedInDevice {
  if (!device) throw new AppError({ code: 'not-signed-in', reason: 'missing' })
  return device
}

/** The space as this member sees it. Throws AppError `no-access`, `read-only-member` or `bad-request`. */
export function spaceFor(parts: ApiParts, spaceId: string, userId: number, needed: Role): SpaceOfUser {
  const space = parts.accounts.spaces.ofMember(spaceId, userId)
  if (isAtLeast(space.role, needed)) return space
  if (needed === 'editor') throw new AppError({ code: 'read-only-member' })
  throw new AppError({ code: 'bad-request', reason: 'only an owner of this space may do that' })
}
