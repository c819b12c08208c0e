import type { ExportReportSummary, RequestOf } from '../../../bridge/contract'
import { AppError } from '../../../core/AppError'
import { hexOf } from '../../../core/hex'
import { windowEnvironment } from '../../state/windowEnvironment'
import { removeEmpty } from '../vault/zipFile'
import type { BrowserBridge } from './BrowserBridge'
import { chooseZipFile } from './chooseZipFile'
import { startDownload } from './startDownload'
import { startTabVault, type TabVault } from './startTabVault'

interface Export {
  /** Null: it is to be downloaded. */
  readonly file: FileSystemFileHandle | null
  /** While it runs. */
  helper: TabVault | undefined
  download: { readonly href: string; readonly name: string } | undefined
}

/** Exports of this tab: into a zip file, each by a worker of its own. */
export class TabExports {
  readonly #exportById = new Map<string, Export>()

  /** Null when the person closed the dialog. */
  async choose({ name }: RequestOf<'export.choose'>): Promise<{ readonly exportId: string } | null> {
    const file = await chooseZipFile(name)
    if (file === undefined) return null
    const exportId = hexOf(windowEnvironment().randomBytes(16))
    this.#exportById.set(exportId, { file, helper: undefined, download: undefined })
    return { exportId }
  }

  async run(question: RequestOf<'export.run'>, bridge: BrowserBridge): Promise<ExportReportSummary> {
    const { spaceId, exportId, entryId } = question
    const chosen = this.#exportById.get(exportId)
    if (!chosen || chosen.helper)
      throw new AppError({ code: 'bad-request', reason: 'this export is not waiting any more' })
    const helper = startTabVault(bridge, {
      onProgress: (progress) => bridge.emit('export.progress', { exportId, ...progress }),
      bring: (hash) => bridge.bringFile({ spaceId, hash, isPatient: false }),
    })
    chosen.helper = helper
    try {
      const order = { kind: 'export', spaceId, entryId, file: chosen.file } as const
      const { report, download } = await helper.ask(order, 'exported', await bridge.connectSpace(spaceId))
      if (download && report.place?.kind === 'download') {
        chosen.download = { href: URL.createObjectURL(download), name: report.place.name }
        this.show({ exportId })
      }
      return report
    } catch (error) {
      if (chosen.file) await removeEmpty(chosen.file)
      throw error
    } finally {
      helper.end()
      chosen.helper = undefined
    }
  }

  /** It ends soon, and leaves nothing behind; one that has ended is forgotten. */
  cancel({ exportId }: RequestOf<'export.cancel'>): void {
    const { helper, download } = this.#exportById.get(exportId) ?? {}
    if (helper) {
      helper.cancel()
      return
    }
    if (download) URL.revokeObjectURL(download.href)
    this.#exportById.delete(exportId)
  }

  /** Downloads it, perhaps again. */
  show({ exportId }: RequestOf<'export.show'>): void {
    const download = this.#exportById.get(exportId)?.download
    if (!download) throw new AppError({ code: 'bad-request', reason: 'it is not here any more' })
    startDownload(download.href, download.name)
  }
}
