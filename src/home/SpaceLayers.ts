import type { DocumentPlace, LayerSummary } from '../bridge/contract'
import { AppError, type ErrorDetail } from '../core/AppError'
import type { Cancel } from '../core/environment'
import type { SpaceCipher } from '../core/keys/SpaceCipher'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { TreeId } from '../core/tree/ops'
import { DocumentNames } from './DocumentNames'
import type { HomeLayer } from './HomeLayer'
import { layerIdOf, type LayerEntry } from './keyringData'
import { LayerRun } from './LayerRun'
import { RestingLayer } from './RestingLayer'

export interface SpaceLayersOptions {
  readonly open: OpenSpace
  readonly make: (entry: LayerEntry, cipher: SpaceCipher) => HomeLayer
  /** Throws AppError when the key is not to be had now. */
  readonly cipherOf: (entry: LayerEntry) => SpaceCipher
  readonly onChange: () => void
  readonly onLoginRefused: (entry: LayerEntry) => void
}

const SHARE_FILES_AFTER_MS = 2000

/** The layers of one open space: those that follow its journal, and those that rest. */
export class SpaceLayers {
  readonly #options: SpaceLayersOptions
  readonly #names: DocumentNames
  readonly #layerById = new Map<string, LayerRun | RestingLayer>()
  #cancelFiles: Cancel | undefined
  #isClosed = false
  #setting: Promise<void> = Promise.resolve()

  constructor(options: SpaceLayersOptions) {
    this.#options = options
    this.#names = new DocumentNames(options.open, options.onChange)
  }

  get open(): OpenSpace {
    return this.#options.open
  }

  get runs(): readonly LayerRun[] {
    return [...this.#layerById.values()].filter((layer) => layer instanceof LayerRun)
  }

  /** Throws AppError when the layer is not there, or rests. */
  run(layerId: string): LayerRun {
    const layer = this.#layerById.get(layerId)
    if (layer instanceof LayerRun) return layer
    throw new AppError(layer?.reason ?? { code: 'bad-request', reason: 'this place is paused, or not there any more' })
  }

  summaries(): readonly LayerSummary[] {
    return [...this.#layerById.values()].map((layer) => layer.summary((treeId) => this.#names.nameOf(treeId)))
  }

  placesOf(treeId: TreeId): Promise<readonly DocumentPlace[]> {
    return Promise.all([...this.#layerById.values()].map((layer) => layer.placeOf(treeId)))
  }

  /** Starts and stops what has to change so that exactly these are there, as they say. One call after the other. */
  set(entries: readonly LayerEntry[]): Promise<void> {
    const set = this.#setting.then(() => this.#set(entries))
    this.#setting = set.catch(() => undefined)
    return set
  }

  /** The layers themselves close with the space. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#setting
    this.#cancelFiles?.()
    await Promise.all(this.runs.map((run) => run.leave()))
    this.#layerById.clear()
  }

  /** Files came here of which some layers may know nothing. Soon, so that a row of files is one look. */
  filesChanged(): void {
    this.#cancelFiles ??= this.open.environment.timers.after(SHARE_FILES_AFTER_MS, () => {
      this.#cancelFiles = undefined
      for (const run of this.runs) void run.files.syncNow()
    })
  }

  async #set(entries: readonly LayerEntry[]): Promise<void> {
    const entryById = new Map(entries.map((entry) => [layerIdOf(entry), entry]))
    const leaving = this.runs.filter((run) => {
      const entry = entryById.get(run.id)
      return !entry || this.#reasonToRest(entry) !== null
    })
    await Promise.all(leaving.map((run) => run.stop()))
    for (const { id } of leaving) this.#layerById.delete(id)
    for (const id of [...this.#layerById.keys()]) if (!entryById.has(id)) this.#layerById.delete(id)
    for (const [id, entry] of entryById) {
      if (this.#isClosed) return
      if (!(this.#layerById.get(id) instanceof LayerRun)) this.#layerById.set(id, await this.#begin(entry))
    }
    this.#options.onChange()
  }

  async #begin(entry: LayerEntry): Promise<LayerRun | RestingLayer> {
    const { open, make, onChange, onLoginRefused, cipherOf } = this.#options
    const reason = this.#reasonToRest(entry)
    if (reason) return RestingLayer.look(open, entry, reason === 'paused' ? null : reason)
    const onFilesArrived = (): void => this.filesChanged()
    const events = { onChange, onFilesArrived, onLoginRefused: () => onLoginRefused(entry) }
    return new LayerRun(open, entry, make(entry, cipherOf(entry)), events)
  }

  #reasonToRest(entry: LayerEntry): ErrorDetail | 'paused' | null {
    if (entry.isPaused) return 'paused'
    try {
      this.#options.cipherOf(entry)
      return null
    } catch (error) {
      return AppError.detailOf(error)
    }
  }
}
