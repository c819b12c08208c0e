import type { MessagePortMain } from 'electron'
import { VaultHelper, type VaultEvents } from '../../home/vault/VaultHelper'
import type { GroveWindow } from '../GroveWindow'
import { startVaultProcess } from './startVaultProcess'
import type { VaultOrder } from './VaultOrder'

export interface VaultJobEntry {
  readonly process: VaultHelper<VaultOrder, MessagePortMain>
  readonly window: GroveWindow
  isRunning: boolean
}

/** Processes that import or export for windows, by an id each; those of a window end with it. */
export class VaultJobs {
  readonly #jobById = new Map<string, VaultJobEntry>()

  start(id: string, window: GroveWindow, events: VaultEvents): VaultJobEntry {
    const job = { process: new VaultHelper(startVaultProcess, events), window, isRunning: false }
    this.#jobById.set(id, job)
    window.browserWindow.once('closed', () => this.drop(id))
    return job
  }

  get(id: string): VaultJobEntry | undefined {
    return this.#jobById.get(id)
  }

  /** A running job ends soon with its report; one that waits is dropped. */
  cancel(id: string): void {
    const job = this.#jobById.get(id)
    if (job?.isRunning) job.process.cancel()
    else this.drop(id)
  }

  /** What this window began and did not go on with. */
  dropWaiting(window: GroveWindow): void {
    for (const [id, job] of this.#jobById) if (job.window === window && !job.isRunning) this.drop(id)
  }

  drop(id: string): void {
    this.#jobById.get(id)?.process.end()
    this.#jobById.delete(id)
  }

  close(): void {
    for (const id of [...this.#jobById.keys()]) this.drop(id)
  }
}
