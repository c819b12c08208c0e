import { parseSearch } from '../../core/search/parseSearch'
import type { SearchAnswer, SearchIndex, SearchProgress, SearchQuestion } from '../../core/search/SearchIndex'
import type { SearchTerm } from '../../core/search/SearchTerm'
import type { SpaceId } from '../../core/space/Space'
import type { SearchPlace } from './SearchPlace'
import { SpaceSearch, type FoundInSpace, type SpaceSearchOptions } from './SpaceSearch'

export interface SpacesSearchOptions extends Pick<SpaceSearchOptions, 'environment' | 'textOf'> {
  readonly placeOf: (spaceId: SpaceId) => SearchPlace
  /** While an index is made; null when it is done. */
  readonly onProgress: (spaceId: SpaceId, progress: SearchProgress | null) => void
}

/** What a person waits for before the answer: a handful of documents that were changed since the last one. */
const STEPS_BEFORE_ANSWER = 3
const PROGRESS_EVERY_MS = 250

interface Held {
  readonly search: SpaceSearch
  /** Set while the rest is read. */
  reading: Promise<void> | undefined
}

/** Searches the spaces of this machine. Works in short steps, with turns of the event loop in between. */
export class SpacesSearch implements SearchIndex {
  readonly #options: SpacesSearchOptions
  readonly #heldById = new Map<SpaceId, Held>()
  #isClosed = false

  constructor(options: SpacesSearchOptions) {
    this.#options = options
  }

  async find({ spaceIds, text, limit }: SearchQuestion): Promise<SearchAnswer> {
    const terms = parseSearch(text)
    const found: FoundInSpace[] = []
    const problems: { spaceId: SpaceId; sentence: string }[] = []
    const going: SearchProgress[] = []
    for (const spaceId of spaceIds) {
      try {
        const held = this.#hold(spaceId)
        await this.#refresh(spaceId, held)
        const progress = held.search.progress()
        if (progress) going.push(progress)
        if (terms.length > 0) found.push(held.search.find(terms, limit))
      } catch (error) {
        problems.push({ spaceId, sentence: this.#options.placeOf(spaceId).describe(error) })
        await this.#let(spaceId)
      }
    }
    return { ...merged(found, terms, limit), progress: sum(going), problems }
  }

  /** Reads all that there is to read. Rejects with what the disk or SQLite says. */
  async index(spaceId: SpaceId): Promise<void> {
    const held = this.#hold(spaceId)
    await held.search.look()
    await this.#readAll(spaceId, held)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#heldById.keys()].map((spaceId) => this.#let(spaceId)))
  }

  /** What was written last is found at once; what takes longer goes on by itself. */
  async #refresh(spaceId: SpaceId, held: Held): Promise<void> {
    await held.search.look()
    // What is read already comes first, and this is newer than the rest of that.
    const steps = held.reading ? 1 : STEPS_BEFORE_ANSWER
    for (let step = 0; step < steps; step++) {
      if (await held.search.readSome()) continue
      held.search.commit()
      return
    }
    // Whoever asks next is told what went wrong.
    this.#readAll(spaceId, held).catch(() => undefined)
  }

  #readAll(spaceId: SpaceId, held: Held): Promise<void> {
    held.reading ??= this.#readOn(spaceId, held).finally(() => {
      held.reading = undefined
    })
    return held.reading
  }

  async #readOn(spaceId: SpaceId, { search }: Held): Promise<void> {
    const { environment, onProgress } = this.#options
    let toldAt = environment.now()
    while (!this.#isClosed && ((await search.readSome()) || (await search.look()))) {
      // Questions come in between.
      await new Promise<void>((resolve) => void environment.timers.defer(resolve))
      if (Math.abs(environment.now() - toldAt) < PROGRESS_EVERY_MS) continue
      toldAt = environment.now()
      onProgress(spaceId, search.progress())
    }
    search.commit()
    if (!this.#isClosed) onProgress(spaceId, null)
  }

  #hold(spaceId: SpaceId): Held {
    const held = this.#heldById.get(spaceId)
    if (held) return held
    const { environment, textOf, placeOf } = this.#options
    const opened = {
      search: new SpaceSearch({ spaceId, environment, textOf, place: placeOf(spaceId) }),
      reading: undefined,
    }
    this.#heldById.set(spaceId, opened)
    return opened
  }

  async #let(spaceId: SpaceId): Promise<void> {
    const held = this.#heldById.get(spaceId)
    this.#heldById.delete(spaceId)
    await held?.search.close()
    await held?.reading?.catch(() => undefined)
  }
}

function merged(
  found: readonly FoundInSpace[],
  terms: readonly SearchTerm[],
  limit: number,
): Pick<SearchAnswer, 'hits' | 'count' | 'isMore'> {
  const hits = found.flatMap((one) => one.hits)
  // Each space's own are in order already, also where they were not weighed.
  if (found.length > 1 && terms.length > 0) hits.sort((a, b) => a.score - b.score)
  return {
    hits: hits.slice(0, limit).map(({ hit }) => hit),
    count: found.reduce((count, one) => count + one.count, 0),
    isMore: found.some(({ isMore }) => isMore),
  }
}

function sum(going: readonly SearchProgress[]): SearchProgress | null {
  if (going.length === 0) return null
  return {
    done: going.reduce((done, one) => done + one.done, 0),
    total: going.reduce((total, one) => total + one.total, 0),
  }
}
