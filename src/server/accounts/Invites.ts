import type { Database } from 'better-sqlite3'
import type { Invite, InviteLook, MadeInvite } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { Role } from '../../core/sync/Gate'
import { bearerHash, newBearerSecret, newId } from './bearerSecret'
import { isAtLeast, type Members } from './Members'

interface FoundInvite extends InviteLook {
  readonly id: string
  readonly usedBy: number | null
  readonly usedAt: number | null
}

const HOUR_MS = 3600 * 1000
const REMEMBERED_MS = 90 * 24 * HOUR_MS

/** Invitations that let one person into one space, once, until they expire. Only the hash of their code is stored. */
export class Invites {
  readonly #db: Database
  readonly #environment: Environment
  readonly #members: Members

  constructor(db: Database, environment: Environment, members: Members) {
    this.#db = db
    this.#environment = environment
    this.#members = members
  }

  make(spaceId: string, userId: number, role: Role, hours: number): MadeInvite {
    const now = this.#environment.now()
    const made = {
      id: newId(this.#environment),
      code: newBearerSecret(this.#environment),
      expiresAt: now + hours * HOUR_MS,
    }
    this.#db
      .prepare('INSERT INTO invite VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)')
      .run(made.id, bearerHash(made.code), spaceId, role, userId, now, made.expiresAt)
    return made
  }

  /** Those that can still be used. */
  list(spaceId: string): Invite[] {
    return this.#db
      .prepare<[string, number], Invite>(
        `SELECT invite.id, role, user.name AS madeBy, invite.createdAt, expiresAt FROM invite JOIN user ON user.id = madeBy
          WHERE spaceId = ? AND usedAt IS NULL AND expiresAt > ? ORDER BY invite.createdAt, invite.id`,
      )
      .all(spaceId, this.#environment.now())
  }

  remove(spaceId: string, inviteId: string): void {
    this.#db.prepare('DELETE FROM invite WHERE id = ? AND spaceId = ?').run(inviteId, spaceId)
  }

  /** What an invitation is for. Throws AppError `invite-invalid`. */
  look(code: string): InviteLook {
    const { spaceId, keyId, label, role, expiresAt } = this.#usable(this.#find(code))
    return { spaceId, keyId, label, role, expiresAt }
  }

  /**
   * Makes the user a member and uses the invitation up. Whoever used it, and is a member, may say so again: an answer may
   * have been lost. A member who gains nothing leaves it to be used by another. In a transaction.
   */
  accept(code: string, userId: number): { readonly spaceId: string; readonly role: Role } {
    const invite = this.#find(code)
    const before = this.#members.roleOf(invite.spaceId, userId)
    if (before && invite.usedBy === userId) return { spaceId: invite.spaceId, role: before }
    const { id, spaceId, role } = this.#usable(invite)
    if (before && isAtLeast(before, role)) return { spaceId, role: before }
    const now = this.#environment.now()
    this.#db.prepare('UPDATE invite SET usedBy = ?, usedAt = ? WHERE id = ?').run(userId, now, id)
    return { spaceId, role: this.#members.add(spaceId, userId, role, now) }
  }

  forgetLongGone(): void {
    this.#db.prepare('DELETE FROM invite WHERE expiresAt < ?').run(this.#environment.now() - REMEMBERED_MS)
  }

  #find(code: string): FoundInvite {
    const found = this.#db
      .prepare<[Buffer], FoundInvite>(
        `SELECT invite.id, spaceId, keyId, label, role, expiresAt, usedBy, usedAt
          FROM invite JOIN space ON space.id = spaceId WHERE codeHash = ?`,
      )
      .get(bearerHash(code))
    if (!found) throw new AppError({ code: 'invite-invalid', reason: 'unknown' })
    return found
  }

  #usable(invite: FoundInvite): FoundInvite {
    if (invite.usedAt !== null) throw new AppError({ code: 'invite-invalid', reason: 'used' })
    if (invite.expiresAt <= this.#environment.now()) throw new AppError({ code: 'invite-invalid', reason: 'expired' })
    return invite
  }
}
