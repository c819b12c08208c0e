import type { ImportPlanSummary, ImportReportSummary } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'
import type { SpaceId } from '../../core/space/Space'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import { chooseFolder } from '../chooseFolder'
import type { GroveWindow } from '../GroveWindow'
import type { PortBroker } from '../PortBroker'
import type { SpaceCatalogue } from '../../home/SpaceCatalogue'
import { VaultJobs, type VaultJobEntry } from './VaultJobs'

export interface ImporterParts {
  readonly folder: DataFolder
  readonly broker: PortBroker
  readonly catalogue: SpaceCatalogue
  readonly environment: Environment
  /** Files were stored for the space. */
  readonly onFiles: (spaceId: SpaceId) => void
}

/** Imports of folders: chosen by a person, planned, run and taken back, each in a process of its own. */
export class Importer {
  readonly #jobs = new VaultJobs()

  constructor(readonly parts: ImporterParts) {}

  /** Null when the person closed the dialog. A plan this window had before is dropped. */
  async choose(window: GroveWindow): Promise<ImportPlanSummary | null> {
    const folder = await chooseFolder(window, { title: 'Import a Folder', buttonLabel: 'Choose' })
    if (folder === undefined) return null
    this.#jobs.dropWaiting(window)
    const planId = hexOf(this.parts.environment.randomBytes(16))
    const job = this.#start(planId, window)
    try {
      const { plan } = await job.process.ask({ kind: 'plan', folder }, 'planned')
      return { planId, ...plan }
    } catch (error) {
      this.#jobs.drop(planId)
      throw error
    }
  }

  async run(planId: string, spaceId: SpaceId): Promise<ImportReportSummary> {
    const job = this.#jobs.get(planId)
    if (!job || job.isRunning)
      throw new AppError({ code: 'bad-request', reason: 'this import is not waiting any more' })
    const { broker, catalogue, folder } = this.parts
    job.isRunning = true
    try {
      await catalogue.hold(spaceId)
      const order = { kind: 'run', spaceId, filesFolder: folder.files(spaceId) } as const
      return (await job.process.ask(order, 'imported', broker.open())).report
    } finally {
      this.#jobs.drop(planId)
      this.parts.onFiles(spaceId)
    }
  }

  /** A running import ends soon with its report; a plan that waits is dropped. */
  cancel(planId: string): void {
    this.#jobs.cancel(planId)
  }

  async undo(window: GroveWindow, spaceId: SpaceId, importId: string): Promise<number> {
    const { broker, catalogue } = this.parts
    await catalogue.hold(spaceId)
    const { process } = this.#start(importId, window)
    try {
      return (await process.ask({ kind: 'undo', spaceId, importId }, 'undone', broker.open())).removed
    } finally {
      this.#jobs.drop(importId)
    }
  }

  close(): void {
    this.#jobs.close()
  }

  #start(planId: string, window: GroveWindow): VaultJobEntry {
    return this.#jobs.start(planId, window, {
      onProgress: (progress) => window.tell('import.progress', { planId, ...progress }),
      // What is imported is in the folder.
      bring: () => Promise.reject(new AppError({ code: 'cancelled' })),
    })
  }
}
