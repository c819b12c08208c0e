import { tick } from 'svelte'
import type { AppInfo, SpaceSummary } from '../../bridge/contract'
import { AppError, describeError } from '../../core/AppError'
import type { Environment, Timers } from '../../core/environment'
import type { SpaceLook } from '../../core/space/Entry'
import { readPlaceLink, type LinkedPlace } from '../../core/space/PlaceLink'
import type { SpaceManager } from '../../core/space/SpaceManager'
import type { BridgeClient } from './BridgeClient'
import { Dialogs } from './Dialogs.svelte'
import { LocalStore } from './LocalStore'
import { Settings } from './Settings.svelte'
import { SidebarVisibility } from './SidebarVisibility.svelte'
import { SyncState } from './SyncState.svelte'
import { Toasts } from './Toasts.svelte'
import { UpdatesState } from './UpdatesState.svelte'
import { Workspace } from './Workspace.svelte'

export interface WindowParts {
  readonly bridge: BridgeClient
  readonly manager: SpaceManager
  readonly environment: Environment
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>
  /** What the address of the window asks for. */
  readonly start: {
    readonly spaceId?: string | undefined
    readonly entryId?: string | undefined
    readonly isSafeMode?: boolean
  }
}

const NOT_HERE = 'That space is not here. Bring it from its server, or ask for an invitation to it.'

/** This window: the spaces there are, the one that is open here, and what floats above it. */
export class WindowState {
  spaces = $state.raw<readonly SpaceSummary[]>([])
  workspace = $state.raw<Workspace>()
  isReady = $state(false)
  problem = $state<string>()
  /** Undefined until the home has said it. */
  info = $state.raw<AppInfo>()
  readonly sidebar = new SidebarVisibility(() => this.workspace?.navigation.place)
  readonly dialogs = new Dialogs()
  readonly toasts: Toasts
  readonly settings: Settings
  readonly sync: SyncState
  readonly updates: UpdatesState
  /** Grove was started without syncing, and as if for the first time. */
  readonly isSafeMode: boolean
  readonly bridge: BridgeClient
  readonly timers: Timers
  readonly #parts: WindowParts
  /** Spaces that a person did not want readied now. */
  readonly #stopped = new Set<string>()
  #switching = 0
  #starting: Promise<void> | undefined

  /** The open space's line in the list, for its colour before the space is live. */
  readonly summary = $derived(this.spaces.find((space) => space.id === this.workspace?.id))
  /** Browsers keep Ctrl+N and Cmd+N for themselves. */
  readonly newPageKeys = $derived(this.info?.home === 'browser' ? 'Mod+Alt+N' : 'Mod+N')
  readonly look: SpaceLook | undefined = $derived(this.workspace?.live?.look ?? this.summary)

