import { AppError } from '../../../core/AppError'
import { holdLock, lockIsFree } from '../holdLock'
import type { TabMessage } from '../homeMessages'
import type { BrowserHome } from './BrowserHome'
import { Tab } from './Tab'

/**
 * Where tabs come in: they wait until the home is open, are told when it cannot be, and are let go when they have ended.
 * What they say before it is open is answered afterwards.
 */
export class HomeDoor {
  readonly #lock: string
  readonly #opening: Promise<BrowserHome>
  readonly #waiting = new Set<Tab>()
  #isBlocked = false

  /** `open` resolves when this home has the spaces to itself. `id` is of this home alone. */
  constructor(id: string, open: () => Promise<BrowserHome>) {
    this.#lock = `grove-home-${id}`
    this.#opening = holdLock(this.#lock).then(open)
  }

  accept(port: MessagePort): void {
    const tab = new Tab(port)
    port.onmessage = (event: MessageEvent<TabMessage>) => this.#receive(tab, event.data, event.ports[0])
  }

  /** Another version of Grove has the spaces open: whoever waits is told. */
  tellBlocked(): void {
    this.#isBlocked = true
    for (const tab of this.#waiting) tab.send({ kind: 'waiting' })
  }

  #receive(tab: Tab, message: TabMessage, given: MessagePort | undefined): void {
    if (message.kind === 'hello') this.#enter(tab, message.lock)
    else {
      this.#opening.then(
        (home) => home.answer(tab, message, given),
        () => undefined,
      )
    }
  }

  #enter(tab: Tab, lock: string): void {
    this.#waiting.add(tab)
    if (this.#isBlocked) tab.send({ kind: 'waiting' })
    this.#opening.then(
      (home) => {
        this.#waiting.delete(tab)
        home.join(tab)
        tab.send({ kind: 'welcome', lock: this.#lock })
      },
      (error: unknown) => tab.send({ kind: 'failed', detail: AppError.detailOf(error) }),
    )
    void lockIsFree(lock).then(() => this.#leave(tab))
  }

  #leave(tab: Tab): void {
    this.#waiting.delete(tab)
    this.#opening.then(
      (home) => home.leave(tab),
      () => tab.leave(),
    )
  }
}
