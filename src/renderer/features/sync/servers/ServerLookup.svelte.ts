import { AppError, describeError } from '../../../../core/AppError'
import type { Cancel, Timers } from '../../../../core/environment'
import type { BridgeClient } from '../../../state/BridgeClient'

/** Long enough not to ask for every letter, short enough to have the answer before the password is typed. */
const TYPING_MS = 450

export type Lookup =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'found'; readonly url: string; readonly version: string }
  | { readonly kind: 'failed'; readonly sentence: string }

/** Looks at a server's address while it is typed. Only the answer to the latest address counts. */
export class ServerLookup {
  typed = $state('')
  result = $state.raw<Lookup>({ kind: 'nothing' })
  #turn = 0
  #cancel: Cancel | undefined
  #looking: Promise<string | undefined> | undefined

  constructor(
    readonly bridge: BridgeClient,
    readonly timers: Pick<Timers, 'after'>,
  ) {}

  /** Call after `typed` changed. */
  edited(): void {
    this.#forget()
    this.result = { kind: 'nothing' }
    if (this.typed.trim() !== '') this.#cancel = this.timers.after(TYPING_MS, () => void this.look())
  }

  /** The address as it is used from then on; undefined when no server is there, which `result` then says. */
  async look(): Promise<string | undefined> {
    if (this.result.kind === 'found') return this.result.url
    this.#cancel?.()
    this.#looking ??= this.#ask()
    return this.#looking
  }

  dispose(): void {
    this.#forget()
  }

  async #ask(): Promise<string | undefined> {
    const turn = ++this.#turn
    this.result = { kind: 'looking' }
    const result = await this.#answer()
    if (turn !== this.#turn) return undefined
    this.#looking = undefined
    this.result = result
    return result.kind === 'found' ? result.url : undefined
  }

  async #answer(): Promise<Lookup> {
    const url = this.typed.trim()
    if (url === '') return { kind: 'failed', sentence: 'Type the address of the server.' }
    try {
      return { kind: 'found', ...(await this.bridge.request('servers.look', { url })) }
    } catch (error) {
      return { kind: 'failed', sentence: describeError(AppError.detailOf(error)) }
    }
  }

  #forget(): void {
    this.#cancel?.()
    this.#looking = undefined
    this.#turn += 1
  }
}
