import type { RecoveryKit } from '../../../../bridge/contract'
import { AppError, describeError } from '../../../../core/AppError'
import { Attempt } from '../../../state/Attempt.svelte'
import type { BridgeClient } from '../../../state/BridgeClient'

/** A recovery kit on its way to paper: its words are shown, kept by the person, and two of them typed back. */
export class KitFlow {
  kit = $state.raw<RecoveryKit>()
  step = $state<'loading' | 'words' | 'check' | 'failed'>('loading')
  /** Why the kit cannot be shown. */
  failure = $state<string>()
  /** What was typed for each asked word, by its number from 0. */
  typed = $state<Record<number, string>>({})
  isWrong = $state(false)
  readonly attempt = new Attempt()

  constructor(
    readonly bridge: BridgeClient,
    readonly spaceId: string,
  ) {}

  async load(): Promise<void> {
    try {
      this.kit = await this.bridge.request('kit.show', { spaceId: this.spaceId })
      this.step = 'words'
    } catch (error) {
      this.failure = describeError(AppError.detailOf(error))
      this.step = 'failed'
    }
  }

  startCheck(): void {
    this.typed = {}
    this.isWrong = false
    this.attempt.forget()
    this.step = 'check'
  }

  backToWords(): void {
    this.step = 'words'
  }

  /** True when the words were right, and the home knows it. */
  async check(): Promise<boolean> {
    const { kit } = this
    if (!kit) return false
    const words = kit.ask.map((index) => ({ index, word: (this.typed[index] ?? '').trim().toLowerCase() }))
    const answer = await this.attempt.run(async () =>
      this.bridge.request('kit.check', { spaceId: this.spaceId, words }),
    )
    this.isWrong = answer?.isRight === false
    return answer?.isRight === true
  }
}
