import { runExport } from '../../apps/export/runExport'
import type { ExportReportSummary, ImportPlanSummary, ImportReportSummary } from '../../bridge/contract'
import { planImport, type ImportPlan } from '../../apps/page/import/planImport'
import { runImport } from '../../apps/page/import/runImport'
import { undoImport } from '../../apps/page/import/undoImport'
import type { VaultControl, VaultProgress } from '../../core/space/VaultControl'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { nextTurn } from '../../core/nextTurn'
import type { OpenSpace } from '../../core/space/OpenSpace'
import type { SpaceId } from '../../core/space/Space'
import type { Port } from '../../core/sync/Port'
import { FolderFileStore } from '../../layers/files/FolderFileStore'
import { FolderVault } from '../../layers/vault/FolderVault'
import { FolderVaultWriter } from '../../layers/vault/FolderVaultWriter'
import { setUpSpaceManager } from './spaceManagerSetup'
import type { ExportOrder } from './vaultMessages'

const PROGRESS_EVERY_MS = 50

/**
 * One folder on its way into a space, planned, then run or dropped; or a space on its way into a folder. In a process of its own.
 */
export class VaultJob {
  readonly #signal = { aborted: false }
  #toldAt = 0
  #planned: { readonly vault: FolderVault; readonly plan: ImportPlan } | undefined

  constructor(
    readonly environment: Environment,
    readonly onProgress: (progress: VaultProgress) => void,
  ) {}

  async plan(folder: string): Promise<Omit<ImportPlanSummary, 'planId'>> {
    const vault = await FolderVault.open(folder)
    const plan = await planImport(vault, this.#control)
    this.#planned = { vault, plan }
    return {
      folderName: vault.name,
      pages: plan.pages.length,
      folders: plan.folders.length,
      files: plan.files.length,
      links: plan.links,
      sizeBytes: plan.sizeBytes,
      problems: plan.lost,
    }
  }

  async run(port: Port, spaceId: SpaceId, filesFolder: string): Promise<ImportReportSummary> {
    const planned = this.#planned
    if (!planned) throw new AppError({ code: 'bad-request', reason: 'nothing was planned' })
    return this.#withSpace(port, spaceId, async (open) => {
      const space = await open.space()
      const target = { space, files: new FolderFileStore(filesFolder), flush: () => open.flush() }
      return runImport({ reader: planned.vault, plan: planned.plan, target, control: this.#control })
    })
  }

  undo(port: Port, spaceId: SpaceId, importId: string): Promise<{ readonly removed: number }> {
    return this.#withSpace(port, spaceId, async (open) => {
      const undone = await undoImport(await open.space(), importId)
      await open.flush()
      return undone
    })
  }

  /** Into a new folder, called as what is exported. */
  export(port: Port, { spaceId, entryId, filesFolder, folder }: ExportOrder): Promise<ExportReportSummary> {
    return this.#withSpace(port, spaceId, async (open) => {
      const space = await open.space()
      const name = entryId === null ? space.look.name : space.entries.get(entryId)?.name
      if (name === undefined) throw new AppError({ code: 'bad-request', reason: 'it is not in the space any more' })
      const writer = await FolderVaultWriter.create(folder, name)
      const { cancelled, ...report } = await runExport({
        space,
        rootId: entryId ?? space.contentId,
        files: new FolderFileStore(filesFolder),
        writer,
        control: this.#control,
      })
      return { ...report, folder: cancelled ? null : writer.folder }
    })
  }

  /** What an import did so far stays, what an export did is removed; either resolves soon with what came of it. */
  cancel(): void {
    this.#signal.aborted = true
  }

  /** People need to see it move, not every file: the windows have better things to do. */
  #tellNowAndThen(progress: VaultProgress): void {
    const now = this.environment.now()
    if (now - this.#toldAt < PROGRESS_EVERY_MS && now >= this.#toldAt) return
    this.#toldAt = now
    this.onProgress(progress)
  }

  get #control(): VaultControl {
    return {
      onProgress: (progress) => this.#tellNowAndThen(progress),
      signal: this.#signal,
      // `cancel` and the answers of main come in between.
      pause: () => nextTurn(this.environment.timers),
    }
  }

  async #withSpace<T>(port: Port, spaceId: SpaceId, work: (open: OpenSpace) => Promise<T>): Promise<T> {
    const manager = setUpSpaceManager(port, this.environment)
    try {
      return await work(await manager.openSpace(spaceId))
    } finally {
      await manager.closeAll()
    }
  }
}
