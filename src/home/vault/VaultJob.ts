import { runExport, type ExportReport } from '../../apps/export/runExport'
import { planImport, type ImportPlan } from '../../apps/page/import/planImport'
import { runImport } from '../../apps/page/import/runImport'
import { undoImport } from '../../apps/page/import/undoImport'
import type { ImportPlanSummary, ImportReportSummary } from '../../bridge/contract'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { nextTurn } from '../../core/nextTurn'
import type { FileStore } from '../../core/space/FileStore'
import type { OpenSpace } from '../../core/space/OpenSpace'
import type { SpaceId } from '../../core/space/Space'
import type { VaultControl, VaultProgress } from '../../core/space/VaultControl'
import type { VaultReader } from '../../core/space/VaultReader'
import type { VaultWriter } from '../../core/space/VaultWriter'
import type { Port } from '../../core/sync/Port'
import type { VertexId } from '../../core/tree/ops'
import { setUpSpaceManager } from './spaceManagerSetup'
import type { VaultNews } from './vaultMessages'
import { WantedFiles } from './WantedFiles'

const PROGRESS_EVERY_MS = 50

/** What is to be exported, and into what. */
export interface ExportOrder<Writer extends VaultWriter> {
  readonly spaceId: SpaceId
  /** Null: all of the space. */
  readonly entryId: VertexId | null
  readonly files: FileStore
  /** `name`: of what is exported. */
  readonly openWriter: (name: string) => Promise<Writer>
}

export interface Exported<Writer extends VaultWriter> {
  readonly report: Omit<ExportReport, 'cancelled'>
  /** Null when it was stopped, and nothing is there. */
  readonly writer: Writer | null
}

/**
 * One vault on its way into a space, planned, then run or dropped; or a space on its way out. For a process or worker of its
 * own, which has the space over a port.
 */
export class VaultJob {
  readonly #signal = { aborted: false }
  readonly #wanted = new WantedFiles((hash) => this.tell({ kind: 'file-wanted', hash }))
  #toldAt = 0
  #planned: { readonly reader: VaultReader; readonly plan: ImportPlan } | undefined

  constructor(
    readonly environment: Environment,
    readonly tell: (news: VaultNews) => void,
  ) {}

  async plan(reader: VaultReader): Promise<Omit<ImportPlanSummary, 'planId'>> {
    const plan = await planImport(reader, this.#control)
    this.#planned = { reader, plan }
    return {
      folderName: reader.name,
      pages: plan.pages.length,
      folders: plan.folders.length,
      files: plan.files.length,
      links: plan.links,
      sizeBytes: plan.sizeBytes,
      problems: plan.lost,
    }
  }

  async run(port: Port, spaceId: SpaceId, files: FileStore): Promise<ImportReportSummary> {
    const planned = this.#planned
    if (!planned) throw new AppError({ code: 'bad-request', reason: 'nothing was planned' })
    return this.#withSpace(port, spaceId, async (open) => {
      const space = await open.space()
      const target = { space, files, flush: () => open.flush() }
      return runImport({ ...planned, target, control: this.#control })
    })
  }

  undo(port: Port, spaceId: SpaceId, importId: string): Promise<{ readonly removed: number }> {
    return this.#withSpace(port, spaceId, async (open) => {
      const undone = await undoImport(await open.space(), importId)
      await open.flush()
      return undone
    })
  }

  export<Writer extends VaultWriter>(port: Port, order: ExportOrder<Writer>): Promise<Exported<Writer>> {
    const { spaceId, entryId, files, openWriter } = order
    return this.#withSpace(port, spaceId, async (open) => {
      const space = await open.space()
      const name = entryId === null ? space.look.name : space.entries.get(entryId)?.name
      if (name === undefined) throw new AppError({ code: 'bad-request', reason: 'it is not in the space any more' })
      const writer = await openWriter(name)
      const { cancelled, ...report } = await runExport({
        space,
        rootId: entryId ?? space.contentId,
        files,
        bring: (hash) => this.#wanted.bring(hash),
        writer,
        control: this.#control,
      })
      return { report, writer: cancelled ? null : writer }
    })
  }

  /** `detail`: why it cannot be had; null when it is here now. */
  fileCame(hash: string, detail: ErrorDetail | null): void {
    this.#wanted.came(hash, detail)
  }

  /** What an import did so far stays, what an export did is removed; either resolves soon with what came of it. */
  cancel(): void {
    this.#signal.aborted = true
    this.#wanted.giveUp()
  }

  /** People need to see it move, not every file: the windows have better things to do. What takes its time is told. */
  #tellNowAndThen(progress: VaultProgress): void {
    const now = this.environment.now()
    if (!progress.isComing && now - this.#toldAt < PROGRESS_EVERY_MS && now >= this.#toldAt) return
    this.#toldAt = now
    this.tell({ kind: 'progress', ...progress })
  }

  get #control(): VaultControl {
    return {
      onProgress: (progress) => this.#tellNowAndThen(progress),
      signal: this.#signal,
      // `cancel` and the answers of the home come in between.
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
