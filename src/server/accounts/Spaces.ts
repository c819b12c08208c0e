import type { Database } from 'better-sqlite3'
import { AppError } from '../../core/AppError'
import type { Role } from '../../core/sync/Gate'

export interface SpaceRecord {
  readonly id: string
  readonly keyId: string | null
  readonly label: string | null
  readonly chargedTo: number | null
  readonly fileBytes: number
}

export interface SpaceOfUser extends SpaceRecord {
  readonly role: Role
  readonly members: number
}

const COLUMNS = 'id, keyId, label, chargedTo, fileBytes'
const OF_USER = `SELECT ${COLUMNS}, role,
  (SELECT count(*) FROM member AS other WHERE other.spaceId = space.id) AS members
  FROM member JOIN space ON space.id = spaceId WHERE userId = ?`

/** Which spaces a server keeps. What is in them it does not know. */
export class Spaces {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  get(id: string): SpaceRecord | undefined {
    return this.#db.prepare<[string], SpaceRecord>(`SELECT ${COLUMNS} FROM space WHERE id = ?`).get(id)
  }

  ids(): string[] {
    return this.#db.prepare<[], string>('SELECT id FROM space ORDER BY id').pluck().all()
  }

  ofUser(userId: number): SpaceOfUser[] {
    return this.#db.prepare<[number], SpaceOfUser>(`${OF_USER} ORDER BY since, id`).all(userId)
  }

  /** Throws AppError `no-access` alike for spaces that are not here and spaces of others. */
  ofMember(id: string, userId: number): SpaceOfUser {
    const space = this.#db.prepare<[number, string], SpaceOfUser>(`${OF_USER} AND id = ?`).get(userId, id)
    if (!space) throw new AppError({ code: 'no-access', space: id })
    return space
  }

  chargedTo(userId: number): SpaceRecord[] {
    return this.#db.prepare<[number], SpaceRecord>(`SELECT ${COLUMNS} FROM space WHERE chargedTo = ?`).all(userId)
  }

  /**
   * Makes a space and its first owner. For one that is here: the same to a member, `no-access` to others, `wrong-key` to a
   * member with another key; a member who may write brings its label up to date.
   */
  add(
    { id, keyId, label }: Pick<SpaceRecord, 'id' | 'keyId' | 'label'>,
    userId: number,
    nowMs: number,
    spacesPerUser: number,
  ): void {
    const known = this.get(id)
    if (known) {
      const { role } = this.ofMember(id, userId)
      if (known.keyId !== keyId) throw new AppError({ code: 'wrong-key' })
      if (label !== null && role !== 'viewer') {
        this.#db.prepare('UPDATE space SET label = ? WHERE id = ?').run(label, id)
      }
      return
    }
    if (this.chargedTo(userId).length >= spacesPerUser) {
      throw new AppError({ code: 'bad-request', reason: `one person has at most ${spacesPerUser} spaces here` })
    }
    this.#db.prepare('INSERT INTO space VALUES (?, ?, ?, ?, ?, 0, 0, 0)').run(id, keyId, label, nowMs, userId)
    this.#db.prepare("INSERT INTO member VALUES (?, ?, 'owner', ?)").run(id, userId, nowMs)
  }

  /** The space is being opened; false the first time. */
  noteLog(id: string): boolean {
    return this.#db.prepare('UPDATE space SET hasLog = 1 WHERE id = ? AND hasLog = 0').run(id).changes === 0
  }

  /** With members, invitations and the list of its files. */
  remove(id: string): void {
    this.#db.prepare('DELETE FROM space WHERE id = ?').run(id)
  }
}
