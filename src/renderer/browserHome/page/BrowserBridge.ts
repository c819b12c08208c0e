import type {
  Answer,
  EventName,
  EventTypes,
  GroveBridge,
  RequestName,
  RequestOf,
  ResponseOf,
} from '../../../bridge/contract'
import { AppError } from '../../../core/AppError'
import { withinTime } from '../../../core/withinTime'
import { windowEnvironment } from '../../state/windowEnvironment'
import type { FileRequest } from '../homeMessages'
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
  readonly #homeGone = new Set<() => void>()
  #link: HomeLink | undefined
  #waiting: ((link: HomeLink) => void)[] = []
  #finished: (() => void) | undefined

  constructor(page: PageRequests) {
    this.#page = page
  }

  /** Undefined: the home is gone. */
  use(link: HomeLink | undefined): void {
    this.#link = link
    if (!link) for (const listener of [...this.#homeGone]) listener()
    if (link) for (const go of this.#waiting.splice(0)) go(link)
  }

  async request<N extends RequestName>(name: N, question: RequestOf<N>): Promise<Answer<ResponseOf<N>>> {
    const byPage: PageRequests[N] = this.#page[name]
    if (byPage) {
      try {
        return { ok: true, value: await byPage(question, this) }
      } catch (error) {
        return { ok: false, detail: AppError.detailOf(error) }
      }
    }
    const link = this.#link ?? (await this.#nextLink())
    return (await link.ask({ kind: 'request', name, question })) as Answer<ResponseOf<N>>
  }

  /** Brings a stored file into this browser. `isPatient`: asks again for about a minute. Rejects with why it cannot be had. */
  async bringFile(wanted: Pick<FileRequest, 'spaceId' | 'hash' | 'isPatient'>): Promise<void> {
    const link = this.#link ?? (await this.#nextLink())
    const answer = await link.ask({ kind: 'file', ...wanted })
    if (!answer.ok) throw new AppError(answer.detail)
  }

  /** A way to the space for a worker of this tab. */
  async connectSpace(spaceId: string): Promise<MessagePort> {
    const { port1, port2 } = new MessageChannel()
    const link = this.#link ?? (await this.#nextLink())
    const answer = await link.ask({ kind: 'space', spaceId }, port1)
    if (!answer.ok) throw new AppError(answer.detail)
    return port2
  }

  /** A worker of this tab stored files. A home that is gone looks for them when it comes back. */
  tellFilesAdded(spaceId: string): void {
    this.#link?.tellFilesAdded(spaceId)
  }

  /** Whatever was asked of the home, or had from it, comes to nothing. Returns the function that stops listening. */
  onHomeGone(listener: () => void): () => void {
    this.#homeGone.add(listener)
    return () => {
      this.#homeGone.delete(listener)
    }
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
