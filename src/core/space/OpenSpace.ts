import { AppError } from '../AppError'
import type { Cancel, Environment } from '../environment'
import { Listeners } from '../Listeners'
import type { Pack } from '../persistence/Pack'
import type {
  Journal,
  PackBatch,
  PersistenceLayer,
  Position,
  StoredSnapshot,
  SyncMemory,
} from '../persistence/PersistenceLayer'
import { Writable, type Readable } from '../Readable'
import { FollowerSync } from '../sync/FollowerSync'
import { PresenceHub } from '../sync/PresenceHub'
import { putBack, RestorePoints } from '../sync/RestorePoints'
import type { VertexId } from '../tree/ops'
import { CommitWatch } from './CommitWatch'
import { ArrivalTimes } from './versions/ArrivalTimes'
import type { Entry, SpaceLook } from './Entry'
import { readEntries, readLook, readPlaceId, type OnFirstEntries } from './firstScreen'
import { JournalDelivery } from './JournalDelivery'
import { LiveSpace } from './LiveSpace'
import type { SaveState } from './SaveState'
import { SaveWatch } from './SaveWatch'
import { JOURNAL, SELF } from './origins'
import { Secrets, type SecretRecord } from './Secrets'
import { Space, type SpaceId } from './Space'

/** The layers of one space, as `spaceManagerSetup.ts` of each home decides them. */
export interface SpaceConnection {
  readonly journal: Journal
  readonly followers?: readonly PersistenceLayer[]
  /** What is remembered of followers; without it they start from zero at each opening. */
  readonly memory?: SyncMemory
}

/**
 * A space that is open here: its journal, the layers that follow the journal, and, once someone looks, the live Space.
 * Everything written anywhere goes to the journal first; only what it has committed goes on to anyone else (SPEC SP2).
 */
export class OpenSpace {
  readonly secrets = new Secrets()
  /** Who is here now. */
  readonly presence: PresenceHub
  readonly #droppedListeners = new Listeners<[]>()
  readonly #acceptedListeners = new Listeners<[packs: readonly Pack[], origin: string]>()
  readonly #head = new Writable<Position>(0)
  readonly #followerById = new Map<string, FollowerSync>()
  #live: LiveSpace | undefined
  #loading: Promise<Space> | undefined
  #isClosed = false
  readonly #delivery: JournalDelivery
  readonly #commits: CommitWatch
  readonly #saving: SaveWatch
  #times: ArrivalTimes | undefined

