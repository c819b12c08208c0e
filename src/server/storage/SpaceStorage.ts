import { randomUUID } from 'node:crypto'
import { statSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../core/AppError'
import { sqliteError } from '../../layers/sqlite/sqliteError'
import type { Accounts } from '../accounts/Accounts'
import type { SpaceRecord } from '../accounts/Spaces'
import type { ServerFolder } from '../ServerFolder'
import type { ServerLimits } from '../ServerLimits'

/**
 * How much may be written to a space before it is measured again: measuring at every push would cost more than the push,
 * and a space can exceed its quota by no more than this.
 */
const MEASURED_EVERY_BYTES = 8 * 1024 * 1024

/** How much room spaces take on this server's disk, and how much they may take. */
export class SpaceStorage {
  readonly #folder: ServerFolder
  readonly #accounts: Accounts
  readonly #limits: ServerLimits
  readonly #grantedBytesBySpace = new Map<string, number>()

  constructor(folder: ServerFolder, accounts: Accounts, limits: ServerLimits) {
    this.#folder = folder
    this.#accounts = accounts
    this.#limits = limits
  }

  /** Of the database of a space as it lies on the disk. */
  opBytes(spaceId: string): number {
    const path = this.#folder.database(spaceId)
    return sizeOf(path) + sizeOf(`${path}-wal`)
  }

  /** Throws AppError `quota` when the space, or the person it counts for, has no room for as much again. */
  admitOps(spaceId: string, sizeBytes: number): void {
    const granted = this.#grantedBytesBySpace.get(spaceId) ?? 0
    if (granted >= sizeBytes) {
      this.#grantedBytesBySpace.set(spaceId, granted - sizeBytes)
      return
    }
    const room = this.#roomFor(spaceId, sizeBytes)
    this.#grantedBytesBySpace.set(spaceId, Math.min(room, MEASURED_EVERY_BYTES) - sizeBytes)
  }

  admitChunk(spaceId: string, sizeBytes: number): void {
    this.#roomFor(spaceId, sizeBytes)
  }

  /** Removes what a space that is not recorded any more has left: at once out of everyone's way, then from the disk. */
  async discard(spaceId: string): Promise<void> {
    this.#grantedBytesBySpace.delete(spaceId)
    const aside = join(this.#folder.incoming, `removed-${randomUUID()}`)
    await mkdir(this.#folder.incoming, { recursive: true, mode: 0o700 })
    try {
      await rename(this.#folder.space(spaceId), aside)
    } catch (error) {
      // Nobody ever wrote to it.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
      throw sqliteError(error, aside)
    }
    await rm(aside, { recursive: true, force: true })
  }

  /** At least `sizeBytes`, or throws. */
  #roomFor(spaceId: string, sizeBytes: number): number {
    const space = this.#accounts.spaces.get(spaceId)
    if (!space) throw new AppError({ code: 'no-access', space: spaceId })
    const inSpace = this.#usedBy(space)
    const ofUser =
      space.chargedTo === null
        ? inSpace
        : this.#accounts.spaces.chargedTo(space.chargedTo).reduce((sum, other) => sum + this.#usedBy(other), 0)
    const { spaceBytes, userBytes } = this.#limits
    const rooms = [
      { what: 'This space on the server', usedBytes: inSpace, limitBytes: spaceBytes },
      { what: 'The room of the person who made this space', usedBytes: ofUser, limitBytes: userBytes },
    ]
    for (const room of rooms) {
      if (room.usedBytes + sizeBytes > room.limitBytes) throw new AppError({ code: 'quota', ...room })
    }
    return Math.min(...rooms.map((room) => room.limitBytes - room.usedBytes))
  }

  #usedBy(space: SpaceRecord): number {
    return this.opBytes(space.id) + space.fileBytes
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
