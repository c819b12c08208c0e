import type { DocumentPlace } from '../../../bridge/contract'
import type { BridgeClient } from '../../state/BridgeClient'

/** Which layers hold every change of one document, as the home last said. */
export class DocumentPlaces {
  current = $state.raw<readonly DocumentPlace[]>([])
  #isAsking = false
  #isStale = false

  constructor(
    readonly bridge: BridgeClient,
    readonly spaceId: string,
    readonly treeId: string,
  ) {}

  /** Asks again; while an answer is on its way, once more after it. */
  async refresh(): Promise<void> {
    this.#isStale = true
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      while (this.#isStale) {
        this.#isStale = false
        const { spaceId, treeId } = this
        this.current = await this.bridge.request('sync.document', { spaceId, treeId })
      }
    } catch {
      // What is not known is not claimed.
      this.current = []
    } finally {
      this.#isAsking = false
    }
  }
}
