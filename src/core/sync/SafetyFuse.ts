import type { Pack } from '../persistence/Pack'
import { unpackOps } from '../persistence/packBody'
import type { Entry } from '../space/Entry'
import type { SpaceId } from '../space/Space'
import { isMoveVertex, type VertexId } from '../tree/ops'

/** What an inbound batch would put into the trash, or delete for good. */
export interface FuseFinding {
  readonly documents: number
  /** Live documents before it. */
  readonly total: number
  /** The entries it moves, with where they were: what a restore point remembers. */
  readonly entries: readonly { readonly id: VertexId; readonly parentId: VertexId | null }[]
}

/** The space as its node table shows it. */
export interface FuseView {
  readonly id: SpaceId
  placeId(kind: 'content' | 'trash'): Promise<VertexId | undefined>
  outline(parentId: VertexId): Promise<readonly Entry[]>
}

/** Small spaces are cleaned up by hand all the time: below this nobody is asked. */
const MIN_DOCUMENTS = 10
const MAX_DOCUMENTS = 200
const MAX_SHARE = 0.2

/**
 * Looks at what another machine's changes would take away, before they are taken in: more than a fifth of the documents,
 * or 200 of them, is more likely a mishap over there than a wish (SPEC SY14). Counts over one catching-up, however many
 * batches it comes in.
 */
export class SafetyFuse {
  readonly #gone = new Set<VertexId>()
  readonly #moved = new Map<VertexId, VertexId | null>()
  /** A space has one from its beginning to its end. */
  #trashId: VertexId | undefined
  #isAllowed = false

  constructor(readonly view: FuseView) {}

  /** Everything is in step: what comes next is counted anew. */
  rest(): void {
    this.#gone.clear()
    this.#moved.clear()
    this.#isAllowed = false
  }

  /** A person was asked; the rest of this catching-up may pass. */
  allow(): void {
    this.#isAllowed = true
  }

  /** Undefined: nothing to ask. Cost: the moved entries; the whole outline once they are more than ten documents. */
  async examine(packs: readonly Pack[]): Promise<FuseFinding | undefined> {
    if (this.#isAllowed) return undefined
    const targets = await this.#leaving(packs)
    if (targets.length === 0) return undefined
    for (const id of targets) {
      this.#moved.set(id, null)
      await this.#collect(id)
    }
    if (this.#gone.size < MIN_DOCUMENTS) return undefined
    return this.#judge()
  }

  /** Entries these packs move into the trash or out of the tree. */
  async #leaving(packs: readonly Pack[]): Promise<VertexId[]> {
    const moves = packs
      .filter((pack) => pack.treeId === this.view.id)
      .flatMap(readable)
      .filter(isMoveVertex)
    if (moves.length === 0) return []
    const trashId = (this.#trashId ??= await this.view.placeId('trash'))
    if (trashId === undefined) return []
    const parentById = new Map(moves.map((move) => [move.targetId, move.parentId]))
    return [...parentById].flatMap(([id, parentId]) => (parentId === null || parentId === trashId ? [id] : []))
  }

  /** Everything at and below it; whether it is live is asked only when they are many. */
  async #collect(id: VertexId): Promise<void> {
    this.#gone.add(id)
    const waiting = [id]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const entry of await this.view.outline(at)) {
        if (this.#gone.has(entry.id)) continue
        this.#gone.add(entry.id)
        waiting.push(entry.id)
      }
    }
  }

  async #judge(): Promise<FuseFinding | undefined> {
    const contentId = await this.view.placeId('content')
    let total = 0
    let documents = 0
    const waiting = contentId === undefined ? [] : [contentId]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const entry of await this.view.outline(at)) {
        if (this.#moved.has(entry.id)) this.#moved.set(entry.id, entry.parentId)
        if (entry.kind !== 'folder') {
          total += 1
          if (this.#gone.has(entry.id)) documents += 1
        }
        waiting.push(entry.id)
      }
    }
    if (documents < MIN_DOCUMENTS || (documents < MAX_DOCUMENTS && documents <= total * MAX_SHARE)) return undefined
    return { documents, total, entries: [...this.#moved].map(([id, parentId]) => ({ id, parentId })) }
  }
}

function readable(pack: Pack): ReturnType<typeof unpackOps> {
  try {
    return unpackOps(pack)
  } catch {
    // Whoever shows the space will say so.
    return []
  }
}