  constructor(parts: WindowParts) {
    this.#parts = parts
    this.bridge = parts.bridge
    this.timers = parts.environment.timers
    this.toasts = new Toasts(parts.environment.timers)
    this.settings = new Settings(parts.bridge, this.toasts)
    this.sync = new SyncState(parts.bridge, parts.environment)
    this.updates = new UpdatesState(parts.bridge, this.toasts)
    this.isSafeMode = parts.start.isSafeMode ?? false
    parts.bridge.on('spaces.changed', (spaces) => this.#hearOf(spaces))
    parts.bridge.on('diagnostics.show', () => this.dialogs.open({ kind: 'diagnostics' }))
    parts.bridge.on('link.opened', (link) => this.#openLink(link))
    parts.bridge.on('updates.show', () => this.dialogs.open({ kind: 'updates' }))
  }

  /**
   * Of the person at this window, for the others in the space: the one they chose, else that of their account on a server
   * that keeps the space, else of any account, else what the system calls them. Empty when nothing says one.
   */
  userNameIn(spaceId: string | undefined): string {
    const places = spaceId === undefined ? [] : this.sync.of(spaceId).layers.map((layer) => layer.place)
    const accounts = this.sync.servers.filter((server) => server.isSignedIn)
    const account = accounts.find((server) => places.includes(server.url)) ?? accounts[0]
    return this.settings.current.userName.trim() || (account?.user ?? this.info?.systemUserName ?? '')
  }

  /** Opens what the address asks for, else the space of last time, else the first one that opens. */
  async start(): Promise<void> {
    this.#starting = this.#start()
    await this.#starting
  }

  async #start(): Promise<void> {
    // Opening waits for nobody but the journal.
    const rest = Promise.all([this.sync.load(), this.updates.load(), this.#askWhereWeAre()])
    try {
      const [spaces] = await Promise.all([this.bridge.request('spaces.list', undefined), this.settings.load()])
      this.spaces = spaces
      const { spaceId, entryId } = this.#parts.start
      const openable = spaces.filter((space) => space.canOpen)
      const wanted = [spaceId, this.settings.current.lastSpaceId].flatMap((id) =>
        openable.filter((one) => one.id === id),
      )
      const first = wanted[0] ?? openable[0]
      if (first) await this.openSpace(first.id, (spaceId ?? first.id) === first.id ? entryId : undefined)
      if (spaceId !== undefined && !this.#has(spaceId)) this.toasts.note(NOT_HERE)
    } catch (error) {
      this.problem = describeError(AppError.detailOf(error))
    } finally {
      this.isReady = true
    }
    // Shown, and not only loaded: what comes after this is no failed start any more.
    await tick()
    this.bridge.request('window.usable', undefined).catch(() => undefined)
    await Promise.all([rest, this.workspace?.whenLive()])
  }

  /** What is being done to the file of a space ends, and begins again when the space is opened. */
  stopReadying(id: string): void {
    this.#stopped.add(id)
    this.bridge.request('spaces.stopReadying', { spaceId: id }).catch((error: unknown) => this.toasts.problem(error))
  }

  async openSpace(id: string, entryId?: string): Promise<void> {
    if (this.workspace?.id === id) return
    const turn = ++this.#switching
    this.#stopped.delete(id)
    try {
      const { bridge, manager, storage } = this.#parts
      const openSpace = await manager.openSpace(id)
      const store = new LocalStore(storage, `grove.${id}.`)
      const { toasts, dialogs } = this
      const workspace = new Workspace({
        ...{ openSpace, manager, bridge, store, toasts, dialogs, startId: entryId },
        userName: () => this.userNameIn(id),
        isReader: () => this.sync.isReader(id),
        openPlace: (place) => void this.openPlace(place),
      })
      await workspace.start()
      if (turn === this.#switching) this.#show(workspace)
      else await this.#let(workspace)
    } catch (error) {
      if (!this.workspace) throw error
      this.toasts.problem(error)
    }
  }

  /** What a link names: shown here, or said to be nowhere. */
  async openPlace({ spaceId, entryId }: LinkedPlace): Promise<void> {
    await this.#starting
    if (!this.#has(spaceId)) {
      this.toasts.note(NOT_HERE)
      return
    }
    if (this.workspace?.id !== spaceId) {
      await this.openSpace(spaceId, entryId ?? undefined).catch((error: unknown) => this.toasts.problem(error))
    } else if (entryId === null) this.workspace.navigation.goHome()
    else this.workspace.navigation.open(entryId)
  }

  #has(spaceId: string): boolean {
    return this.spaces.some((space) => space.id === spaceId)
  }

  #openLink(link: string): void {
    const place = readPlaceLink(link)
    if (place) void this.openPlace(place)
    else this.dialogs.open({ kind: 'join', link })
  }

  /** A window without a space opens the one it waited for. */
  #hearOf(spaces: readonly SpaceSummary[]): void {
    const awaited = this.spaces.filter(({ id, isReadying }) => isReadying && !this.#stopped.has(id))
    this.spaces = spaces
    const ready = spaces.find(({ id, canOpen }) => canOpen && awaited.some((space) => space.id === id))
    if (!ready || !this.isReady || this.workspace) return
    this.openSpace(ready.id).catch((error: unknown) => this.toasts.problem(error))
  }

  /** Opens a space that has just come to this machine. */
  async openArrived(summary: SpaceSummary): Promise<void> {
    if (!this.spaces.some((space) => space.id === summary.id)) this.spaces = [...this.spaces, summary]
    await this.openSpace(summary.id)
  }

  async createSpace(look: SpaceLook): Promise<void> {
    await this.openArrived(await this.bridge.request('spaces.create', look))
  }

  /** Sends what is unsent, then lets the window go; a space that cannot be saved now must not hold it for ever. */
  async finish(): Promise<void> {
    await this.workspace?.leave()
    await this.workspace?.openSpace.flush().catch(() => undefined)
    this.bridge.closing()
  }

  async #askWhereWeAre(): Promise<void> {
    this.info = await this.bridge.request('app.info', undefined).catch(() => undefined)
  }

  #show(workspace: Workspace): void {
    const previous = this.workspace
    this.workspace = workspace
    this.problem = undefined
    this.settings.change({ lastSpaceId: workspace.id })
    if (previous) this.#let(previous).catch((error: unknown) => this.toasts.problem(error))
  }

  async #let(workspace: Workspace): Promise<void> {
    await workspace.leave()
    workspace.close()
    await this.#parts.manager.closeSpace(workspace.id)
  }
}
