import type { SecretSummary } from '../../../bridge/contract'
import { Attempt } from '../../state/Attempt.svelte'
import type { BridgeClient } from '../../state/BridgeClient'

/** The secrets of one space, as the home last told them, and what a person does with them. */
export class SecretsList {
  /** In the order of their names; undefined until they are here. */
  all = $state.raw<readonly SecretSummary[]>()
  /** The one that was deleted last, which can be had back. */
  deleted = $state.raw<SecretSummary>()
  /** Forms in which something is typed that is not saved. */
  #drafts = $state(0)
  readonly reading = new Attempt()
  readonly writing = new Attempt()

  constructor(
    readonly bridge: BridgeClient,
    readonly spaceId: string,
  ) {}

  get hasDrafts(): boolean {
    return this.#drafts > 0
  }

  /** Until what it returns is called. */
  beginDraft(): () => void {
    this.#drafts += 1
    return () => {
      this.#drafts -= 1
    }
  }

  async load(): Promise<void> {
    const { spaceId } = this
    const all = await this.reading.run(() => this.bridge.request('secrets.list', { spaceId }))
    if (all) this.all = [...all].sort((a, b) => a.key.localeCompare(b.key))
  }

  has(key: string): boolean {
    return this.all?.some((secret) => secret.key === key) === true
  }

  /** True when it was taken. */
  async save(key: string, value: string): Promise<boolean> {
    if (!(await this.#set(key, value))) return false
    if (this.deleted?.key === key) this.deleted = undefined
    return true
  }

  async delete(secret: SecretSummary): Promise<void> {
    if (await this.#set(secret.key, null)) this.deleted = secret
  }

  async undelete(): Promise<void> {
    if (this.deleted) await this.save(this.deleted.key, this.deleted.value)
  }

  async #set(key: string, value: string | null): Promise<boolean> {
    const { spaceId } = this
    const answer = await this.writing.run(() => this.bridge.request('secrets.set', { spaceId, key, value }))
    if (answer === undefined) return false
    await this.load()
    return true
  }
}
