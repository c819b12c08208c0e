import type { ErrorDetail } from '../../core/AppError'
import type { Sealer } from '../../core/keys/Sealer'
import { SealedSecrets } from '../../core/space/SealedSecrets'
import type { SecretRecord } from '../../core/space/Secrets'
import { leaveToTransaction } from './PackLog'
import type { SpaceDb, WriteTransaction } from './schema'

/** The sealed secrets of a space in IndexedDB. */
export class SecretRows {
  readonly #secrets: SealedSecrets

  constructor(sealer: Sealer) {
    this.#secrets = new SealedSecrets(sealer)
  }

  get problem(): ErrorDetail | undefined {
    return this.#secrets.problem
  }

  async all(db: SpaceDb): Promise<SecretRecord[]> {
    return this.#secrets.opened(await db.getAll('secret'))
  }

  async save(write: WriteTransaction, records: readonly SecretRecord[]): Promise<void> {
    if (records.length === 0) return
    const secrets = write.objectStore('secret')
    const rowByKey = new Map((await secrets.getAll()).map((row) => [row.key, row]))
    for (const row of this.#secrets.toStore(records, (key) => rowByKey.get(key))) leaveToTransaction(secrets.put(row))
  }
}
