import { copyEntries, type CopyOptions, type CopyReport } from '../../apps/copy/copyEntries'
import { copyName } from '../../apps/copy/copyName'
import type { Cancel, Timers } from '../../core/environment'
import type { Entry } from '../../core/space/Entry'
import type { OpenSpace } from '../../core/space/OpenSpace'
import type { Space } from '../../core/space/Space'
import type { SpaceManager } from '../../core/space/SpaceManager'
import type { Lost } from '../../core/space/VaultReader'
import type { VertexId } from '../../core/tree/ops'
import { counted } from '../ui/counted'
import type { Toasts } from './Toasts.svelte'
import type { Workspace } from './Workspace.svelte'

/** What is done sooner than this is not shown as being done. */
const SHOWN_AFTER_MS = 300

export interface CopyingParts {
  readonly workspace: Pick<Workspace, 'id' | 'bridge' | 'live' | 'openSpace' | 'expansion' | 'actions' | 'renamingId'>
  readonly manager: Pick<SpaceManager, 'openSpace' | 'closeSpace'>
  readonly toasts: Toasts
  readonly timers: Timers
  /** Of a space that this person may only read. */
  readonly isReader: () => boolean
}

/** Where something goes in another space. */
export interface PlaceElsewhere {
  readonly spaceId: string
  readonly spaceName: string
  /** Undefined: the top. */
  readonly parentId: VertexId | undefined
}

/** Copies entries, here or into another space: one after the other, with progress, until it is stopped. */
export class Copying {
  /** Undefined while nothing is being copied, or not for long. */
  progress = $state.raw<{ readonly done: number; readonly count: number }>()
  readonly #parts: CopyingParts
  #stopping = new AbortController()
  #isClosing = false
  #last: Promise<void> = Promise.resolve()

  constructor(parts: CopyingParts) {
    this.#parts = parts
  }

