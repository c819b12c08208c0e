import type { SpaceSummary } from '../bridge/contract'
import { AppError, describeError } from '../core/AppError'
import type { Cancel } from '../core/environment'
import { Writable, type Readable } from '../core/Readable'
import type { SpaceLook } from '../core/space/Entry'
import { examineSpace } from '../core/space/examineSpace'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { SpaceId } from '../core/space/Space'
import type { SpaceManager } from '../core/space/SpaceManager'

const LOOK_AGAIN_AFTER_MS = 150

/** Where a home's spaces lie: the data folder, the browser's storage. */
export interface SpacePlaces {
  spaceIds(): Promise<readonly SpaceId[]>
  /** Where one lies, as a person may look for it. */
  space(id: SpaceId): string
  /** Of a space whose store must be readied before it opens, which takes a while; undefined for all others. */
  unready?(id: SpaceId): UnreadySpace | undefined
}

/** What is to be told of a space while its store is readied. */
export interface UnreadySpace {
  /** Undefined when the store does not tell. */
  readonly name: string | undefined
  readonly sentence: string
}

/**
 * The spaces of this home, with what the switcher shows of them. A space that cannot be opened is listed with the
 * reason; it keeps nobody from the others.
 */
export class SpaceCatalogue {
  readonly #summaries = new Writable<readonly SpaceSummary[]>([])
  readonly #heldById = new Map<SpaceId, Promise<OpenSpace>>()
  readonly #pendingLooks = new Map<SpaceId, Cancel>()
  readonly #stopFollowing: Cancel[] = []
  readonly #opened: OpenSpace[] = []
  readonly #openListeners: ((open: OpenSpace) => void)[] = []
  #loading: Promise<void> | undefined
  #isClosed = false

  constructor(
    readonly manager: SpaceManager,
    readonly places: SpacePlaces,
  ) {}

  get summaries(): Readable<readonly SpaceSummary[]> {
    return this.#summaries
  }

  /** Looks at every space once. Those whose store must be readied first are listed as such, and nobody waits for them. */
  load(): Promise<void> {
    this.#loading ??= this.#load()
    return this.#loading
  }

  /** All spaces, once each has been looked at. */
  async list(): Promise<readonly SpaceSummary[]> {
    await this.load()
    return this.#summaries.current
  }

  async create(look: SpaceLook): Promise<SpaceSummary> {
    const open = await this.manager.createSpace(look)
    this.#heldById.set(open.id, Promise.resolve(open))
    this.#follow(open)
    const summary = { id: open.id, ...look, problem: null, canOpen: true }
    this.#put(summary)
    return summary
  }

