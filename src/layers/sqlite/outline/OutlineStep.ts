import { applyToOutline } from '../../../core/persistence/outline/Outline'
import { readableOps } from '../../../core/persistence/packBody'
import type { PackTable } from '../PackTable'
import type { ReadPacks } from '../PageTaking'
import type { SQLiteOutlineStore } from '../SQLiteOutlineStore'
import type { OutlinePosition } from './OutlineState'

/**
 * `there`: the table says what the log says. `stuck`: what comes next cannot be applied, or the rows cannot be relied on; the
 * table must be put right by the tree.
 */
export type Advanced = 'there' | 'more' | 'stuck'

/* What is done at once: a few milliseconds. */
const MAX_ROWS = 8
const MAX_OPS = 500
const MAX_PACKS = 4000
/** Applied between two looks at what it has cost. */
const OPS_BETWEEN = 4

/** Applies to the node table, in memory, some of what the log has after the table's position. */
export class OutlineStep {
  readonly #enoughHandled: number
  #opsLeft = MAX_OPS

  constructor(
    readonly outline: SQLiteOutlineStore,
    readonly packs: PackTable,
  ) {
    this.#enoughHandled = outline.handled + MAX_ROWS
  }

  run(): Advanced {
    const { outline, packs } = this
    const last = (outline.state.position?.through ?? 0) + MAX_PACKS
    for (let at = outline.state.position; at; at = outline.state.position) {
      if (at.through >= packs.head) return 'there'
      if (at.through >= last || this.#isEnough) return 'more'
      if (!this.#take(packs.since(at.through, MAX_OPS), at)) return 'stuck'
    }
    return 'stuck'
  }

  get #isEnough(): boolean {
    return this.#opsLeft <= 0 || this.outline.handled >= this.#enoughHandled
  }

  /** False when it is stuck. */
  #take(page: ReadPacks, at: OutlinePosition): boolean {
    const { outline } = this
    // Where damaged packs were left out, nobody can say where each of the others stands.
    const isWhole = page.packs.length === page.through - at.through
    if (!isWhole && at.partOps > 0) return false
    let { through, partOps } = at
    for (const pack of page.packs) {
      const ops = pack.treeId === outline.state.treeId ? readableOps(pack) : []
      if (ops.length > 0 && outline.state.isWaiting) return false
      while (partOps < ops.length) {
        const some = isWhole ? ops.slice(partOps, partOps + OPS_BETWEEN) : ops
        const isOver = isWhole && this.#isEnough
        const taken = isOver ? 0 : applyToOutline(outline, some)
        partOps += taken
        this.#opsLeft -= taken
        if (taken === some.length) continue
        if (isWhole) outline.state.reach({ through, partOps })
        return isOver
      }
      through += 1
      partOps = 0
    }
    outline.state.reach({ through: page.through, partOps: 0 })
    return true
  }
}
