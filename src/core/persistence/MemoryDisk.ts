import type { FollowerCursor, StoredSnapshot } from './PersistenceLayer'
import type { SecretRecord } from '../space/Secrets'
import type { Pack } from './Pack'
import type { TreeId } from '../tree/ops'

/** What a medium holds. */
export interface MediumContent {
  packs: Pack[]
  secrets: SecretRecord[]
  cursors: FollowerCursor[]
  notes: Map<string, string>
  snapshotByTree: Map<TreeId, StoredSnapshot & { readonly logId: string; readonly checksum: number }>
}

/**
 * What of a medium would survive the power going off: all that was written before the last sync began, and of what came after
 * it no more than a beginning.
 */
export class MemoryDisk {
  /** As of the last sync, and as of each write since. */
  #states: MediumContent[]

  constructor(
    readonly medium: MediumContent,
    /** How long the next sync takes. */
    readonly syncMs: () => number,
  ) {
    this.#states = [copyOf(medium)]
  }

  /** To be called after each write. */
  written(): void {
    this.#states.push(copyOf(this.medium))
  }

  /** To be called when a sync begins; what it returns when it has succeeded. */
  begin(): () => void {
    const last = this.#states.at(-1)
    return () => {
      const index = this.#states.findIndex((state) => state === last)
      if (index > 0) this.#states.splice(0, index)
    }
  }

  /** `pick` says how many of so many writes that were not synced survive. Nobody may have the medium open. */
  cutPower(pick: (unsynced: number) => number): void {
    const survivor = this.#states[pick(this.#states.length - 1)]
    if (survivor) Object.assign(this.medium, copyOf(survivor))
    this.#states = [copyOf(this.medium)]
  }
}

function copyOf({ packs, secrets, cursors, notes, snapshotByTree }: MediumContent): MediumContent {
  return { packs: [...packs], secrets, cursors, notes: new Map(notes), snapshotByTree: new Map(snapshotByTree) }
}
