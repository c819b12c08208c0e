import { PORT_MESSAGE, PORTS_ENDED_MESSAGE } from '../../../bridge/channels'
import type { ErrorDetail } from '../../../core/AppError'
import type { PageHome } from '../home/PageHome'
import { hexOf } from '../../../core/hex'
import { windowEnvironment } from '../../state/windowEnvironment'
import { holdLock, lockIsFree } from '../holdLock'
import { HOME_LOCK } from '../homeMessages'
import type { BrowserBridge } from './BrowserBridge'
import { HomeLink } from './HomeLink'
import { startSearcher } from './startSearcher'

export type HomeState =
  | { readonly kind: 'starting' | 'ready' }
  /** Another version of Grove is open in other tabs. */
  | { readonly kind: 'waiting' }
  /** Where tabs cannot share a home: another tab has it. */
  | { readonly kind: 'elsewhere' }
  /** Browsers store, lock and encrypt only for pages that came over https, or from this machine. */
  | { readonly kind: 'insecure' }
  | { readonly kind: 'failed'; readonly detail: ErrorDetail }

/** How long another tab has for giving way by itself, before the spaces are taken from it. */
const GIVE_WAY_MS = 3000
/** How long a tab that was reloaded may take to let go of what it had. */
const FREE_MS = 500

/**
 * Finds the home of this browser for this tab, and the next one when it ends. Where there are shared workers all tabs are
 * equal: they have one home there. Where there are none (Chrome on Android), one tab at a time is its own home.
 */
export class HomeFinder {
  state = $state.raw<HomeState>({ kind: 'starting' })
  readonly #bridge: BrowserBridge
  readonly #tabLock = `grove-tab-${hexOf(windowEnvironment().randomBytes(16))}`
  readonly #otherTabs = new BroadcastChannel('grove-home')

  constructor(bridge: BrowserBridge) {
    this.#bridge = bridge
  }

  async start(): Promise<void> {
    if (!window.isSecureContext) {
      this.state = { kind: 'insecure' }
      return
    }
    await holdLock(this.#tabLock)
    if ('SharedWorker' in window) this.#meetWorker()
    else await this.#beHome()
  }

  /** Takes the spaces over from the tab that has them; that one saves first, if it still can. */
  async takeOver(): Promise<void> {
    this.state = { kind: 'starting' }
    this.#otherTabs.postMessage('give way')
    const givenWay = holdLock(HOME_LOCK, { signal: AbortSignal.timeout(GIVE_WAY_MS) })
    await givenWay.catch(() => holdLock(HOME_LOCK, { steal: true }))
    // From the beginning: nothing of this tab is to stand on what it knew before the other one wrote.
    location.reload()
  }

  #meetWorker(): void {
    const worker = new SharedWorker(new URL('../home/worker.ts', import.meta.url), { type: 'module', name: 'grove' })
    worker.onerror = () => {
      this.state = { kind: 'failed', detail: { code: 'unexpected', reason: 'a part of Grove could not be loaded' } }
    }
    this.#meet(worker.port, () => this.#meetWorker())
  }

  async #beHome(): Promise<void> {
    // Only here, so that nobody else loads a home they have in a worker.
    const { PageHome } = await import('../home/PageHome')
    const home = await PageHome.open(AbortSignal.timeout(FREE_MS)).catch(() => undefined)
    if (!home) {
      this.state = { kind: 'elsewhere' }
      return
    }
    const link = this.#meet(home.port, () => undefined)
    const giveWay = (): void => void this.#giveWay(home, link)
    this.#otherTabs.onmessage = giveWay
    void home.taken.then(giveWay)
  }

  async #giveWay(home: PageHome, link: HomeLink): Promise<void> {
    if (this.#otherTabs.onmessage === null) return
    this.#otherTabs.onmessage = null
    await this.#bridge.finish(GIVE_WAY_MS)
    this.state = { kind: 'elsewhere' }
    this.#bridge.use(undefined)
    link.end()
    await home.close()
  }

  #meet(port: MessagePort, onEnd: () => void): HomeLink {
    let endSearcher = (): void => undefined
    const link = new HomeLink(port, this.#tabLock, {
      onWelcome: (lock) => {
        this.#bridge.use(link)
        this.state = { kind: 'ready' }
        void lockIsFree(lock).then(() => {
          this.#bridge.use(undefined)
          link.end()
          // It would keep the files that the next home's worker needs.
          endSearcher()
          window.postMessage({ kind: PORTS_ENDED_MESSAGE }, '/')
          onEnd()
        })
      },
      onWaiting: () => (this.state = { kind: 'waiting' }),
      onFailed: (detail) => (this.state = { kind: 'failed', detail }),
      onEvent: (name, value) => this.#bridge.emit(name, value as never),
      // The way the desktop's ports come, too.
      onPort: (spaceId, spacePort) => window.postMessage({ kind: PORT_MESSAGE, spaceId }, '/', [spacePort]),
      onSearcher: (searchPort) => {
        endSearcher()
        endSearcher = startSearcher(searchPort, () => link.tellSearcherLost())
      },
    })
    return link
  }
}
