import type { UpdateSummary } from '../../bridge/contract'
import type { Updater } from './Updater'

/** An updater whose code is loaded when it is first asked something. */
export class LateUpdater implements Updater {
  readonly #load: () => Promise<Updater>
  #loading: Promise<Updater> | undefined
  #loaded: Updater | undefined

  constructor(load: () => Promise<Updater>) {
    this.#load = load
  }

  async find(): Promise<UpdateSummary | null> {
    return (await this.#updater()).find()
  }

  async download(onShare: (share: number) => void): Promise<void> {
    return (await this.#updater()).download(onShare)
  }

  async prepare(): Promise<void> {
    return (await this.#updater()).prepare()
  }

  cancel(): void {
    this.#loaded?.cancel()
  }

  install(): void {
    this.#loaded?.install()
  }

  async #updater(): Promise<Updater> {
    this.#loading ??= this.#load()
    this.#loaded = await this.#loading
    return this.#loaded
  }
}
