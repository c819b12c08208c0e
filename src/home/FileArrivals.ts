import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import type { SpaceId } from '../core/space/Space'
import type { LayerRun } from './LayerRun'

/** A file that somebody has just added elsewhere is there after a moment; one that is far away, after some more. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000]

/** Files that are shown before they are here: fetched at once from whichever layer has them. */
export class FileArrivals {
  readonly #arrivalByKey = new Map<string, Promise<void>>()

  constructor(
    readonly runsOf: (spaceId: SpaceId) => readonly LayerRun[],
    readonly environment: Environment,
  ) {}

  /**
   * Resolves when the file is here. Asks again for about a minute while anybody answers, then rejects with AppError; whoever
   * still wants it may ask anew.
   */
  fetch(spaceId: SpaceId, hash: string): Promise<void> {
    const key = `${spaceId}/${hash}`
    const known = this.#arrivalByKey.get(key)
    if (known) return known
    const arrival = this.#fetch(spaceId, hash).finally(() => this.#arrivalByKey.delete(key))
    this.#arrivalByKey.set(key, arrival)
    return arrival
  }

  /**
   * Resolves when the file is here. Asks everybody who can be reached once, and waits for nobody else: for whoever needs many
   * files. Rejects with `file-elsewhere`.
   */
  async bring(spaceId: SpaceId, hash: string): Promise<void> {
    if (await this.#ask(this.runsOf(spaceId).filter(isThere), hash)) return
    const runs = this.runsOf(spaceId)
    const asked = runs.length === 0 ? 'nobody' : runs.every(isThere) ? 'not-there' : 'offline'
    throw new AppError({ code: 'file-elsewhere', asked })
  }

  async #fetch(spaceId: SpaceId, hash: string): Promise<void> {
    for (const pauseMs of PAUSES_MS) {
      if (await this.#ask(this.runsOf(spaceId), hash)) return
      if (!this.runsOf(spaceId).some(mayAnswer)) break
      await new Promise<void>((resolve) => {
        this.environment.timers.after(pauseMs, resolve)
      })
    }
    throw new AppError({ code: 'bad-file', path: hash, reason: 'it is not on this machine yet' })
  }

  async #ask(runs: readonly LayerRun[], hash: string): Promise<boolean> {
    for (const run of runs) {
      const isHere = await run.files.fetch(hash).then(
        () => true,
        () => false,
      )
      if (isHere) return true
    }
    return false
  }
}

function mayAnswer(run: LayerRun): boolean {
  return run.entry.kind === 'server' && isThere(run)
}

function isThere({ follower }: LayerRun): boolean {
  const { state } = follower.state.current
  return state !== 'offline' && state !== 'refused'
}
