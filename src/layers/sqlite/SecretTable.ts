import type { Database } from 'better-sqlite3'
import type { ErrorDetail } from '../../core/AppError'
import type { Sealer } from '../../core/keys/Sealer'
import { SealedSecrets, type SealedSecret } from '../../core/space/SealedSecrets'
import type { SecretRecord } from '../../core/space/Secrets'
import { LateStatement } from './LateStatement'

/** The sealed secrets of a space in SQLite. */
export class SecretTable {
  readonly #secrets: SealedSecrets
  readonly #rows: LateStatement<[], SealedSecret>
  readonly #row: LateStatement<[string], SealedSecret>
  readonly #put: LateStatement<[string, number, Uint8Array | null]>

  constructor(db: Database, sealer: Sealer) {
    this.#secrets = new SealedSecrets(sealer)
    this.#rows = new LateStatement(db, 'SELECT key, version, sealed FROM secret')
    this.#row = new LateStatement(db, 'SELECT key, version, sealed FROM secret WHERE key = ?')
    this.#put = new LateStatement(db, 'INSERT OR REPLACE INTO secret (key, version, sealed) VALUES (?, ?, ?)')
  }

  get problem(): ErrorDetail | undefined {
    return this.#secrets.problem
  }

  all(): SecretRecord[] {
    return this.#secrets.opened(this.#rows.all())
  }

  /** In a transaction. */
  save(records: readonly SecretRecord[]): void {
    for (const { key, version, sealed } of this.#secrets.toStore(records, (key) => this.#row.get(key))) {
      this.#put.run(key, version, sealed)
    }
  }
}