  /**
   * A place here for a space that exists elsewhere, for this session and the next ones: empty until a layer fills it, and
   * not to be opened before. A space that is here already is only opened.
   */
  async adopt(id: SpaceId, name: string): Promise<OpenSpace> {
    await this.load()
    if (this.#find(id)) return this.hold(id)
    const adopting = this.manager.adoptSpace(id)
    this.#heldById.set(id, adopting)
    try {
      const open = await adopting
      this.#follow(open)
      this.#put({ ...nameless(id), name, problem: 'This space is on its way here.' })
      return open
    } catch (error) {
      this.#heldById.delete(id)
      throw error
    }
  }

  /** Opens the space for this session and keeps its line up to date. Rejects with the reason it cannot be opened. */
  async hold(id: SpaceId): Promise<OpenSpace> {
    await this.load()
    const known = this.#find(id)
    if (!known) throw new AppError({ code: 'space-missing', space: id })
    const held = this.#heldById.get(id)
    if (held) return held
    const unready = this.manager.openIds.includes(id) ? undefined : this.places.unready?.(id)
    const opening = this.manager.openSpace(id)
    this.#heldById.set(id, opening)
    if (unready) this.#put(readying(id, unready, known))
    try {
      const open = await opening
      this.#follow(open)
      if (unready) await this.#look(open)
      return open
    } catch (error) {
      this.#heldById.delete(id)
      const { isReadying: _, ...settled } = known
      this.#put({ ...settled, ...this.#unopened(id, describeError(AppError.detailOf(error))) })
      throw error
    }
  }

  /** What is to be told of a space now. Rejects with AppError when it is not here or cannot be opened. */
  async summary(id: SpaceId): Promise<SpaceSummary> {
    await this.#look(await this.hold(id))
    const summary = this.#find(id)
    if (!summary) throw new AppError({ code: 'space-missing', space: id })
    return summary
  }

  /** The spaces in use in this session. */
  async held(): Promise<OpenSpace[]> {
    const settled = await Promise.allSettled(this.#heldById.values())
    return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  }

  /** Told of every space that opens for this session, those that are open already first. */
  onOpen(listener: (open: OpenSpace) => void): void {
    this.#openListeners.push(listener)
    for (const open of this.#opened) listener(open)
  }

  /** Looks no more; the spaces are closed by the manager. */
  close(): void {
    this.#isClosed = true
    this.#openListeners.length = 0
    for (const stop of this.#stopFollowing.splice(0)) stop()
    for (const cancel of this.#pendingLooks.values()) cancel()
    this.#pendingLooks.clear()
  }

  async #load(): Promise<void> {
    const later: SpaceId[] = []
    for (const id of await this.places.spaceIds()) {
      const unready = this.places.unready?.(id)
      if (unready) later.push(id)
      this.#put(unready ? readying(id, unready) : await this.#examine(id))
    }
    void this.#examineAll(later)
  }

  async #examineAll(ids: readonly SpaceId[]): Promise<void> {
    for (const id of ids) if (!this.#isClosed) this.#put(await this.#examine(id))
  }

  async #examine(id: SpaceId): Promise<SpaceSummary> {
    const { look, problem } = await examineSpace(this.manager, id)
    if (look) return { id, ...look, problem, canOpen: true }
    const nothing = `Nothing of this space is here. Its place is ${this.places.space(id)}.`
    return { ...nameless(id), ...this.#unopened(id, problem ?? nothing) }
  }

  /** What could not be readied to the end can be tried again. */
  #unopened(id: SpaceId, problem: string): Pick<SpaceSummary, 'problem' | 'canOpen'> {
    return { problem, canOpen: this.places.unready?.(id) !== undefined }
  }

  /** Renaming a space happens in some window, and its arrival in a layer; here both show as a commit. */
  #follow(open: OpenSpace): void {
    this.#opened.push(open)
    for (const listener of this.#openListeners) listener(open)
    const lookAgain = (): void => {
      this.#pendingLooks.delete(open.id)
      this.#look(open).catch(() => undefined)
    }
    const stop = open.head.subscribe(() => {
      if (this.#pendingLooks.has(open.id)) return
      this.#pendingLooks.set(open.id, this.manager.environment.timers.after(LOOK_AGAIN_AFTER_MS, lookAgain))
    })
    this.#stopFollowing.push(stop)
  }

  async #look(open: OpenSpace): Promise<void> {
    const look = await open.look()
    const known = this.#find(open.id)
    if (!look || !known) return
    const { isReadying: _, ...settled } = known
    this.#put({ ...settled, ...look, problem: known.canOpen ? known.problem : null, canOpen: true })
  }

  #find(id: SpaceId): SpaceSummary | undefined {
    return this.#summaries.current.find((summary) => summary.id === id)
  }

  #put(summary: SpaceSummary): void {
    const known = this.#find(summary.id)
    if (known && JSON.stringify(known) === JSON.stringify(summary)) return
    const others = this.#summaries.current.filter(({ id }) => id !== summary.id)
    this.#summaries.set([...others, summary].sort(byName))
  }
}

function readying(id: SpaceId, { name, sentence }: UnreadySpace, known: SpaceSummary = nameless(id)): SpaceSummary {
  return { ...known, name: name ?? known.name, problem: sentence, canOpen: false, isReadying: true }
}

function nameless(id: SpaceId): SpaceSummary {
  return { id, name: `Space ${id.slice(0, 6)}`, color: 'gray', icon: '⚠️', problem: null, canOpen: false }
}

function byName(a: SpaceSummary, b: SpaceSummary): number {
  return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1)
}
