import type { Database } from 'better-sqlite3'
import type { Device } from '../../core/account/serverApi'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { bearerHash, newBearerSecret, newId } from './bearerSecret'

/** Who a token stands for. */
export interface SignedInDevice {
  readonly deviceId: string
  readonly userId: number
  readonly user: string
}

type NotSignedIn = Extract<ErrorDetail, { code: 'not-signed-in' }>

interface DeviceRow extends SignedInDevice {
  readonly createdAt: number
  readonly lastSeenAt: number | null
  readonly revokedAt: number | null
}

const DAY_MS = 24 * 3600 * 1000
/** A machine nobody has used for so long has to sign in again. */
const IDLE_MS = 180 * DAY_MS
/** How long a revoked or expired device is still told why. */
const REMEMBERED_MS = 400 * DAY_MS
/** `lastSeenAt` is written no more often than this. */
const SEEN_EVERY_MS = 60_000

const ROW = `SELECT device.id AS deviceId, userId, user.name AS user, device.createdAt, lastSeenAt, revokedAt
  FROM device JOIN user ON user.id = userId`

/** One token for each device, told once and stored only as its hash. */
export class Devices {
  readonly #db: Database
  readonly #environment: Environment

  constructor(db: Database, environment: Environment) {
    this.#db = db
    this.#environment = environment
  }

  add(userId: number, name: string): { readonly deviceId: string; readonly token: string } {
    const token = newBearerSecret(this.#environment)
    const deviceId = newId(this.#environment)
    this.#db
      .prepare('INSERT INTO device VALUES (?, ?, ?, ?, ?, NULL, NULL)')
      .run(deviceId, userId, name, bearerHash(token), this.#environment.now())
    return { deviceId, token }
  }

  /** Whom the token stands for. Throws AppError `not-signed-in`. */
  identify(token: string | undefined): SignedInDevice {
    if (token === undefined) throw new AppError({ code: 'not-signed-in', reason: 'missing' })
    const row = this.#db.prepare<[Buffer], DeviceRow>(`${ROW} WHERE tokenHash = ?`).get(bearerHash(token))
    const problem = this.#problemOf(row)
    if (problem || !row) throw new AppError(problem ?? { code: 'not-signed-in', reason: 'unknown' })
    this.#seen(row)
    return { deviceId: row.deviceId, userId: row.userId, user: row.user }
  }

  /** Why a device that was let in must go; undefined while it may stay. */
  problemOf(deviceId: string): NotSignedIn | undefined {
    return this.#problemOf(this.#db.prepare<[string], DeviceRow>(`${ROW} WHERE device.id = ?`).get(deviceId))
  }

  list(userId: number, currentId: string): Device[] {
    const rows = this.#db
      .prepare<[number], Omit<Device, 'isCurrent'>>(
        `SELECT id, name, createdAt, lastSeenAt FROM device WHERE userId = ? AND revokedAt IS NULL ORDER BY createdAt, id`,
      )
      .all(userId)
    return rows.map((row) => ({ ...row, isCurrent: row.id === currentId }))
  }

  /** False when the user has no such device. */
  revoke(userId: number, deviceId: string): boolean {
    const { changes } = this.#db
      .prepare('UPDATE device SET revokedAt = ? WHERE id = ? AND userId = ? AND revokedAt IS NULL')
      .run(this.#environment.now(), deviceId, userId)
    return changes > 0
  }

  /** All of a user but one, or all of them. */
  revokeOthers(userId: number, keptId: string | null): void {
    this.#db
      .prepare('UPDATE device SET revokedAt = ? WHERE userId = ? AND id IS NOT ? AND revokedAt IS NULL')
      .run(this.#environment.now(), userId, keptId)
  }

  forgetLongGone(): void {
    this.#db
      .prepare('DELETE FROM device WHERE coalesce(revokedAt, lastSeenAt, createdAt) < ?')
      .run(this.#environment.now() - REMEMBERED_MS)
  }

  #problemOf(row: DeviceRow | undefined): NotSignedIn | undefined {
    if (!row) return { code: 'not-signed-in', reason: 'unknown' }
    if (row.revokedAt !== null) return { code: 'not-signed-in', reason: 'revoked' }
    const isIdle = this.#environment.now() - (row.lastSeenAt ?? row.createdAt) > IDLE_MS
    return isIdle ? { code: 'not-signed-in', reason: 'expired' } : undefined
  }

  #seen({ deviceId, lastSeenAt }: DeviceRow): void {
    const now = this.#environment.now()
    if (lastSeenAt !== null && Math.abs(now - lastSeenAt) < SEEN_EVERY_MS) return
    try {
      this.#db.prepare('UPDATE device SET lastSeenAt = ? WHERE id = ?').run(now, deviceId)
    } catch {
      // A full disk is no reason to keep people from reading what they have.
    }
  }
}
