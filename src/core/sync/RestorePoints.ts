import type { Environment } from '../environment'
import { hexOf } from '../hex'
import type { SyncMemory } from '../persistence/PersistenceLayer'
import type { Space } from '../space/Space'
import type { FuseFinding } from './SafetyFuse'

export interface RestorePoint {
  readonly id: string
  /** ms since the epoch, to be shown. */
  readonly madeAt: number
  /** Where the changes came from. */
  readonly layerId: string
  readonly documents: number
  readonly entries: FuseFinding['entries']
}

const KEY = 'restorePoints'
const KEPT = 20

/** What was where before a batch that took much away was let in, so that it can be put back. */
export class RestorePoints {
  constructor(
    readonly memory: SyncMemory | undefined,
    readonly environment: Environment,
  ) {}

  async list(): Promise<readonly RestorePoint[]> {
    const note = await this.memory?.loadNote(KEY)
    return note === undefined ? [] : (JSON.parse(note) as RestorePoint[])
  }

  async add(layerId: string, { documents, entries }: FuseFinding): Promise<RestorePoint> {
    const { environment } = this
    const point = { id: hexOf(environment.randomBytes(8)), madeAt: environment.now(), layerId, documents, entries }
    this.memory?.saveNote(KEY, JSON.stringify([...(await this.list()), point].slice(-KEPT)))
    return point
  }
}

/** Puts back what is not where it was; returns how many entries that were. Undoable, like any other move. */
export function putBack(space: Space, { entries }: RestorePoint): number {
  const missing = entries.filter(({ id }) => space.tree.has(id) && !space.entries.isLive(id))
  for (const { id, parentId } of missing) {
    const isHome = parentId !== null && (parentId === space.contentId || space.entries.isLive(parentId))
    if (!isHome && space.entries.isInTrash(id)) space.entries.restore(id)
    else space.entries.move(id, isHome ? parentId : space.contentId)
  }
  return missing.length
}
