import type { DocumentPlace, SpaceSyncSummary } from '../bridge/contract'
import { AppError, type ErrorDetail } from '../core/AppError'
import type { Cancel, Environment } from '../core/environment'
import { Writable, type Readable } from '../core/Readable'
import type { FileStore } from '../core/space/FileStore'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { SpaceId } from '../core/space/Space'
import type { TreeId } from '../core/tree/ops'
import type { Ciphers } from './Ciphers'
import type { MakeLayer } from './HomeLayer'
import type { Keyring } from './Keyring'
import type { SpaceEntry } from './keyringData'
import type { LayerRun } from './LayerRun'
import { RestingLayer } from './RestingLayer'
import type { Servers } from './Servers'
import { SpaceLayers } from './SpaceLayers'

export interface SyncDeskOptions {
  readonly keyring: Keyring
  readonly ciphers: Ciphers
  readonly servers: Servers
  readonly environment: Environment
  /** Opens a space for as long as this home runs. */
  readonly hold: (id: SpaceId) => Promise<OpenSpace>
  readonly filesOf: (id: SpaceId) => FileStore
  readonly make: MakeLayer
}

interface KeptSpace {
  layers: SpaceLayers | undefined
  /** Why it cannot be opened. */
  problem: ErrorDetail | null
}

const TELL_AFTER_MS = 100

/** Keeps every space that has layers open, and its layers in step, as the keyring says. */
export class SyncDesk {
  readonly #options: SyncDeskOptions
  readonly #keptById = new Map<SpaceId, KeptSpace>()
  readonly #summaries = new Writable<readonly SpaceSyncSummary[]>([])
  #stopListening: Cancel | undefined
  #cancelTell: Cancel | undefined

  constructor(options: SyncDeskOptions) {
    this.#options = options
  }

  /** Told at most every 100 ms. */
  get summaries(): Readable<readonly SpaceSyncSummary[]> {
    return this.#summaries
  }

  /** Nothing waits for the layers; a space that cannot be opened keeps nobody from the others. */
  start(): void {
    this.#stopListening = this.#options.keyring.entries.subscribe(() => this.#follow())
    this.#follow()
  }

  /** In place of `start`: nothing follows, and what there is to follow is told as paused. */
  rest(): void {
    this.#tellSoon()
  }

  /** The machine woke up, the network is back. */
  retryNow(): void {
    for (const run of this.#runs()) this.#retry(run)
  }

  /** This device was signed in there. */
  retryServer(url: string): void {
    for (const run of this.#runs()) if (run.entry.kind === 'server' && run.entry.place === url) this.#retry(run)
  }

  /** Resolves when it has met the layers as far as they answer. */
  async syncNow(spaceId: SpaceId, layerId?: string): Promise<void> {
    const layers = await this.#layersOf(spaceId)
    const runs = layerId === undefined ? layers.runs : [layers.run(layerId)]
    await Promise.all(
      runs.map((run) => {
        this.#retry(run)
        return run.syncNow()
      }),
    )
  }

  /** The layer as it follows now; rejects with AppError when it does not. */
  async run(spaceId: SpaceId, layerId: string): Promise<LayerRun> {
    return (await this.#layersOf(spaceId)).run(layerId)
  }

  async placesOf(spaceId: SpaceId, treeId: TreeId): Promise<readonly DocumentPlace[]> {
    return this.#options.keyring.space(spaceId) ? (await this.#layersOf(spaceId)).placesOf(treeId) : []
  }

  /** A file was stored here. */
  fileAdded(spaceId: SpaceId, hash: string): void {
    for (const run of this.runsOf(spaceId)) run.files.add(hash)
  }

  /** Many were. */
  filesAdded(spaceId: SpaceId): void {
    this.#keptById.get(spaceId)?.layers?.filesChanged()
  }

  /** The layers of a space that follow now. */
  runsOf(spaceId: SpaceId): readonly LayerRun[] {
    return this.#keptById.get(spaceId)?.layers?.runs ?? []
  }

  /** Looks no more; the layers close with their spaces. */
  async close(): Promise<void> {
    this.#stopListening?.()
    const layers = [...this.#keptById.values()].flatMap((kept) => kept.layers ?? [])
    this.#keptById.clear()
    await Promise.all(layers.map((of) => of.close()))
    this.#cancelTell?.()
  }

  #runs(): readonly LayerRun[] {
    return [...this.#keptById.values()].flatMap(({ layers }) => layers?.runs ?? [])
  }

  #retry(run: LayerRun): void {
    if (run.entry.kind === 'server') this.#options.servers.connection(run.entry.place).link.retryNow()
    if (run.follower.state.current.state !== 'in-step') run.retry()
  }

  #follow(): void {
    for (const entry of this.#options.keyring.entries.current.spaces) {
      if (entry.layers.length > 0 || this.#keptById.has(entry.id)) {
        this.#keep(entry).catch((error: unknown) => this.#failed(entry.id, error))
      }
    }
    this.#tellSoon()
  }

  async #keep({ id, layers }: SpaceEntry): Promise<void> {
    const kept = this.#keptById.get(id) ?? { layers: undefined, problem: null }
    this.#keptById.set(id, kept)
    const open = await this.#options.hold(id)
    if (this.#keptById.get(id) !== kept) return
    kept.problem = null
    kept.layers ??= this.#newLayers(open)
    await kept.layers.set(layers)
  }

  #newLayers(open: OpenSpace): SpaceLayers {
    const { ciphers, servers, filesOf, make } = this.#options
    return new SpaceLayers({
      open,
      make: (entry, cipher) =>
        make({ entry, open, cipher, files: filesOf(open.id), server: () => servers.connection(entry.place) }),
      cipherOf: (entry) => ciphers.ofLayer(open.id, entry),
      onChange: () => this.#tellSoon(),
      onLoginRefused: ({ place }) => void servers.connection(place).checkLogin(),
    })
  }

  #failed(id: SpaceId, error: unknown): void {
    const kept = this.#keptById.get(id)
    if (kept) kept.problem = AppError.detailOf(error)
    this.#tellSoon()
  }

  /** Waits until the layers are what the keyring says. */
  async #layersOf(id: SpaceId): Promise<SpaceLayers> {
    const entry = this.#options.keyring.space(id)
    if (entry) await this.#keep(entry)
    const layers = this.#keptById.get(id)?.layers
    if (!layers) throw new AppError({ code: 'bad-request', reason: 'this space is kept on this machine only' })
    return layers
  }

  #tellSoon(): void {
    this.#cancelTell ??= this.#options.environment.timers.after(TELL_AFTER_MS, () => {
      this.#cancelTell = undefined
      const now = this.#options.keyring.entries.current.spaces.map((entry) => this.#summaryOf(entry))
      if (JSON.stringify(now) !== JSON.stringify(this.#summaries.current)) this.#summaries.set(now)
    })
  }

  #summaryOf(entry: SpaceEntry): SpaceSyncSummary {
    const kept = this.#keptById.get(entry.id)
    return {
      spaceId: entry.id,
      layers:
        kept?.layers?.summaries() ??
        entry.layers.map((layer) => new RestingLayer(undefined, layer, kept?.problem ?? null, 0).summary()),
      hasKey: this.#options.keyring.key(entry.id) !== undefined,
      isKitChecked: entry.isKitChecked,
    }
  }
}
