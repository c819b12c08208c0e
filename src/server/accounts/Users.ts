import type { Database } from 'better-sqlite3'
import { AppError } from '../../core/AppError'

export interface User {
  readonly id: number
  readonly name: string
  readonly passwordHash: string
  readonly createdAt: number
}

export interface ListedUser {
  readonly name: string
  readonly createdAt: number
  readonly devices: number
  readonly spaces: number
  readonly lastSeenAt: number | null
}

/** The people of a server. Names are told apart without regard to case and form: "Ada" and "ada" are one. */
export class Users {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  get count(): number {
    return this.#db.prepare<[], { n: number }>('SELECT count(*) AS n FROM user').get()?.n ?? 0
  }

  find(name: string): User | undefined {
    return this.#db
      .prepare<[string], User>('SELECT id, name, passwordHash, createdAt FROM user WHERE nameKey = ?')
      .get(userKey(name))
  }

  list(): ListedUser[] {
    return this.#db
      .prepare<[], ListedUser>(
        `SELECT name, createdAt,
          (SELECT count(*) FROM device WHERE userId = user.id AND revokedAt IS NULL) AS devices,
          (SELECT count(*) FROM member WHERE userId = user.id) AS spaces,
          (SELECT max(lastSeenAt) FROM device WHERE userId = user.id) AS lastSeenAt
        FROM user ORDER BY nameKey`,
      )
      .all()
  }

  /** Throws AppError `name-taken`. */
  add(name: string, passwordHash: string, nowMs: number): User {
    if (this.find(name)) throw new AppError({ code: 'name-taken', name })
    const { lastInsertRowid } = this.#db
      .prepare('INSERT INTO user (name, nameKey, passwordHash, createdAt) VALUES (?, ?, ?, ?)')
      .run(name, userKey(name), passwordHash, nowMs)
    return { id: Number(lastInsertRowid), name, passwordHash, createdAt: nowMs }
  }

  setPassword(id: number, passwordHash: string): void {
    this.#db.prepare('UPDATE user SET passwordHash = ? WHERE id = ?').run(passwordHash, id)
  }

  /** With all devices and memberships. */
  remove(id: number): void {
    this.#db.prepare('DELETE FROM user WHERE id = ?').run(id)
  }
}

export function userKey(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}
