import type {
  Answer,
  EventName,
  EventTypes,
  GroveBridge,
  RequestName,
  RequestOf,
  ResponseOf,
} from '../../../bridge/contract'
import { withinTime } from '../../../core/withinTime'
import { windowEnvironment } from '../../state/windowEnvironment'
import type { HomeLink } from './HomeLink'
import type { PageRequests } from './pageRequests'

type Listener = (value: never) => void

/**
 * The bridge of a browser tab: what concerns the tab is done here, the rest is asked of the home. While there is no home,
 * questions wait for the next one.
 */
export class BrowserBridge implements GroveBridge {
  readonly #page: PageRequests
  readonly #listenersByName = new Map<EventName, Set<Listener>>()
  #link: HomeLink | undefined
  #waiting: ((link: HomeLink) => void)[] = []
  #finished: (() => void) | undefined

  constructor(page: PageRequests) {
    this.#page = page
  }

  /** Undefined: the home is gone. */
  use(link: HomeLink | undefined): void {
    this.#link = link
    if (link) for (const go of this.#waiting.splice(0)) go(link)
  }

  async request<N extends RequestName>(name: N, question: RequestOf<N>): Promise<Answer<ResponseOf<N>>> {
    const byPage = (this.#page as Partial<Record<RequestName, (question: RequestOf<N>) => void>>)[name]
    if (byPage) {
      byPage(question)
      return { ok: true, value: null as ResponseOf<N> }
    }
    const link = this.#link ?? (await this.#nextLink())
    return (await link.ask({ kind: 'request', name, question })) as Answer<ResponseOf<N>>
  }

  /** Brings a stored file into this browser; false when it cannot be had now. */
  async bringFile(spaceId: string, hash: string): Promise<boolean> {
    const link = this.#link ?? (await this.#nextLink())
    return (await link.ask({ kind: 'file', spaceId, hash })).ok
  }

  on<N extends EventName>(name: N, listener: (value: EventTypes[N]) => void): () => void {
    const listeners = this.#listenersByName.get(name) ?? new Set()
    this.#listenersByName.set(name, listeners.add(listener))
    return () => {
      listeners.delete(listener)
    }
  }

  emit<N extends EventName>(name: N, value: EventTypes[N]): void {
    for (const listener of [...(this.#listenersByName.get(name) ?? [])]) listener(value as never)
  }

  /** Resolves when everything this tab has to send is sent, or after the time given. */
  async finish(withinMs: number): Promise<void> {
    const sent = new Promise<void>((resolve) => {
      this.#finished = resolve
    })
    this.emit('window.closing', null)
    await withinTime(windowEnvironment().timers, withinMs, sent)
  }

  closing(): void {
    this.#finished?.()
  }

  #nextLink(): Promise<HomeLink> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }
}
