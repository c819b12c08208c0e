import { AppError, type ErrorDetail } from '../../core/AppError'
import { Listeners } from '../../core/Listeners'
import type { OpenSpace } from '../../core/space/OpenSpace'
import type { LinkedPlace } from '../../core/space/PlaceLink'
import type { SpaceManager } from '../../core/space/SpaceManager'
import type { VertexId } from '../../core/tree/ops'
import { drawn } from '../ui/drawn'
import type { BridgeClient } from './BridgeClient'
import { Copying } from './Copying.svelte'
import type { Dialogs } from './Dialogs.svelte'
import { EntryActions } from './EntryActions'
import { EntryCatalog } from './EntryCatalog'
import type { EntrySource } from './EntrySource'
import { EntryClipboard } from './EntryClipboard'
import { Expansion } from './Expansion.svelte'
import { FileAdding } from './FileAdding.svelte'
import { Finding } from './Finding'
import { LinkIndex } from './LinkIndex'
import { LiveEntries } from './LiveEntries'
import type { LocalStore } from './LocalStore'
import { Navigation } from './Navigation.svelte'
import { OutlineEntries } from './OutlineEntries'
import { Presence } from './Presence.svelte'
import { Printing } from './Printing'
import { ReactiveReadable } from './ReactiveReadable'
import type { Toasts } from './Toasts.svelte'

export interface WorkspaceParts {
  readonly openSpace: OpenSpace
  /** For what goes to other spaces. */
  readonly manager: SpaceManager
  readonly bridge: BridgeClient
  readonly store: LocalStore
  readonly toasts: Toasts
  readonly dialogs: Dialogs
  readonly startId?: VertexId | undefined
  /** What others call the person at this window; read reactively. */
  readonly userName: () => string
  /** Whether they may only read the space; read reactively. */
  readonly isReader: () => boolean
  /** A place in any space. */
  readonly openPlace: (place: LinkedPlace) => void
}

export interface TextHistory {
  undo(): void
  redo(): void
}

/** Steps of the open document that are no edits of a text. */
export interface DocumentHistory {
  /** What was taken back, for a message; undefined when there is nothing to take back. */
  undo(): string | undefined
  redo(): string | undefined
}

/** One space as this window shows it: first from the node table, a moment later live. */
export class Workspace {
  live = $state.raw<LiveEntries>()
  problem = $state.raw<ErrorDetail>()
  /** Undo and redo of the text that has, or last had, the keyboard. */
  textHistory: TextHistory | undefined
  /** Of the open document, if it has one. */
  documentHistory: DocumentHistory | undefined
  /** Of which entry the sidebar's row is to have the keyboard now. */
  readonly rowWanted = new Listeners<[id: VertexId]>()
  /** Which entry is being given a name in the sidebar. */
  renamingId = $state<VertexId>()
  readonly finding = new Finding()
  /** What was searched for last in the text of pages. */
  lastSearch = ''
  readonly outline: OutlineEntries
  readonly entries: EntrySource = $derived.by(() => this.live ?? this.outline)
  readonly navigation: Navigation
  readonly expansion: Expansion
  readonly actions: EntryActions
  readonly adding: FileAdding
  readonly clipboard: EntryClipboard
  readonly printing: Printing
  /** A place in any space, as a link names it. */
  readonly openPlace: (place: LinkedPlace) => void
  readonly copying: Copying
  readonly manager: SpaceManager
  readonly presence: Presence
  readonly bridge: BridgeClient
  readonly openSpace: OpenSpace
  readonly #saveState: ReactiveReadable<OpenSpace['saveState']['current']>
  #links: LinkIndex | undefined
  #catalog: EntryCatalog | undefined
  #goingLive: Promise<void> | undefined
  #isClosed = false
  readonly #finishing = new Set<() => Promise<void>>()

  constructor(parts: WorkspaceParts) {
    this.openSpace = parts.openSpace
    this.bridge = parts.bridge
    this.outline = new OutlineEntries((parentId, onFirst) => parts.openSpace.outline(parentId, onFirst))
    this.navigation = new Navigation(parts.store, parts.startId)
    this.expansion = new Expansion(parts.store)
    this.actions = new EntryActions(this, parts.toasts, parts.dialogs)
    const { toasts, dialogs, isReader } = parts
    this.clipboard = new EntryClipboard(this, toasts)
    this.printing = new Printing(this, toasts)
    this.openPlace = parts.openPlace
    const { timers } = parts.openSpace.environment
    this.adding = new FileAdding({ workspace: this, toasts, dialogs, timers, isReader })
    this.beforeLeaving(() => this.adding.finish())
    this.manager = parts.manager
    this.copying = new Copying({ workspace: this, manager: parts.manager, toasts, timers, isReader })
    this.beforeLeaving(() => this.copying.finish())
    this.presence = new Presence({
      hub: parts.openSpace.presence,
      environment: parts.openSpace.environment,
      self: () => ({ name: parts.userName(), entryId: this.navigation.entryId }),
    })
    this.#saveState = new ReactiveReadable(parts.openSpace.saveState)
  }

  get id(): string {
    return this.openSpace.id
  }

  get saveState(): OpenSpace['saveState']['current'] {
    return this.#saveState.current
  }

  /** Only while live. */
  get links(): LinkIndex | undefined {
    if (this.live && this.catalog) this.#links ??= new LinkIndex(this.live.space, this.catalog)
    return this.#links
  }

  get catalog(): EntryCatalog | undefined {
    if (this.live) this.#catalog ??= new EntryCatalog(this.live.space)
    return this.#catalog
  }

  /** Resolves when there is something to show; the live space follows by itself, when that is on the screen. */
  async start(): Promise<void> {
    await this.outline.load(['content', ...this.expansion.ids]).catch(() => undefined)
    this.#goingLive = this.#goLive()
  }

  /** Resolves when the space is live, or `problem` says why it is not. */
  async whenLive(): Promise<void> {
    await this.#goingLive
  }

  /** What `leave` must wait for: somebody has written something that is not in the space yet. */
  beforeLeaving(finish: () => Promise<void>): () => void {
    this.#finishing.add(finish)
    return () => this.#finishing.delete(finish)
  }

  /** To be called, once or more, before the space is closed here: resolves when all that was written is in it. */
  async leave(): Promise<void> {
    await Promise.all([...this.#finishing].map((finish) => finish()))
  }

  close(): void {
    this.#isClosed = true
    this.#links?.dispose()
    this.#catalog?.dispose()
    this.presence.close()
  }

  async #goLive(): Promise<void> {
    // A space of many pages keeps the window busy for a moment: with its rows in view.
    await drawn()
    try {
      const space = await this.openSpace.space()
      if (!this.#isClosed) this.live = new LiveEntries(space)
    } catch (error) {
      this.problem = AppError.detailOf(error)
    }
  }
}
