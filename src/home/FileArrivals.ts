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

  async #fetch(spaceId: SpaceId, hash: string): Promise<void> {
    for (const pauseMs of PAUSES_MS) {
      if (await this.#ask(spaceId, hash)) return
      if (!this.runsOf(spaceId).some(mayAnswer)) break
      await new Promise<void>((resolve) => {
        this.environment.timers.after(pauseMs, resolve)
      })
    }
    throw new AppError({ code: 'bad-file', path: hash, reason: 'it is not on this machine yet' })
  }

  async #ask(spaceId: SpaceId, hash: string): Promise<boolean> {
    for (const run of this.runsOf(spaceId)) {
      const isHere = await run.files.fetch(hash).then(
        () => true,
        () => false,
      )
      if (isHere) return true
    }
    return false
  }
}

function mayAnswer({ entry, follower }: LayerRun): boolean {
  const { state } = follower.state.current
  return entry.kind === 'server' && state !== 'offline' && state !== 'refused'
}
