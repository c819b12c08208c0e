import type { DocumentPlace, LayerSummary } from '../bridge/contract'
import type { ErrorDetail } from '../core/AppError'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { TreeId } from '../core/tree/ops'
import { layerIdOf, type LayerEntry } from './keyringData'

const PAGE_OPS = 1000
const noFiles = { toSend: 0, toReceive: 0, problem: null }

/** A layer that does not follow now, because it was paused or its key is not here: told from what is remembered of it. */
export class RestingLayer {
  readonly id: string

  constructor(
    readonly open: OpenSpace | undefined,
    readonly entry: LayerEntry,
    /** Why it rests; null: it was paused. */
    readonly reason: ErrorDetail | null,
    /** Through which position of the journal it holds everything. */
    readonly pushed: number,
  ) {
    this.id = layerIdOf(entry)
  }

  static async look(open: OpenSpace, entry: LayerEntry, reason: ErrorDetail | null): Promise<RestingLayer> {
    const cursors = (await open.connection.memory?.loadCursors()) ?? []
    const pushed = cursors.find(({ layerId }) => layerId === layerIdOf(entry))?.pushed ?? 0
    return new RestingLayer(open, entry, reason, pushed)
  }

  async placeOf(treeId: TreeId): Promise<DocumentPlace> {
    return { layerId: this.id, place: this.entry.place, isThere: await this.#holds(treeId), isVerified: false }
  }

  summary(): LayerSummary {
    const { kind, place, isEncrypted, olderPlace = null } = this.entry
    return {
      layerId: this.id,
      kind,
      place,
      state: this.reason ? 'refused' : 'paused',
      isVerified: false,
      verifiedAt: null,
      toSend: Math.max(0, (this.open?.head.current ?? 0) - this.pushed),
      toReceive: null,
      error: this.reason,
      role: null,
      isEncrypted,
      olderPlace,
      quarantined: [],
      fuse: null,
      files: noFiles,
    }
  }

  async #holds(treeId: TreeId): Promise<boolean> {
    if (!this.open || this.pushed === 0) return false
    let position = this.pushed
    for (;;) {
      const page = await this.open.journal.readSince(position, PAGE_OPS)
      if (page.packs.some((pack) => pack.treeId === treeId)) return false
      if (page.through <= position) return true
      position = page.through
    }
  }
}
