import type { ErrorDetail } from '../AppError'
import type { Sealer } from '../keys/Sealer'
import { newerSecret, type SecretRecord } from './Secrets'

/** A secret as a journal writes it down: sealed on this machine; null for one that was deleted. */
export interface SealedSecret {
  readonly key: string
  readonly version: number
  readonly sealed: Uint8Array | null
}

/**
 * What journals on a machine's own disk do with secrets: write them sealed, or, for as long as nothing can seal them, keep
 * them in memory and say so. Never plain text on a disk.
 */
export class SealedSecrets {
  readonly #waitingByKey = new Map<string, SecretRecord>()

  constructor(readonly sealer: Sealer) {}

  /** Set while secrets wait in memory for something that seals them. */
  get problem(): ErrorDetail | undefined {
    return this.#waitingByKey.size > 0 ? { code: 'no-key-store' } : undefined
  }

  /** What can be opened; a value that cannot be opened here is left out, to be had from another layer. */
  opened(rows: Iterable<SealedSecret>): SecretRecord[] {
    const recordByKey = new Map(this.#waitingByKey)
    for (const row of rows) {
      const record = this.#open(row)
      if (!record) continue
      const known = recordByKey.get(row.key)
      recordByKey.set(row.key, known ? newerSecret(known, record) : record)
    }
    return [...recordByKey.values()]
  }

  /** The rows to write for these records, beside or in place of what is stored. */
  toStore(records: readonly SecretRecord[], storedOf: (key: string) => SealedSecret | undefined): SealedSecret[] {
    return records.flatMap((record) => {
      const row = storedOf(record.key)
      if (row && this.#stands(row, record)) {
        this.#waitingByKey.delete(record.key)
        return []
      }
      const sealed = record.value === null ? null : this.sealer.seal(record.value)
      if (sealed === undefined) {
        const waiting = this.#waitingByKey.get(record.key)
        this.#waitingByKey.set(record.key, waiting ? newerSecret(waiting, record) : record)
        return []
      }
      this.#waitingByKey.delete(record.key)
      return [{ key: record.key, version: record.version, sealed }]
    })
  }

  /** One that cannot be opened now may be opened again later: an older version does not take its place. */
  #stands(row: SealedSecret, record: SecretRecord): boolean {
    const stored = this.#open(row)
    return stored ? newerSecret(stored, record) === stored : row.version > record.version
  }

  #open({ key, version, sealed }: SealedSecret): SecretRecord | undefined {
    const value = sealed === null ? null : this.sealer.unseal(sealed)
    return value === undefined ? undefined : { key, version, value }
  }
}
