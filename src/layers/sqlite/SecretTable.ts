import type { Database } from 'better-sqlite3'
import type { ErrorDetail } from '../../core/AppError'
import { newerSecret, type SecretRecord } from '../../core/space/Secrets'

/** Seals secrets at rest, by the key store of the operating system. */
export interface SecretSealer {
  /** Undefined when there is no key store: then nothing is written, and the status says so. */
  seal(text: string): Uint8Array | undefined
  /** Undefined when this key store cannot open it (another machine, a store that was reset). */
  unseal(sealed: Uint8Array): string | undefined
}

interface Row {
  readonly key: string
  readonly version: number
  readonly sealed: Uint8Array | null
}

/** Secrets in SQLite: sealed, or kept only in memory for as long as there is no key store. Never plain text on disk. */
export class SecretTable {
  readonly #db: Database
  readonly #sealer: SecretSealer
  readonly #unsealedByKey = new Map<string, SecretRecord>()

  constructor(db: Database, sealer: SecretSealer) {
    this.#db = db
    this.#sealer = sealer
  }

  /** Set while secrets wait in memory for a key store. */
  get problem(): ErrorDetail | undefined {
    return this.#unsealedByKey.size > 0 ? { code: 'no-key-store' } : undefined
  }

  /** What can be opened; a sealed value this key store cannot open is left out, to be had from another layer. */
  all(): SecretRecord[] {
    const recordByKey = new Map(this.#unsealedByKey)
    for (const { key, version, sealed } of this.#db.prepare<[], Row>('SELECT key, version, sealed FROM secret').all()) {
      const value = sealed === null ? null : this.#sealer.unseal(sealed)
      if (value === undefined) continue
      const known = recordByKey.get(key)
      const record = { key, version, value }
      recordByKey.set(key, known ? newerSecret(known, record) : record)
    }
    return [...recordByKey.values()]
  }

  save(records: readonly SecretRecord[]): void {
    const known = new Map(this.all().map((record) => [record.key, record]))
    const put = this.#db.prepare<[string, number, Uint8Array | null]>('INSERT OR REPLACE INTO secret VALUES (?, ?, ?)')
    for (const record of records) {
      const before = known.get(record.key)
      if (before && newerSecret(before, record) === before) continue
      const sealed = record.value === null ? null : this.#sealer.seal(record.value)
      if (sealed === undefined) {
        this.#unsealedByKey.set(record.key, record)
        continue
      }
      this.#unsealedByKey.delete(record.key)
      put.run(record.key, record.version, sealed)
    }
  }
}
