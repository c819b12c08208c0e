import type { Answer, EventName } from '../../../bridge/contract'
import type { ErrorDetail } from '../../../core/AppError'
import type { HomeMessage, TabMessage } from '../homeMessages'

export interface HomeLinkEvents {
  /** `lock` is free when the home is gone. */
  readonly onWelcome: (lock: string) => void
  readonly onWaiting: () => void
  readonly onFailed: (detail: ErrorDetail) => void
  readonly onEvent: (name: EventName, value: unknown) => void
  readonly onPort: (spaceId: string, port: MessagePort) => void
  /** The worker that searches is to be started, and talks with the home through the port. */
  readonly onSearcher: (port: MessagePort) => void
}

type Question<Message = TabMessage> = Message extends { no: number } ? Omit<Message, 'no'> : never

/** This tab's connection to one home. */
export class HomeLink {
  readonly #port: MessagePort
  readonly #events: HomeLinkEvents
  readonly #answerByNo = new Map<number, (answer: Answer<unknown>) => void>()
  #lastNo = 0
  #isOver = false

  /** `tabLock`: held by this tab. */
  constructor(port: MessagePort, tabLock: string, events: HomeLinkEvents) {
    this.#port = port
    this.#events = events
    port.onmessage = ({ data, ports }: MessageEvent<HomeMessage>) => this.#receive(data, ports[0])
    this.#send({ kind: 'hello', lock: tabLock })
  }

  /** Never rejects: a home that is gone answers `disconnected`. */
  ask(question: Question, port?: MessagePort): Promise<Answer<unknown>> {
    if (this.#isOver) return Promise.resolve({ ok: false, detail: { code: 'disconnected' } })
    const no = ++this.#lastNo
    return new Promise((resolve) => {
      this.#answerByNo.set(no, resolve)
      this.#send({ ...question, no }, port)
    })
  }

  /** A worker of this tab stored files. */
  tellFilesAdded(spaceId: string): void {
    this.#send({ kind: 'files-added', spaceId })
  }

  /** What the home wanted to be started could not be. */
  tellSearcherLost(): void {
    this.#send({ kind: 'searcher-lost' })
  }

  /** The home is gone. */
  end(): void {
    this.#isOver = true
    this.#port.close()
    for (const answer of this.#answerByNo.values()) answer({ ok: false, detail: { code: 'disconnected' } })
    this.#answerByNo.clear()
  }

  #send(message: TabMessage, port?: MessagePort): void {
    this.#port.postMessage(message, port ? [port] : [])
  }

  #receive(message: HomeMessage, port: MessagePort | undefined): void {
    switch (message.kind) {
      case 'welcome':
        this.#events.onWelcome(message.lock)
        break
      case 'waiting':
        this.#events.onWaiting()
        break
      case 'failed':
        this.#events.onFailed(message.detail)
        break
      case 'event':
        this.#events.onEvent(message.name, message.value)
        break
      case 'port':
        if (port) this.#events.onPort(message.spaceId, port)
        break
      case 'searcher':
        if (port) this.#events.onSearcher(port)
        break
      case 'answer':
        this.#answerByNo.get(message.no)?.(message.answer)
        this.#answerByNo.delete(message.no)
        break
    }
  }
}
