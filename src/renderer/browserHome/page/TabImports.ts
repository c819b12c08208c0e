import type { ImportPlanSummary, ImportReportSummary, RequestOf } from '../../../bridge/contract'
import { AppError } from '../../../core/AppError'
import { hexOf } from '../../../core/hex'
import { VAULT_GONE } from '../../../home/vault/VaultHelper'
import { windowEnvironment } from '../../state/windowEnvironment'
import type { BrowserBridge } from './BrowserBridge'
import { chooseFolder } from './chooseFolder'
import { startTabVault, type TabVault } from './startTabVault'

interface Import {
  readonly helper: TabVault
  isRunning: boolean
}

/** Imports of this tab: from a folder that a person chose, planned, run and taken back, each by a worker of its own. */
export class TabImports {
  readonly #importById = new Map<string, Import>()

  /** Null when the person closed the dialog. A plan this tab had before is dropped. */
  async choose(bridge: BrowserBridge): Promise<ImportPlanSummary | null> {
    const folder = await chooseFolder()
    if (!folder) return null
    for (const [id, { isRunning }] of this.#importById) if (!isRunning) this.#drop(id)
    const planId = hexOf(windowEnvironment().randomBytes(16))
    const helper = this.#start(planId, bridge)
    try {
      const { plan } = await helper.ask({ kind: 'plan', folder }, 'planned')
      return { planId, ...plan }
    } catch (error) {
      this.#drop(planId)
      throw error
    }
  }

  async run({ planId, spaceId }: RequestOf<'import.run'>, bridge: BrowserBridge): Promise<ImportReportSummary> {
    const planned = this.#importById.get(planId)
    if (!planned || planned.isRunning) {
      throw new AppError({ code: 'bad-request', reason: 'this import is not waiting any more' })
    }
    planned.isRunning = true
    try {
      const port = await bridge.connectSpace(spaceId)
      return (await planned.helper.ask({ kind: 'run', spaceId }, 'imported', port)).report
    } finally {
      this.#drop(planId)
      bridge.tellFilesAdded(spaceId)
    }
  }

  /** A running import ends soon with its report; a plan that waits is dropped. */
  cancel({ planId }: RequestOf<'import.cancel'>): void {
    const job = this.#importById.get(planId)
    if (job?.isRunning) job.helper.cancel()
    else this.#drop(planId)
  }

  async undo(question: RequestOf<'import.undo'>, bridge: BrowserBridge): Promise<{ readonly removed: number }> {
    const { spaceId, importId } = question
    const helper = this.#start(importId, bridge)
    try {
      const port = await bridge.connectSpace(spaceId)
      const { removed } = await helper.ask({ kind: 'undo', spaceId, importId }, 'undone', port)
      return { removed }
    } finally {
      this.#drop(importId)
    }
  }

  #start(planId: string, bridge: BrowserBridge): TabVault {
    const helper = startTabVault(bridge, {
      onProgress: (progress) => bridge.emit('import.progress', { planId, ...progress }),
      // What is imported is in the folder.
      bring: () => Promise.reject(new AppError(VAULT_GONE)),
    })
    this.#importById.set(planId, { helper, isRunning: false })
    return helper
  }

  #drop(planId: string): void {
    this.#importById.get(planId)?.helper.end()
    this.#importById.delete(planId)
  }
}
