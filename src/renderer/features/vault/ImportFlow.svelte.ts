import type { ImportPlanSummary, ImportReportSummary } from '../../../bridge/contract'
import { AppError, describeError } from '../../../core/AppError'
import type { VaultProgress } from '../../../core/space/VaultControl'
import type { BridgeClient } from '../../state/BridgeClient'

export type ImportStep =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'plan'; readonly plan: ImportPlanSummary }
  | { readonly kind: 'running'; readonly plan: ImportPlanSummary }
  | { readonly kind: 'report'; readonly plan: ImportPlanSummary; readonly report: ImportReportSummary }
  | { readonly kind: 'undone'; readonly removed: number }
  | { readonly kind: 'failed'; readonly sentence: string }

/** One import from choosing a folder to its report, and back. Nothing is written before `run`. */
export class ImportFlow {
  step = $state.raw<ImportStep>({ kind: 'choosing' })
  progress = $state.raw<VaultProgress>({ done: 0, total: 0, path: '' })
  isBusy = $state(false)
  isCancelling = $state(false)

  constructor(
    readonly bridge: BridgeClient,
    readonly spaceId: string,
  ) {}

  /** False when the person closed the folder dialog. */
  async choose(): Promise<boolean> {
    let isChosen = true
    await this.#guard(async () => {
      const plan = await this.bridge.request('import.choose', { spaceId: this.spaceId })
      isChosen = plan !== null
      if (plan) this.step = { kind: 'plan', plan }
    })
    return isChosen
  }

  async run(plan: ImportPlanSummary): Promise<void> {
    this.progress = { done: 0, total: plan.pages + plan.files, path: '' }
    this.step = { kind: 'running', plan }
    const stop = this.bridge.on('import.progress', (progress) => {
      if (progress.planId === plan.planId) this.progress = progress
    })
    await this.#guard(async () => {
      const report = await this.bridge.request('import.run', { spaceId: this.spaceId, planId: plan.planId })
      this.step = { kind: 'report', plan, report }
    })
    stop()
  }

  /** What was imported so far stays until it is undone; the report says how far it came. */
  async cancel(plan: ImportPlanSummary): Promise<void> {
    this.isCancelling = true
    await this.bridge.request('import.cancel', { planId: plan.planId }).catch(() => undefined)
  }

  async undo(report: ImportReportSummary): Promise<void> {
    await this.#guard(async () => {
      const { removed } = await this.bridge.request('import.undo', { spaceId: this.spaceId, importId: report.importId })
      this.step = { kind: 'undone', removed }
    })
  }

  async #guard(fn: () => Promise<void>): Promise<void> {
    this.isBusy = true
    try {
      await fn()
    } catch (error) {
      this.step = { kind: 'failed', sentence: describeError(AppError.detailOf(error)) }
    } finally {
      this.isBusy = false
    }
  }
}
