import type { Cancel, Timers } from '../../../core/environment'
import type { BrowserBridge } from './BrowserBridge'

const LOW_BYTES = 100 * 1024 * 1024
const LOOK_EVERY_MS = 60_000

/** The room this browser gives Grove, and whether it promises to keep what is in it. */
export class StorageRoom {
  /** Bytes that are left; undefined while there is plenty. */
  leftBytes = $state<number>()
  #cancel: Cancel = () => undefined
  #hasAsked = false

  /** `storage`: undefined in a browser that says nothing of its room (WebKitGTK). */
  constructor(
    readonly storage: StorageManager | undefined,
    readonly timers: Timers,
  ) {}

  start(bridge: BrowserBridge): void {
    if (!this.storage) return
    this.#look(this.storage)
    // Not before there is something to keep: some browsers ask the person.
    bridge.on('spaces.changed', (spaces) => {
      if (spaces.length > 0) this.#askToKeep()
    })
    void bridge.request('spaces.list', undefined).then((answer) => {
      if (answer.ok && answer.value.length > 0) this.#askToKeep()
    })
  }

  stop(): void {
    this.#cancel()
  }

  #look(storage: StorageManager): void {
    this.#cancel = this.timers.after(LOOK_EVERY_MS, () => this.#look(storage))
    storage.estimate().then(
      ({ quota = Infinity, usage = 0 }) => {
        const left = Math.max(0, quota - usage)
        this.leftBytes = left < LOW_BYTES ? left : undefined
      },
      () => undefined,
    )
  }

  #askToKeep(): void {
    if (this.#hasAsked) return
    this.#hasAsked = true
    // A browser that says no may still keep everything; Settings tell what it said.
    this.storage?.persist().catch(() => undefined)
  }
}
