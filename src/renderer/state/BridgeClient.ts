import type { EventName, EventTypes, GroveBridge, RequestName, RequestOf, ResponseOf } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { Cancel } from '../../core/environment'

/** The main process as this window uses it: an answer that is a failure becomes an AppError again. */
export class BridgeClient {
  constructor(readonly bridge: GroveBridge) {}

  async request<N extends RequestName>(name: N, question: RequestOf<N>): Promise<ResponseOf<N>> {
    const answer = await this.bridge.request(name, question)
    if (answer.ok) return answer.value
    throw new AppError(answer.detail)
  }

  on<N extends EventName>(name: N, listener: (value: EventTypes[N]) => void): Cancel {
    return this.bridge.on(name, listener)
  }

  closing(): void {
    this.bridge.closing()
  }
}
