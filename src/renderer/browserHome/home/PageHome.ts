import { windowEnvironment } from '../../state/windowEnvironment'
import { holdLock, type HeldLock } from '../holdLock'
import { HOME_LOCK } from '../homeMessages'
import { BrowserHome } from './BrowserHome'
import { HomeDoor } from './HomeDoor'

/** A home inside a page, for browsers in which tabs cannot share one. */
export class PageHome {
  /** The page's end of the way to it. */
  readonly port: MessagePort
  readonly #lock: HeldLock
  readonly #opening = BrowserHome.open(windowEnvironment())
  readonly #stopListening = new AbortController()

  private constructor(lock: HeldLock) {
    this.#lock = lock
    const door = new HomeDoor(crypto.randomUUID(), () => this.#opening)
    const { port1, port2 } = new MessageChannel()
    door.accept(port1)
    this.port = port2
    const retryNow = (): void => {
      this.#opening.then(
        (home) => home.retryNow(),
        () => undefined,
      )
    }
    addEventListener('online', retryNow, { signal: this.#stopListening.signal })
  }

  /** Waits while another tab has the spaces, and rejects when `signal` says that it was long enough. */
  static async open(signal: AbortSignal): Promise<PageHome> {
    return new PageHome(await holdLock(HOME_LOCK, { signal }))
  }

  /** Resolves when another tab has taken the spaces. */
  get taken(): Promise<void> {
    return this.#lock.taken
  }

  /** Saves what it can, and lets another tab have the spaces. */
  async close(): Promise<void> {
    this.#stopListening.abort()
    const home = await this.#opening.catch(() => undefined)
    await home?.close()
    this.#lock.release()
  }
}
