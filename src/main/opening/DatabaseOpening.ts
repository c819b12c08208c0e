import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'
import type { SpaceId } from '../../core/space/Space'
import type { UnreadySpace } from '../../home/SpaceCatalogue'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import { longOpeningWork } from '../../layers/sqlite/longOpeningWork'
import type { OpeningWork } from '../../layers/sqlite/openingWork'
import { peekSpaceName } from '../../layers/sqlite/peekSpaceName'
import type { PreparedDatabase } from '../../layers/sqlite/prepareDatabase'
import type { NewLog } from '../../layers/sqlite/schema'

/** To the process that readies a database. */
export interface OpeningOrder {
  readonly path: string
  readonly newLog: NewLog
}

/** Has one database readied elsewhere; rejects with AppError, `cancelled` when the signal says so. */
export type PrepareElsewhere = (order: OpeningOrder, signal: AbortSignal) => Promise<PreparedDatabase>

/** Readies the databases of spaces in a process of their own, where that takes long, before they are opened here. */
export class DatabaseOpening {
  readonly #runningById = new Map<SpaceId, AbortController>()

  constructor(
    readonly folder: DataFolder,
    readonly environment: Environment,
    readonly elsewhere: PrepareElsewhere,
  ) {}

  /** What a list says of a space that cannot be opened at once; undefined for the others. */
  unready(spaceId: SpaceId): UnreadySpace | undefined {
    const path = this.folder.database(spaceId)
    const work = longOpeningWork(path)
    if (work === 'none') return undefined
    const name = work === 'mend' ? undefined : peekSpaceName(path)
    return { name, sentence: sentenceOf(work, name) }
  }

  /** Resolves when it can be opened at once; undefined when nothing was to be done. Rejects with AppError. */
  async prepare(spaceId: SpaceId): Promise<PreparedDatabase | undefined> {
    const path = this.folder.database(spaceId)
    if (longOpeningWork(path) === 'none') return undefined
    const running = new AbortController()
    this.#runningById.set(spaceId, running)
    try {
      const newLog = { spaceId, logId: hexOf(this.environment.randomBytes(16)) }
      return await this.elsewhere({ path, newLog }, running.signal)
    } catch (error) {
      throw running.signal.aborted ? new AppError({ code: 'space-unready' }, { cause: error }) : error
    } finally {
      this.#runningById.delete(spaceId)
    }
  }

  /** What was done until now is done again the next time. Nothing happens when nothing runs. */
  stop(spaceId: SpaceId): void {
    this.#runningById.get(spaceId)?.abort()
  }

  close(): void {
    for (const running of this.#runningById.values()) running.abort()
  }
}

function sentenceOf(work: OpeningWork, name: string | undefined): string {
  const space = name ?? 'this space'
  if (work === 'upgrade') return `Bringing ${space} up to date…`
  if (work === 'check') return `Checking ${space}, because Grove was not closed in order…`
  if (work === 'mend') return 'The file of this space is damaged. What can be read of it is being recovered…'
  return `Making the file of ${space} smaller…`
}
