import type { ExportPlace, ExportReportSummary } from '../../../bridge/contract'
import { AppError, describeError } from '../../../core/AppError'
import type { VaultProgress } from '../../../core/space/VaultControl'
import type { VertexId } from '../../../core/tree/ops'
import type { BridgeClient } from '../../state/BridgeClient'

export type ExportStep =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'running'; readonly exportId: string }
  | {
      readonly kind: 'done'
      readonly exportId: string
      readonly place: ExportPlace
      readonly report: ExportReportSummary
    }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly sentence: string }

/** One export from choosing a folder to what became of it. `entryId`: with all that lies in it; null: all of the space. */
export class ExportFlow {
  step = $state.raw<ExportStep>({ kind: 'choosing' })
  progress = $state.raw<VaultProgress>({ done: 0, total: 0, path: '' })
  isCancelling = $state(false)
  #exportId: string | undefined

  constructor(
    readonly bridge: BridgeClient,
    readonly spaceId: string,
    readonly entryId: VertexId | null,
    /** Of what is exported. */
    readonly name: string,
  ) {}

  /** False when the person closed the dialog that asks where to. */
  async run(): Promise<boolean> {
    const { bridge, spaceId, entryId, name } = this
    let stop = (): void => undefined
    try {
      const chosen = await bridge.request('export.choose', { name })
      if (!chosen) return false
      const { exportId } = chosen
      this.#exportId = exportId
      this.step = { kind: 'running', exportId }
      stop = bridge.on('export.progress', (progress) => {
        if (progress.exportId === exportId) this.progress = progress
      })
      const report = await bridge.request('export.run', { spaceId, exportId, entryId })
      const { place } = report
      this.step = place ? { kind: 'done', exportId, place, report } : { kind: 'stopped' }
    } catch (error) {
      this.step = { kind: 'failed', sentence: describeError(AppError.detailOf(error)) }
    } finally {
      stop()
    }
    return true
  }

  async cancel(exportId: string): Promise<void> {
    this.isCancelling = true
    await this.bridge.request('export.cancel', { exportId }).catch(() => undefined)
  }

  /** Nobody looks at it any more: what was kept for them need not be. */
  close(): void {
    if (this.#exportId === undefined || this.step.kind === 'running') return
    this.bridge.request('export.cancel', { exportId: this.#exportId }).catch(() => undefined)
  }
}
