import initSqlite, { type SAHPoolUtil, type Sqlite3Static } from '@sqlite.org/sqlite-wasm'
import type { Timers } from '../../core/environment'
import type { SpaceId } from '../../core/space/Space'
import type { SearchLog } from '../search/SearchLog'
import type { SearchPlace } from '../search/SearchPlace'
import { WasmSearchPlace } from './WasmSearchPlace'

/** An index has a file, and another one while it is written. */
const FILES_PER_INDEX = 2
/** Of the worker before this one, which lets go of the files a moment after it has ended. */
const PATIENCE_MS = 3000
const AGAIN_MS = 100

/**
 * The indexes of all spaces of a browser. They lie in the origin's own file system, where one worker at a time can have them;
 * where there is none, or somebody keeps it, they are in memory for as long as this worker lasts.
 */
export class SearchFiles {
  private constructor(
    readonly sqlite: Sqlite3Static,
    readonly pool: SAHPoolUtil | undefined,
    readonly openLog: (spaceId: SpaceId) => SearchLog,
  ) {}

  /** Rejects where the browser runs no WebAssembly. */
  static async open(openLog: (spaceId: SpaceId) => SearchLog, timers: Timers): Promise<SearchFiles> {
    const sqlite = await initSqlite()
    return new SearchFiles(sqlite, await openPool(sqlite, timers), openLog)
  }

  /** Removes the indexes of all other spaces: theirs are gone from this browser. */
  keepOnly(spaceIds: readonly SpaceId[]): void {
    const { pool } = this
    const kept = new Set(spaceIds.flatMap(filesOf))
    for (const name of pool?.getFileNames() ?? []) if (!kept.has(name)) pool?.unlink(name)
  }

  /** Before their places are used: files can be made only by somebody who waits for it. Opening says so where there is no room. */
  async makeRoom(spaceIds: readonly SpaceId[]): Promise<void> {
    const { pool } = this
    if (!pool) return
    const names = new Set([
      ...pool.getFileNames().filter((name) => !name.endsWith('-journal')),
      ...spaceIds.map(nameOf),
    ])
    await pool.reserveMinimumCapacity(names.size * FILES_PER_INDEX).catch(() => undefined)
  }

  placeOf(spaceId: SpaceId): SearchPlace {
    const { sqlite, pool } = this
    const name = nameOf(spaceId)
    return new WasmSearchPlace({
      sqlite,
      openLog: () => this.openLog(spaceId),
      open: () => (pool ? new pool.OpfsSAHPoolDb(name) : new sqlite.oo1.DB(':memory:')),
      discard: () => {
        for (const file of filesOf(spaceId)) pool?.unlink(file)
      },
    })
  }

  /** Lets go of the files; every index is closed before. */
  close(): void {
    this.pool?.pauseVfs()
  }
}

function nameOf(spaceId: SpaceId): string {
  return `/${spaceId}.sqlite`
}

/** The index, and what it is written by. */
function filesOf(spaceId: SpaceId): string[] {
  return [nameOf(spaceId), `${nameOf(spaceId)}-journal`]
}

async function openPool(sqlite: Sqlite3Static, timers: Timers): Promise<SAHPoolUtil | undefined> {
  const options = {
    name: 'grove-search',
    directory: 'grove-search',
    // What is there stays there, however this ends; and the next try is one.
    preserveOnInitFailure: true,
    forceReinitIfPreviouslyFailed: true,
    verbosity: 0,
  }
  for (let waited = 0; ; waited += AGAIN_MS) {
    try {
      return await sqlite.installOpfsSAHPoolVfs(options)
    } catch (error) {
      if (!isHeld(error) || waited >= PATIENCE_MS) return undefined
      await new Promise<void>((resolve) => void timers.after(AGAIN_MS, resolve))
    }
  }
}

/** Chrome and Firefox say one, Safari the other. */
const HELD = ['NoModificationAllowedError', 'InvalidStateError']

function isHeld(error: unknown): boolean {
  return error instanceof DOMException && HELD.includes(error.name)
}
