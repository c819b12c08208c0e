import { AppError, type ErrorDetail } from '../../AppError'
import type { Cancel, Environment } from '../../environment'
import type { Position } from '../../persistence/PersistenceLayer'
import type { OpenSpace } from '../OpenSpace'
import type { SpaceId } from '../Space'
import type { CompactionReport } from './compactSpace'

/** What one space got, or why it did not. */
export type CompactionNews =
  | { readonly spaceId: SpaceId; readonly state: 'begun' }
  | ({ readonly spaceId: SpaceId; readonly state: 'done'; readonly tookMs: number } & CompactionReport)
  | { readonly spaceId: SpaceId; readonly state: 'failed'; readonly detail: ErrorDetail }

export interface CompactorOptions {
  readonly environment: Environment
  /** Makes one space quicker to open. `after`: what stands before it was looked at already. Ends soon when aborted. */
  readonly compact: (
    open: OpenSpace,
    after: Position,
    signal: { readonly aborted: boolean },
  ) => Promise<CompactionReport>
  readonly onNews: (news: CompactionNews) => void
}

/** Where the work on a log has got to. */
interface Done {
  readonly logId: string
  readonly position: Position
  readonly opCount: number
}

interface Watched {
  readonly open: OpenSpace
  done: Done
  cancel: Cancel | undefined
  /** When the first change came that was not worked on yet. */
  changedAtMs: number | undefined
  stop: Cancel
}

const NOTE = 'compacted'
const NOTHING: Done = { logId: '', position: 0, opCount: 0 }
/** Fewer new ops cannot put any tree far behind its snapshot. */
const ENOUGH_OPS = 500
/** Nobody is writing when nothing was committed for this long. */
const QUIET_MS = 3000
/** Somebody always writes in a busy space: it is not left waiting for quiet. */
const LATEST_MS = 60_000

/** Sees to it that every open space stays quick to open: works on one at a time, when it is quiet. */
export class Compactor {
  readonly #options: CompactorOptions
  readonly #watchedById = new Map<SpaceId, Watched>()
  readonly #signal = { aborted: false }
  #working: Promise<void> = Promise.resolve()

  constructor(options: CompactorOptions) {
    this.#options = options
  }

  /** Looks after the space until the cancel is called. */
  watch(open: OpenSpace): Cancel {
    const watched: Watched = { open, done: NOTHING, cancel: undefined, changedAtMs: undefined, stop: () => undefined }
    this.#watchedById.set(open.id, watched)
    const stopHead = open.head.subscribe(() => this.#changed(watched))
    const stopDropped = open.onSnapshotDropped(() => {
      watched.done = NOTHING
      this.#changed(watched)
    })
    watched.stop = () => {
      stopHead()
      stopDropped()
      watched.cancel?.()
      if (this.#watchedById.get(open.id) === watched) this.#watchedById.delete(open.id)
    }
    readDone(open).then(
      (done) => {
        watched.done = done
        this.#changed(watched)
      },
      () => this.#changed(watched),
    )
    return () => watched.stop()
  }

  /** Begins nothing more; resolves when what runs has ended. Leaves no timer. */
  async close(): Promise<void> {
    this.#signal.aborted = true
    for (const watched of [...this.#watchedById.values()]) watched.stop()
    await this.#working
  }

  /** Waits for quiet, if there is anything to do. */
  #changed(watched: Watched): void {
    const { open, done } = watched
    if (!this.#isWanted(watched)) return
    const { logId, opCount } = open.journal.summary()
    if (opCount - (logId === done.logId ? done.opCount : 0) < ENOUGH_OPS) return
    const { timers, now } = this.#options.environment
    watched.changedAtMs ??= now()
    const leftMs = watched.changedAtMs + LATEST_MS - now()
    watched.cancel?.()
    watched.cancel = timers.after(Math.max(0, Math.min(QUIET_MS, leftMs)), () => {
      watched.cancel = undefined
      watched.changedAtMs = undefined
      this.#working = this.#working.then(() => this.#work(watched))
    })
  }

  #isWanted(watched: Watched): boolean {
    return !this.#signal.aborted && this.#watchedById.get(watched.open.id) === watched
  }

  async #work(watched: Watched): Promise<void> {
    const { open } = watched
    const { environment, compact, onNews } = this.#options
    if (!this.#isWanted(watched)) return
    const startedAtMs = environment.now()
    onNews({ spaceId: open.id, state: 'begun' })
    try {
      const { logId, head, opCount } = open.journal.summary()
      const after = logId === watched.done.logId ? watched.done.position : 0
      const report = await compact(open, after, this.#signal)
      if (!this.#isWanted(watched)) return
      watched.done = { logId, position: head, opCount }
      open.connection.memory?.saveNote(NOTE, JSON.stringify(watched.done))
      onNews({ spaceId: open.id, state: 'done', ...report, tookMs: environment.now() - startedAtMs })
    } catch (error) {
      if (!this.#isWanted(watched)) return
      // Tried again after the next changes: nothing depends on it.
      onNews({ spaceId: open.id, state: 'failed', detail: AppError.detailOf(error) })
    }
  }
}

async function readDone(open: OpenSpace): Promise<Done> {
  const text = await open.connection.memory?.loadNote(NOTE)
  if (text === undefined) return NOTHING
  const { logId, position, opCount } = JSON.parse(text) as Partial<Done>
  return { logId: logId ?? '', position: position ?? 0, opCount: opCount ?? 0 }
}
