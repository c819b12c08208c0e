import type {
  Answer,
  AppSettings,
  EventName,
  EventTypes,
  GroveBridge,
  RequestName,
  RequestOf,
  ResponseOf,
  SpaceSummary,
} from '../../bridge/contract'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { MemoryMedium } from '../../core/persistence/MemoryMedium'
import { MemoryPersistenceLayer } from '../../core/persistence/MemoryPersistenceLayer'
import type { SpaceLook } from '../../core/space/Entry'
import { SpaceManager } from '../../core/space/SpaceManager'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { BridgeClient } from '../state/BridgeClient'
import { windowEnvironment } from '../state/windowEnvironment'
import { WindowState, type WindowParts } from '../state/WindowState.svelte'
import type { Answers } from './Answers'
import { FakeKeeping } from './FakeKeeping'
import { FakeSync } from './FakeSync'
import { updateScenes } from './updateScenes'

/** Stands in for the main process: spaces in memory, requests noted down, chance that repeats. */
export class FakeHome implements GroveBridge {
  readonly asked: { readonly name: RequestName; readonly question: unknown }[] = []
  readonly environment: Environment
  readonly manager: SpaceManager
  readonly sync: FakeSync
  readonly keeping: FakeKeeping
  readonly #mediums = new Map<string, MemoryMedium>()
  readonly #listeners = new Map<EventName, Set<(value: never) => void>>()
  /** May be changed at any time. */
  readonly answers: { -readonly [Name in keyof Answers]: Answers[Name] }
  #spaces: readonly SpaceSummary[] = []
  #settings: AppSettings = {
    theme: 'light',
    spellCheck: false,
    lastSpaceId: null,
    sidebarWidth: 264,
    userName: 'Ada',
    looksForUpdates: true,
  }
  readonly #refusals = new Map<RequestName, ErrorDetail>()
  isFinished = false

  constructor(seed: number, answers: Answers = {}) {
    const random = new SeededRandom(seed)
    this.environment = { ...windowEnvironment(), randomBytes: (length) => random.bytes(length) }
    this.manager = new SpaceManager(this.environment, (spaceId) => ({
      journal: new MemoryPersistenceLayer(spaceId, this.#medium(spaceId), this.environment),
    }))
    this.sync = new FakeSync({
      now: () => this.environment.now(),
      spaces: () => this.#spaces,
      createSpace: (look) => this.createSpace(look),
      changed: ({ spaces, servers }) => {
        if (spaces) this.emit('sync.changed', spaces)
        if (servers) this.emit('servers.changed', servers)
      },
    })
    this.keeping = new FakeKeeping({
      sync: this.sync,
      createSpace: (look) => this.createSpace(look),
      keysChanged: (keys) => this.emit('keys.changed', keys),
    })
    this.answers = { ...this.#usualAnswers(), ...this.sync.answers(), ...this.keeping.answers(), ...answers }
  }

  async createSpace(look: SpaceLook): Promise<SpaceSummary> {
    const { id } = await this.manager.createSpace(look)
    await this.manager.closeSpace(id)
    const summary = { id, ...look, problem: null, canOpen: true }
    this.setSpaces([...this.#spaces, summary])
    return summary
  }

  setSpaces(spaces: readonly SpaceSummary[]): void {
    this.#spaces = spaces
    this.emit('spaces.changed', spaces)
  }

  /** A window of this home, with storage of its own. */
  async openWindow(start: WindowParts['start'] = {}): Promise<WindowState> {
    const state = this.makeWindow(start)
    await state.start()
    await state.workspace?.openSpace.space()
    return state
  }

  /** One that has not begun. */
  makeWindow(start: WindowParts['start'] = {}): WindowState {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    }
    const { manager, environment } = this
    return new WindowState({ bridge: new BridgeClient(this), manager, environment, storage, start })
  }

  /** From now on nothing can be stored in the space; null heals it. */
  breakStorage(spaceId: string, failure: ErrorDetail | null): void {
    this.#medium(spaceId).failure = failure
  }

  /** From now on the request fails like this; null heals it. */
  refuse(name: RequestName, detail: ErrorDetail | null): void {
    if (detail) this.#refusals.set(name, detail)
    else this.#refusals.delete(name)
  }

  async request<N extends RequestName>(name: N, question: RequestOf<N>): Promise<Answer<ResponseOf<N>>> {
    this.asked.push({ name, question })
    try {
      const refusal = this.#refusals.get(name)
      if (refusal) throw new AppError(refusal)
      const answer = this.answers[name]
      if (!answer) throw new AppError({ code: 'bad-request', reason: `nobody answers ${name} here` })
      return { ok: true, value: await answer(question) }
    } catch (error) {
      return { ok: false, detail: AppError.detailOf(error) }
    }
  }

  on<N extends EventName>(name: N, listener: (value: EventTypes[N]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  emit<N extends EventName>(name: N, value: EventTypes[N]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (value: EventTypes[N]) => void)(value)
  }

  closing(): void {
    this.isFinished = true
  }

  #medium(spaceId: string): MemoryMedium {
    const medium = this.#mediums.get(spaceId) ?? new MemoryMedium(this.environment)
    this.#mediums.set(spaceId, medium)
    return medium
  }

  #usualAnswers(): Answers {
    return {
      'app.info': () => ({
        version: '0.1.0',
        electron: '25',
        platform: 'linux',
        dataFolder: '/home/ada/Grove',
        home: 'desktop',
        systemUserName: 'lovelace',
      }),
      'settings.get': () => this.#settings,
      'settings.set': (changes) => (this.#settings = { ...this.#settings, ...(changes as Partial<AppSettings>) }),
      'spaces.list': () => this.#spaces,
      'spaces.create': (look) => this.createSpace(look),
      'versions.times': () => [],
      'versions.values': () => [],
      'window.open': () => null,
      'window.place': () => null,
      'window.title': () => null,
      'window.usable': () => null,
      'updates.state': () => updateScenes.none,
      'shell.openExternal': () => null,
      'files.open': () => null,
      'dataFolder.state': () => ({ folder: '/home/ada/Grove', isGiven: false, old: [] }),
    }
  }
}
