import type { Database } from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { Devices } from './Devices'
import { FileRecords } from './FileRecords'
import { Invites } from './Invites'
import { Members } from './Members'
import { openAccountDatabase } from './openAccountDatabase'
import { Spaces } from './Spaces'
import { Users } from './Users'

/** Who may use a server, from what, and for which spaces: everything a server knows beside the spaces themselves. */
export class Accounts {
  readonly users: Users
  readonly devices: Devices
  readonly spaces: Spaces
  readonly members: Members
  readonly invites: Invites
  readonly files: FileRecords
  readonly #path: string
  readonly #db: Database

  private constructor(path: string, environment: Environment) {
    const db = openAccountDatabase(path)
    this.#path = path
    this.#db = db
    this.users = new Users(db)
    this.devices = new Devices(db, environment)
    this.spaces = new Spaces(db)
    this.members = new Members(db)
    this.invites = new Invites(db, environment, this.members)
    this.files = new FileRecords(db)
  }

  static open(path: string, environment: Environment): Accounts {
    return new Accounts(path, environment)
  }

  /** Throws AppError `folder-missing` when the file has gone: SQLite would go on writing to what nobody finds again. */
  #mustBeThere(): void {
    if (!existsSync(this.#path)) throw new AppError({ code: 'folder-missing', path: dirname(this.#path) })
  }

  /** Throws when nothing can be read or would be kept. */
  probe(): void {
    this.#mustBeThere()
    this.#db.pragma('schema_version')
  }

  /** All of it or nothing. */
  transact<T>(work: () => T): T {
    this.#mustBeThere()
    return this.#db.transaction(work).immediate()
  }

  /** Another number whenever another process (`grove server user`) has written. */
  get writtenElsewhere(): number {
    return this.#db.pragma('data_version', { simple: true }) as number
  }

  forgetLongGone(): void {
    this.transact(() => {
      this.devices.forgetLongGone()
      this.invites.forgetLongGone()
    })
  }

  close(): void {
    this.#db.close()
  }
}
