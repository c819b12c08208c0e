import type { Database } from 'better-sqlite3'
import type { Member } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import type { Role } from '../../core/sync/Gate'
import { userKey } from './Users'

const RANK: Readonly<Record<Role, number>> = { viewer: 0, editor: 1, owner: 2 }

/** True when `role` may do all that `other` may. */
export function isAtLeast(role: Role, other: Role): boolean {
  return RANK[role] >= RANK[other]
}

interface FoundMember {
  readonly userId: number
  readonly role: Role
}

/** Who may do what in a space. A space keeps at least one owner. */
export class Members {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  roleOf(spaceId: string, userId: number): Role | undefined {
    return this.#db
      .prepare<[string, number], Role>('SELECT role FROM member WHERE spaceId = ? AND userId = ?')
      .pluck()
      .get(spaceId, userId)
  }

  list(spaceId: string): Member[] {
    return this.#db
      .prepare<[string], Member>(
        'SELECT user.name AS user, role, since FROM member JOIN user ON user.id = userId WHERE spaceId = ? ORDER BY since, nameKey',
      )
      .all(spaceId)
  }

  /** A higher role replaces a lower one, never the other way round. Returns the role that stands. */
  add(spaceId: string, userId: number, role: Role, nowMs: number): Role {
    const before = this.roleOf(spaceId, userId)
    if (before && isAtLeast(before, role)) return before
    this.#db
      .prepare('INSERT INTO member VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET role = excluded.role')
      .run(spaceId, userId, role, nowMs)
    return role
  }

  setRole(spaceId: string, userName: string, role: Role): void {
    const { userId, role: before } = this.#find(spaceId, userName)
    if (role === before) return
    if (before === 'owner') this.#leaveOwnership(spaceId, userId)
    this.#db.prepare('UPDATE member SET role = ? WHERE spaceId = ? AND userId = ?').run(role, spaceId, userId)
  }

  remove(spaceId: string, userName: string): void {
    const { userId, role } = this.#find(spaceId, userName)
    if (role === 'owner') this.#leaveOwnership(spaceId, userId)
    this.#db.prepare('DELETE FROM member WHERE spaceId = ? AND userId = ?').run(spaceId, userId)
  }

  /** Spaces that nobody else owns. */
  solelyOwnedBy(userId: number): string[] {
    return this.#db
      .prepare<[number], string>(
        `SELECT spaceId FROM member WHERE userId = ? AND role = 'owner' AND NOT EXISTS (SELECT 1 FROM member AS other
          WHERE other.spaceId = member.spaceId AND other.role = 'owner' AND other.userId <> member.userId)`,
      )
      .pluck()
      .all(userId)
  }

  #find(spaceId: string, userName: string): FoundMember {
    const found = this.#db
      .prepare<[string, string], FoundMember>(
        'SELECT userId, role FROM member JOIN user ON user.id = userId WHERE spaceId = ? AND nameKey = ?',
      )
      .get(spaceId, userKey(userName))
    if (!found) throw new AppError({ code: 'bad-request', reason: `"${userName}" is not a member of this space` })
    return found
  }

  /** Invitations of somebody who is no owner any more would let in whom the owners do not know. */
  #leaveOwnership(spaceId: string, userId: number): void {
    if (this.solelyOwnedBy(userId).includes(spaceId)) {
      throw new AppError({
        code: 'bad-request',
        reason: 'a space keeps at least one owner; make somebody else one first',
      })
    }
    this.#db.prepare('DELETE FROM invite WHERE spaceId = ? AND madeBy = ? AND usedAt IS NULL').run(spaceId, userId)
  }
}