  /** A copy right after the original, with all that lies in it; its name is ready to be typed. Never rejects. */
  duplicate(id: VertexId): Promise<void> {
    return this.#begin(async () => {
      const { workspace, toasts } = this.#parts
      const space = workspace.live?.space
      const entry = space?.entries.get(id)
      if (!space || !entry || !space.entries.isLive(id)) return
      if (this.#parts.isReader()) {
        toasts.note('You can read this space, not change it: nothing was copied.')
        return
      }
      const { parentId } = entry
      const target = { space, parentId, placement: { after: id }, flush: () => workspace.openSpace.flush() }
      const taken = new Set(space.entries.children(parentId).map(({ name }) => name))
      const nameOf = ({ name, kind }: Entry): string => copyName(name, kind === 'file', taken)
      const { report, isLong } = await this.#copy({ source: space, ids: [id], target, label: 'Duplicate', nameOf })
      workspace.actions.offerUndo(`Duplicated "${entry.name}"${lostWords(report.lost)}`)
      if (parentId !== space.contentId) workspace.expansion.set(parentId, true)
      // Whoever waited for it may be writing elsewhere by now.
      if (!isLong) workspace.renamingId = report.ids[0]
    })
  }

  /** A copy in another space. Never rejects. */
  copyTo(id: VertexId, place: PlaceElsewhere): Promise<void> {
    return this.#begin(async () => {
      const name = this.#nameOf(id)
      if (name === undefined) return
      const { ids, lost } = await this.#copyElsewhere(id, place)
      this.#parts.toasts.note(`Copied "${name}" to ${place.spaceName}${lostWords(lost)}`, {
        label: 'Undo',
        run: () => void this.#takeAway(ids, place),
      })
    })
  }

  /** The same, and the original goes to the trash when the copy is saved and whole. Never rejects. */
  moveTo(id: VertexId, place: PlaceElsewhere): Promise<void> {
    return this.#begin(async () => {
      const { workspace, toasts } = this.#parts
      const name = this.#nameOf(id)
      const entries = workspace.live?.space.entries
      if (name === undefined || !entries) return
      const edited = new Set<string>()
      const stop = workspace.openSpace.onAccepted((packs) => packs.forEach(({ treeId }) => edited.add(treeId)))
      try {
        const { ids, lost, copied } = await this.#copyElsewhere(id, place)
        await workspace.openSpace.flush()
        const now = [id, ...[...entries.descendants(id)].map((entry) => entry.id)]
        const isSame = now.every((each) => copied.has(each)) && ![...edited].some((treeId) => copied.has(treeId))
        if (lost.length > 0 || !isSame) {
          const why = lost.length > 0 ? lostWords(lost) : '. It was changed meanwhile'
          toasts.note(`Copied "${name}" to ${place.spaceName}${why}. The original is still here.`)
          return
        }
        this.#trash(id, ids, place)
        workspace.actions.offerUndo(`Moved "${name}" to ${place.spaceName}`)
      } finally {
        stop()
      }
    })
  }

  /** Nothing of what is being copied is to be seen then. */
  stop(): void {
    this.#stopping.abort()
  }

  /** Before the space is closed. */
  async finish(): Promise<void> {
    this.#isClosing = true
    this.stop()
    await this.#last
  }

  /** Undoing brings the original back and takes the copy away. */
  #trash(id: VertexId, ids: readonly VertexId[], place: PlaceElsewhere): void {
    const entries = this.#parts.workspace.live?.space.entries
    let isMoved = false
    entries?.history.group('Move to another space', () => {
      entries.trash(id)
      entries.history.perform({
        label: 'Move to another space',
        redo: () => {
          if (isMoved) void this.#putBack(ids, place)
          isMoved = true
        },
        undo: () => void this.#takeAway(ids, place),
      })
    })
  }

  #takeAway(ids: readonly VertexId[], place: PlaceElsewhere): Promise<void> {
    return this.#begin(() => this.#elsewhere(place, ({ entries }) => ids.forEach((id) => entries.trash(id))))
  }

  #putBack(ids: readonly VertexId[], place: PlaceElsewhere): Promise<void> {
    return this.#begin(() =>
      this.#elsewhere(place, ({ entries }) => {
        for (const id of ids) if (entries.isInTrash(id)) entries.restore(id)
      }),
    )
  }

  async #copyElsewhere(id: VertexId, place: PlaceElsewhere): Promise<CopyReport> {
    const { workspace } = this.#parts
    return this.#elsewhere(place, async (space, open) => {
      const source = workspace.live?.space
      if (!source) throw new Error('The space is live.')
      const { parentId: wanted, spaceId } = place
      const parentId = wanted !== undefined && space.entries.isLive(wanted) ? wanted : space.contentId
      const { report } = await this.#copy({
        ...{ source, ids: [id], label: 'Copy', target: { space, parentId, flush: () => open.flush() } },
        bringFile: async (hash) => {
          await workspace.bridge.request('files.copy', { fromSpaceId: workspace.id, spaceId, hash })
        },
      })
      return report
    })
  }

  /** Another space, open as long as it is used, and everything saved there afterwards. */
  async #elsewhere<T>({ spaceId }: PlaceElsewhere, use: (space: Space, open: OpenSpace) => T | Promise<T>): Promise<T> {
    const { manager } = this.#parts
    const open = await manager.openSpace(spaceId)
    try {
      const result = await use(await open.space(), open)
      await open.flush()
      return result
    } finally {
      await manager.closeSpace(spaceId)
    }
  }

  async #copy(options: CopyOptions): Promise<{ readonly report: CopyReport; readonly isLong: boolean }> {
    let now: { done: number; count: number } | undefined
    let isLong = false
    const showing: Cancel = this.#parts.timers.after(SHOWN_AFTER_MS, () => {
      isLong = true
      this.progress = now
    })
    try {
      const report = await copyEntries({
        ...options,
        signal: this.#stopping.signal,
        onProgress: (done, count) => {
          now = { done, count }
          if (isLong) this.progress = now
        },
      })
      return { report, isLong }
    } finally {
      showing()
      this.progress = undefined
    }
  }

  #begin(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(async () => {
      this.#stopping = new AbortController()
      if (this.#isClosing) this.stop()
      await work().catch((error: unknown) => this.#parts.toasts.problem(error))
    })
    return this.#last
  }

  #nameOf(id: VertexId): string | undefined {
    const entries = this.#parts.workspace.live?.space.entries
    return entries?.isLive(id) ? entries.get(id)?.name : undefined
  }
}

/** After what was done. */
function lostWords(lost: readonly Lost[]): string {
  const [first] = lost
  if (!first) return ''
  const others = lost.length > 1 ? `, and ${counted(lost.length - 1, 'other thing')}` : ''
  return `, but not all of it: "${first.what}" (${first.why})${others}`
}
