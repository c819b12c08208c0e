import type { DocumentPlace, LayerSummary } from '../bridge/contract'
import { AppError, type ErrorDetail } from '../core/AppError'
import type { Cancel } from '../core/environment'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { FollowerState } from '../core/sync/FollowerState'
import type { FollowerSync } from '../core/sync/FollowerSync'
import type { Repair } from '../core/sync/repair'
import type { TreeId } from '../core/tree/ops'
import type { HomeLayer, LayerFiles, LayerFilesState } from './HomeLayer'
import { layerIdOf, type LayerEntry } from './keyringData'

export interface LayerRunEvents {
  readonly onChange: () => void
  /** Files came from this layer that others may lack. */
  readonly onFilesArrived: () => void
  /** The server does not take this device for one that is signed in. */
  readonly onLoginRefused: () => void
}

const OUTSIDE: readonly FollowerState['state'][] = ['opening', 'offline', 'refused', 'closed']

/** One layer of one space while it follows the journal. */
export class LayerRun {
  readonly id: string
  readonly follower: FollowerSync
  readonly #stops: Cancel[]
  #lastError: ErrorDetail | null = null
  #isInside = false
  /** Of the layer, when it last let us in. */
  #logId: string | undefined
  #toReceive = 0

  constructor(
    readonly open: OpenSpace,
    readonly entry: LayerEntry,
    readonly home: HomeLayer,
    readonly events: LayerRunEvents,
  ) {
    this.id = layerIdOf(entry)
    open.addLayer(home.layer)
    const follower = open.followers.find(({ layer }) => layer === home.layer)
    if (!follower) throw new AppError({ code: 'closed' })
    this.follower = follower
    this.#stops = [
      home.files.state.subscribe((state) => this.#filesChanged(state)),
      follower.state.subscribe((state) => this.#followed(state)),
    ]
  }

  get files(): LayerFiles {
    return this.home.files
  }

  /** Without waiting for the pause between two attempts to end. */
  retry(): void {
    void this.follower.syncNow()
  }

  async syncNow(): Promise<void> {
    await this.follower.syncNow()
    if (this.#isInside) await this.files.syncNow()
  }

  /** Compares both sides and gives each what it lacks; a layer that can be proven is proven too. */
  async verify(): Promise<Repair> {
    const { prove } = this.home
    const compared = await this.follower.verify()
    await this.files.verify()
    if (!prove) return compared
    try {
      await prove()
      return compared
    } catch (error) {
      if (AppError.detailOf(error).code !== 'backup-differs') throw error
    }
    // What could not be read back is known to be missing now: it is written again, and only then believed.
    const mended = await this.follower.verify()
    await this.files.verify()
    await prove()
    return { ...mended, sent: compared.sent + mended.sent, received: compared.received + mended.received }
  }

  async placeOf(treeId: TreeId): Promise<DocumentPlace> {
    const isThere = !(await this.follower.treesBehind()).has(treeId)
    const { isVerified } = this.follower.state.current
    return { layerId: this.id, place: this.entry.place, isThere, isVerified: isThere && isVerified }
  }

  summary(nameOf: (treeId: TreeId) => string | null): LayerSummary {
    const { kind, place, isEncrypted, olderPlace = null } = this.entry
    const { lastError, quarantined, fuse, ...followed } = this.follower.state.current
    const { toSend, toReceive, problem } = this.files.state.current
    return {
      ...followed,
      layerId: this.id,
      kind,
      place,
      error: lastError,
      role: this.home.role(),
      isEncrypted,
      olderPlace,
      quarantined: quarantined.map(({ treeId, detail }) => ({ treeId, documentName: nameOf(treeId), detail })),
      fuse: fuse && { documents: fuse.documents, total: fuse.total },
      files: { toSend, toReceive, problem },
    }
  }

  /** Nothing is looked at any more; the layer itself closes with its space. */
  async leave(): Promise<void> {
    for (const stop of this.#stops) stop()
    await this.files.close()
  }

  /** The layer is given what it lacks, as far as it takes it, and follows no more. */
  async stop(): Promise<void> {
    await this.leave()
    await this.open.removeLayer(this.id)
  }

  #followed({ state, lastError }: FollowerState): void {
    const isInside = !OUTSIDE.includes(state)
    // Not before the layer let us in: only then is the key known to be the right one.
    if (isInside && !this.#isInside) this.#cameIn()
    this.#isInside = isInside
    if (lastError !== this.#lastError && lastError?.code === 'not-signed-in') this.events.onLoginRefused()
    this.#lastError = lastError
    this.events.onChange()
  }

  /** One whose log is another one now went back to an older state, and lacks files it was known to have. */
  #cameIn(): void {
    const { layer } = this.home
    // What follows nobody has no log of others to lose, and may not be open yet.
    const logId = layer.mode === 'two-way' ? layer.summary().logId : undefined
    const isAnother = this.#logId !== undefined && this.#logId !== logId
    this.#logId = logId
    void (isAnother ? this.files.verify() : this.files.syncNow())
  }

  #filesChanged({ toReceive }: LayerFilesState): void {
    if (toReceive < this.#toReceive) this.events.onFilesArrived()
    this.#toReceive = toReceive
    this.events.onChange()
  }
}
