import { opCountOf } from '../core/persistence/Pack'
import type { LogPage, Position } from '../core/persistence/PersistenceLayer'
import type { Turns } from '../core/Turns'
import { SQLitePersistenceLayer, type SQLiteOptions } from '../layers/sqlite/SQLitePersistenceLayer'
import type { Metrics } from './Metrics'

/**
 * The journal of a space on a server, which also counts what is read and how long commits take, and closes in its turn: what
 * is left to be written into its file holds up everybody.
 */
export class MeteredPersistenceLayer extends SQLitePersistenceLayer {
  readonly #metrics: Metrics
  readonly #closing: Turns

  constructor(options: SQLiteOptions, metrics: Metrics, closing: Turns) {
    super(options)
    this.#metrics = metrics
    this.#closing = closing
  }

  override readNow(position: Position, limitOps: number): LogPage {
    const page = super.readNow(position, limitOps)
    this.#metrics.opsOut.inc(opCountOf(page.packs))
    return page
  }

  override async flush(): Promise<Position> {
    if (this.status.current.pendingOps === 0) return super.flush()
    const stop = this.#metrics.commits.startTimer()
    try {
      return await super.flush()
    } finally {
      stop()
    }
  }

  override close(): Promise<void> {
    return this.#closing.begin(() => super.close())
  }
}
