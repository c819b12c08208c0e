import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { Position } from '../../core/persistence/PersistenceLayer'
import type { CompactionReport } from '../../core/space/compaction/compactSpace'
import type { OpenSpace } from '../../core/space/OpenSpace'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import { SQLitePersistenceLayer } from '../../layers/sqlite/SQLitePersistenceLayer'
import type { Log } from '../openLog'
import { CompactionProcess, type StartCompaction } from './CompactionProcess'

/** Between two steps main has time for everything else. */
const PAUSE_MS = 20

/** Packs the spaces of this machine in a process of its own; main only stores what that made, in short steps. */
export class SpaceCompaction {
  #process: CompactionProcess | undefined
  #isClosed = false

  constructor(
    readonly folder: DataFolder,
    readonly environment: Environment,
    readonly log: Pick<Log, 'info'>,
    readonly start: StartCompaction,
  ) {}

  /** One space at a time. */
  async compact(open: OpenSpace, after: Position): Promise<CompactionReport> {
    const { journal } = open
    if (!this.#isOpen()) throw new AppError({ code: 'cancelled' })
    if (!(journal instanceof SQLitePersistenceLayer)) return { snapshots: 0, segments: 0 }
    const process = new CompactionProcess(this.start, async (given) => {
      await this.#pause()
      const isTaken = given.kind === 'snapshot' || journal.applySegment(given.segment)
      if (given.kind === 'snapshot') await journal.saveSnapshot(given.snapshot)
      this.log.info('compaction', open.id, 'stored', given.kind, isTaken)
      return isTaken
    })
    this.#process = process
    try {
      const report = await process.compact(this.folder.database(open.id), after)
      while (this.#isOpen() && journal.reclaim()) await this.#pause()
      return report
    } finally {
      process.end()
      this.#process = undefined
    }
  }

  /** What runs ends at once. */
  close(): void {
    this.#isClosed = true
    this.#process?.end()
  }

  #isOpen(): boolean {
    return !this.#isClosed
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.environment.timers.after(PAUSE_MS, resolve)
    })
  }
}
