import { AppError, type ErrorDetail } from '../../AppError'
import { opCountOf, type Pack } from '../../persistence/Pack'
import type { Journal, Position, StoredSnapshot } from '../../persistence/PersistenceLayer'
import type { TreeId } from '../../tree/ops'
import type { CompactionReader, TreeTail } from './CompactionReader'

const PAGE_OPS = 1000

/** A journal of this process as whoever packs its trees reads it. */
export class JournalReader implements CompactionReader {
  readonly isAlone = false

  constructor(readonly journal: Journal) {}

  head(): Position {
    return this.journal.summary().head
  }

  /** Cost: what was written after the position, and the tails themselves. */
  async tails(after: Position): Promise<readonly TreeTail[]> {
    const tails: TreeTail[] = []
    for (const treeId of await this.#changedAfter(after)) tails.push(await this.#tailOf(treeId))
    return tails
  }

  loadSnapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    return this.journal.loadSnapshot(treeId)
  }

  /** A journal leaves a damaged pack out and says so in its status. */
  async *loadTree(treeId: TreeId, after: Position): AsyncIterable<readonly Pack[]> {
    const met: { damage?: ErrorDetail } = {}
    const stop = this.journal.status.subscribe(({ lastError }) => {
      if (lastError?.code === 'damaged') met.damage = lastError
    })
    try {
      for await (const packs of this.journal.loadTree(treeId, after)) {
        if (met.damage) throw new AppError(met.damage)
        yield packs
      }
      if (met.damage) throw new AppError(met.damage)
    } finally {
      stop()
    }
  }

  async #changedAfter(after: Position): Promise<Set<TreeId>> {
    const treeIds = new Set<TreeId>()
    for (let at = after; ;) {
      const page = await this.journal.readSince(at, PAGE_OPS)
      for (const { treeId } of page.packs) treeIds.add(treeId)
      if (page.through === at) return treeIds
      at = page.through
    }
  }

  async #tailOf(treeId: TreeId): Promise<TreeTail> {
    const snapshot = await this.loadSnapshot(treeId)
    let ops = 0
    let sizeBytes = 0
    for await (const packs of this.journal.loadTree(treeId, snapshot?.through)) {
      ops += opCountOf(packs)
      for (const { body } of packs) sizeBytes += body.byteLength
    }
    return { treeId, ops, sizeBytes, snapshotBytes: snapshot?.bytes.byteLength ?? 0 }
  }
}