  private constructor(
    readonly id: SpaceId,
    readonly environment: Environment,
    readonly connection: SpaceConnection,
  ) {
    this.presence = new PresenceHub(environment.timers)
    this.#delivery = new JournalDelivery(connection.journal, environment.timers, (batch) => this.#receive(batch))
    this.#commits = new CommitWatch(connection.journal, (head) => this.#committed(head))
    this.#saving = new SaveWatch(connection.journal, () => this.#live?.hasUnsent ?? false)
    this.secrets.onChange((records, origin) => this.#saveSecrets(records, origin))
  }

  /** Opens the journal and, without waiting for them, its followers. Rejects when the journal cannot be used. */
  static async open(id: SpaceId, environment: Environment, connection: SpaceConnection): Promise<OpenSpace> {
    const open = new OpenSpace(id, environment, connection)
    try {
      const summary = await open.#delivery.open(open.presence)
      open.#head.set(summary.head)
      if (connection.memory) open.#times = new ArrivalTimes(connection.memory, environment, summary)
      open.secrets.merge(await connection.journal.loadSecrets(), JOURNAL)
    } catch (error) {
      await connection.journal.close()
      throw error
    }
    for (const follower of connection.followers ?? []) open.addLayer(follower)
    return open
  }

  get journal(): Journal {
    return this.connection.journal
  }

  /** The journal's head as of its last commit here. */
  get head(): Readable<Position> {
    return this.#head
  }

  get saveState(): Readable<SaveState> {
    return this.#saving.state
  }

  /** When what was written came here; only where this is remembered. */
  get arrivalTimes(): ArrivalTimes | undefined {
    return this.#times
  }

  get liveSpace(): Space | undefined {
    return this.#live?.space
  }

  get followers(): readonly FollowerSync[] {
    return [...this.#followerById.values()]
  }

  hasLayer(layerId: string): boolean {
    return this.#followerById.has(layerId)
  }

  /** Children of a vertex as the first screen shows them, without building the tree; `onFirst`: see `readEntries`. */
  async outline(parentId: VertexId | 'content' | 'trash', onFirst?: OnFirstEntries): Promise<readonly Entry[]> {
    const id = parentId === 'content' || parentId === 'trash' ? await this.placeId(parentId) : parentId
    return id === undefined ? [] : readEntries(this.journal, id, onFirst)
  }

  placeId(kind: 'content' | 'trash'): Promise<VertexId | undefined> {
    return readPlaceId(this.journal, kind)
  }

  look(): Promise<SpaceLook | undefined> {
    return readLook(this.journal)
  }

  /** Builds the live space at the first call; rejects when the journal cannot be read. */
  space(): Promise<Space> {
    if (this.#isClosed) return Promise.reject(new AppError({ code: 'closed' }))
    this.#loading ??= this.#load()
    return this.#loading
  }

  /** For a space that does not exist yet: authors it. */
  createSpace(look: SpaceLook): Space {
    const live: LiveSpace = this.#makeLive((onLocalOps) =>
      Space.create(this.id, look, this.environment, (...which) => live.readTree(...which), onLocalOps),
    )
    this.#live = live
    this.#loading = Promise.resolve(live.space)
    live.sendNow()
    return live.space
  }

  /** Takes packs from a client or layer: durable, and passed on, when a later `flush` resolves. Throws when closed, so
   *  that nobody marks as taken what was not. */
  append(packs: readonly Pack[], origin = SELF): void {
    if (this.#isClosed) throw new AppError({ code: 'closed' })
    this.journal.append(packs)
    this.#commits.look()
    if (packs.length > 0) this.#acceptedListeners.tell(packs, origin)
  }

  /** Packs the journal has accepted and not committed: only for who makes them durable elsewhere (SPEC SY43). */
  onAccepted(listener: (packs: readonly Pack[], origin: string) => void): Cancel {
    return this.#acceptedListeners.add(listener)
  }

  /** Resolves with the head when all written so far is durable in the journal; rejects with AppError when it is not. */
  async flush(): Promise<Position> {
    this.#live?.sendNow()
    const head = await this.journal.flush()
    this.#head.set(Math.max(head, this.#head.current))
    if (this.#saving.problem) throw new AppError(this.#saving.problem)
    return head
  }

  /** Somebody here could not read a snapshot: it is dropped, and whoever makes them is told. */
  dropSnapshot(snapshot: Pick<StoredSnapshot, 'treeId' | 'through'>): void {
    // It is only a cache: one that stays is found again.
    this.journal.dropSnapshot(snapshot).then(
      () => this.#droppedListeners.tell(),
      () => undefined,
    )
  }

  onSnapshotDropped(listener: () => void): Cancel {
    return this.#droppedListeners.add(listener)
  }

  /** What was where before much of it was taken away. */
  get restorePoints(): RestorePoints {
    return new RestorePoints(this.connection.memory, this.environment)
  }

  /** Puts back what a restore point remembers and is not there any more; resolves with how many entries that were. */
  async restore(pointId: string): Promise<number> {
    const point = (await this.restorePoints.list()).find(({ id }) => id === pointId)
    if (!point) throw new AppError({ code: 'bad-request', reason: 'this restore point is not here any more' })
    const restored = putBack(await this.space(), point)
    await this.flush()
    return restored
  }

  /** The layer begins to follow the journal: takes what it lacks, gives what it has. Nothing waits for it. */
  addLayer(layer: PersistenceLayer): void {
    if (this.#isClosed || this.#followerById.has(layer.id)) return
    const follower = new FollowerSync(this, layer, this.connection.memory)
    this.#followerById.set(layer.id, follower)
    follower.start()
  }

  async removeLayer(layerId: string): Promise<void> {
    const follower = this.#followerById.get(layerId)
    this.#followerById.delete(layerId)
    await follower?.close()
  }

  /** Flushes the journal, then gives followers what it holds as far as they take it. Never rejects. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#live?.dispose()
    this.#isClosed = true
    this.#commits.close()
    this.#delivery.close()
    await this.journal.flush().then(
      (head) => this.#head.set(head),
      () => undefined,
    )
    await Promise.all(this.followers.map((follower) => follower.close()))
    this.presence.leave(SELF)
    await this.#times?.close(this.#head.current)
    await this.journal.close()
    this.presence.close()
  }

  async #load(): Promise<Space> {
    const live = this.#makeLive()
    this.#live = live
    try {
      await live.load()
      await live.follow(this.#head.current)
    } catch (error) {
      live.dispose()
      this.#live = undefined
      this.#loading = undefined
      throw error
    }
    return live.space
  }

  #makeLive(make?: (onLocalOps: () => void) => Space): LiveSpace {
    return new LiveSpace(
      {
        id: this.id,
        journal: this.journal,
        environment: this.environment,
        send: (packs) => this.append(packs),
        onUnsent: () => this.#saving.look(),
        onProblem: (problem, isUnsavable) => {
          if (isUnsavable) this.#saving.setUnsavable(problem)
          else this.#saving.look()
        },
      },
      make,
    )
  }

  #committed(head: Position): void {
    // Who looks at the space here comes before who is to be told elsewhere.
    this.#live?.follow(head).catch((error: unknown) => this.#saving.setUnsavable(AppError.detailOf(error)))
    this.#head.set(Math.max(head, this.#head.current))
    this.#times?.committed(head)
  }

  #saveSecrets(records: readonly SecretRecord[], origin: string): void {
    if (origin !== JOURNAL) this.journal.saveSecrets(records)
    for (const { layer } of this.followers) if (layer.id !== origin) layer.saveSecrets(records)
  }

  /** From a two-way journal: what others wrote there. */
  #receive({ packs, secrets }: PackBatch): Promise<void> {
    this.secrets.merge(secrets, JOURNAL)
    return this.#live?.merge(packs) ?? Promise.resolve()
  }
}
