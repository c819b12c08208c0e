import { shell } from 'electron'
import type { ExportReportSummary } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import { hexOf } from '../../core/hex'
import type { SpaceId } from '../../core/space/Space'
import type { VertexId } from '../../core/tree/ops'
import type { FileArrivals } from '../../home/FileArrivals'
import { chooseFolder } from '../chooseFolder'
import type { GroveWindow } from '../GroveWindow'
import type { ImporterParts } from './Importer'
import { VaultJobs } from './VaultJobs'

export interface ExporterParts extends Omit<ImporterParts, 'onFiles'> {
  readonly arrivals: Pick<FileArrivals, 'bring'>
}

/** Exports as folders of Markdown: into a folder that a person chose, each in a process of its own. */
export class Exporter {
  readonly #jobs = new VaultJobs()
  /** What was chosen and not written yet, and where what was written lies: the last one of each window. */
  readonly #lastByWindow = new WeakMap<GroveWindow, { readonly exportId: string; folder: string }>()

  constructor(readonly parts: ExporterParts) {}

  /** Null when the person closed the dialog. */
  async choose(window: GroveWindow): Promise<{ readonly exportId: string } | null> {
    const folder = await chooseFolder(window, { title: 'Export into a Folder', buttonLabel: 'Export', mayCreate: true })
    if (folder === undefined) return null
    const exportId = hexOf(this.parts.environment.randomBytes(16))
    this.#lastByWindow.set(window, { exportId, folder })
    return { exportId }
  }

  async run(
    window: GroveWindow,
    exportId: string,
    spaceId: SpaceId,
    entryId: VertexId | null,
  ): Promise<ExportReportSummary> {
    const last = this.#last(window, exportId)
    if (this.#jobs.get(exportId)) throw new AppError({ code: 'bad-request', reason: 'this export is running' })
    const { arrivals, broker, catalogue, folder } = this.parts
    await catalogue.hold(spaceId)
    const job = this.#jobs.start(exportId, window, {
      onProgress: (progress) => window.tell('export.progress', { exportId, ...progress }),
      bring: (hash) => arrivals.bring(spaceId, hash),
    })
    job.isRunning = true
    try {
      const order = {
        kind: 'export',
        spaceId,
        entryId,
        filesFolder: folder.files(spaceId),
        folder: last.folder,
      } as const
      const { report } = await job.process.ask(order, 'exported', broker.open())
      if (report.place?.kind === 'folder') last.folder = report.place.path
      return report
    } finally {
      this.#jobs.drop(exportId)
    }
  }

  /** It ends soon, and leaves nothing behind. */
  cancel(exportId: string): void {
    this.#jobs.cancel(exportId)
  }

  show(window: GroveWindow, exportId: string): void {
    shell.showItemInFolder(this.#last(window, exportId).folder)
  }

  close(): void {
    this.#jobs.close()
  }

  #last(window: GroveWindow, exportId: string): { folder: string } {
    const last = this.#lastByWindow.get(window)
    if (last?.exportId !== exportId) throw new AppError({ code: 'bad-request', reason: 'no folder was chosen' })
    return last
  }
}
