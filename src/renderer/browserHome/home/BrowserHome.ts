import { AppError } from '../../../core/AppError'
import type { Environment } from '../../../core/environment'
import { SpaceHost } from '../../../core/sync/SpaceHost'
import { compactHere } from '../../../core/space/compaction/compactHere'
import type { CompactionNews } from '../../../core/space/compaction/Compactor'
import type { SpaceId } from '../../../core/space/Space'
import type { SpaceManager } from '../../../core/space/SpaceManager'
import { GroveHome } from '../../../home/GroveHome'
import { Keyring } from '../../../home/Keyring'
import { answerRequest, type RequestHandlers } from '../../../home/requests/answerRequest'
import { homeRequests } from '../../../home/requests/homeRequests'
import { searchRequests } from '../../../home/requests/searchRequests'
import { SearchDesk } from '../../../home/search/SearchDesk'
import { Settings } from '../../../home/Settings'
import { SpaceCatalogue } from '../../../home/SpaceCatalogue'
import { SpaceDatabase } from '../../../layers/indexeddb/SpaceDatabase'
import type { EventName, EventTypes } from '../../../bridge/contract'
import type { FileRequest, TabMessage } from '../homeMessages'
import { BrowserFiles } from './BrowserFiles'
import { BrowserKeyringStore } from './BrowserKeyringStore'
import { browserNetwork } from './browserNetwork'
import { BrowserSettingsStore } from './BrowserSettingsStore'
import { describeBrowser } from './describeBrowser'
import { HomeDatabase } from './HomeDatabase'
import { openBrowserKeyStore } from './openBrowserKeyStore'
import { makeLayer, setUpSpaceManager } from './spaceManagerSetup'
import type { Tab } from './Tab'
import { tabRequests } from './tabRequests'
import { TabSearchers } from './TabSearchers'

/** For whoever looks for the reason of something in the console. */
function logCompaction(news: CompactionNews): void {
  if (news.state === 'failed') console.warn('compaction', news.spaceId, news.detail)
}

interface Parts {
  readonly environment: Environment
  readonly database: HomeDatabase
  readonly settings: Settings
  readonly manager: SpaceManager
  readonly host: SpaceHost
  readonly files: BrowserFiles
  readonly home: GroveHome
}

/** What the main process is on the desktop: the spaces, keys and layers of this browser, for all of its tabs. */
export class BrowserHome {
  readonly #parts: Parts
  readonly #handlers: RequestHandlers<Tab>
  readonly #tabs = new Set<Tab>()
  readonly #searchers = new TabSearchers(this.#tabs)
  readonly #search: SearchDesk

  private constructor(parts: Parts) {
    this.#parts = parts
    const { environment, home, settings } = parts
    this.#search = new SearchDesk({
      timers: environment.timers,
      // With its tab.
      mayEnd: true,
      start: (events) => this.#searchers.start(events),
      onProgress: (spaceId, progress) => this.#tellAll('search.progress', { spaceId, progress }),
    })
    this.#handlers = {
      ...homeRequests(home),
      ...searchRequests(this.#search, home.catalogue),
      ...tabRequests(parts),
    }
    settings.value.subscribe((changed) => this.#tellAll('settings.changed', changed))
    home.catalogue.summaries.subscribe((spaces) => this.#tellAll('spaces.changed', spaces))
    home.syncSummaries.subscribe((summaries) => this.#tellAll('sync.changed', summaries))
    home.serverSummaries.subscribe((servers) => this.#tellAll('servers.changed', servers))
    home.keysState.subscribe((state) => this.#tellAll('keys.changed', state))
    home.start()
  }

  /** Rejects with AppError when the browser keeps nothing. */
  static async open(environment: Environment): Promise<BrowserHome> {
    const database = await HomeDatabase.open()
    const settings = await Settings.load(new BrowserSettingsStore(database))
    const system = await openBrowserKeyStore(database, environment)
    const keyring = await Keyring.open(new BrowserKeyringStore(database), { system, environment })
    const manager = setUpSpaceManager(keyring.safe, environment)
    const catalogue = new SpaceCatalogue(manager, {
      spaceIds: () => SpaceDatabase.spaceIds(),
      space: () => 'the storage of this browser',
    })
    const files = new BrowserFiles()
    const home = new GroveHome({
      keyring,
      catalogue,
      network: browserNetwork(environment),
      environment,
      deviceName: describeBrowser(navigator.userAgent),
      filesOf: (spaceId) => files.of(spaceId),
      makeLayer,
      compaction: { compact: compactHere, onNews: logCompaction },
    })
    return new BrowserHome({ environment, database, settings, manager, host: new SpaceHost(manager), files, home })
  }

  join(tab: Tab): void {
    this.#tabs.add(tab)
  }

  leave(tab: Tab): void {
    this.#tabs.delete(tab)
    this.#searchers.lost(tab)
    tab.leave()
  }

  /** Answers one question of a tab. Never rejects. */
  async answer(tab: Tab, message: Exclude<TabMessage, { kind: 'hello' }>, given?: MessagePort): Promise<void> {
    if (message.kind === 'searcher-lost') {
      this.#searchers.lost(tab)
      return
    }
    if (message.kind === 'files-added') {
      this.#parts.home.desk.filesAdded(message.spaceId)
      return
    }
    const { no } = message
    if (message.kind === 'request') {
      const unexpected = (at: string, error: unknown): void => console.error('request failed', at, error)
      tab.send({
        kind: 'answer',
        no,
        answer: await answerRequest(this.#handlers, message.name, message.question, tab, unexpected),
      })
      return
    }
    try {
      if (message.kind === 'file') await this.#bring(message)
      else if (given) await this.#serve(tab, message.spaceId, given)
      tab.send({ kind: 'answer', no, answer: { ok: true, value: null } })
    } catch (error) {
      tab.send({ kind: 'answer', no, answer: { ok: false, detail: AppError.detailOf(error) } })
    }
  }

  async #bring({ spaceId, hash, isPatient }: FileRequest): Promise<void> {
    const { arrivals } = this.#parts.home
    await (isPatient ? arrivals.fetch(spaceId, hash) : arrivals.bring(spaceId, hash))
  }

  async #serve(tab: Tab, spaceId: SpaceId, port: MessagePort): Promise<void> {
    const { home, host } = this.#parts
    await home.catalogue.hold(spaceId)
    tab.serve(host, port)
  }

  /** The network is back. */
  retryNow(): void {
    this.#parts.home.retryNow()
  }

  /** What tabs were told is saved is saved. */
  async close(): Promise<void> {
    const { home, host, manager, settings, files, database } = this.#parts
    await this.#search.close()
    await home.close()
    home.catalogue.close()
    await host.close()
    await manager.closeAll()
    await settings.saved()
    await files.close()
    for (const tab of [...this.#tabs]) this.leave(tab)
    database.close()
  }

  #tellAll<N extends EventName>(name: N, value: EventTypes[N]): void {
    for (const tab of this.#tabs) tab.tell(name, value)
  }
}
