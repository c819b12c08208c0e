import { AppError, describeError, type ErrorDetail } from '../../core/AppError'

/** Something a person asked for that takes a moment: whether it is under way, and why it did not work. */
export class Attempt {
  isBusy = $state(false)
  problem = $state.raw<ErrorDetail>()
  /** The problem as people read it. Being cancelled is none. */
  readonly sentence: string | undefined = $derived(
    this.problem && this.problem.code !== 'cancelled' ? describeError(this.problem) : undefined,
  )

  /** One at a time: what is asked meanwhile is not begun. Resolves with undefined when it did not work. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.isBusy) return undefined
    this.isBusy = true
    this.problem = undefined
    try {
      return await work()
    } catch (error) {
      this.problem = AppError.detailOf(error)
      return undefined
    } finally {
      this.isBusy = false
    }
  }

  forget(): void {
    this.problem = undefined
  }
}
