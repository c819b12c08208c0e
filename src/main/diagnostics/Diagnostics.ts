import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { homedir, hostname } from 'node:os'
import path from 'node:path'
import { app, dialog, shell } from 'electron'
import type { DiagnosticsPart, DiagnosticsSummary } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { GroveHome } from '../../home/GroveHome'
import type { Settings } from '../../home/Settings'
import { diskError } from '../../layers/backup/diskError'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import type { FolderOrigin } from '../dataFolder/troubleScreen'
import type { GroveWindow } from '../GroveWindow'
import { systemUserName } from '../systemUserName'
import type { CrashReports } from './CrashReports'
import { describeMachine } from './describeMachine'
import type { DiagnosticsFacts, ExaminedDatabase } from './DiagnosticsFacts'
import { diagnosticsParts } from './diagnosticsParts'
import { ExamineProcess } from './ExamineProcess'
import { programWords } from './programWords'
import { zipBundle } from './zipBundle'

export interface DiagnosticsOptions {
  readonly home: GroveHome
  readonly settings: Settings
  readonly folder: DataFolder
  readonly origin: FolderOrigin
  readonly crashes: CrashReports
  readonly environment: Environment
}

interface Collected {
  readonly parts: readonly DiagnosticsPart[]
  readonly madeAt: number
}

/** A bundle for whoever has to find out why: collected, shown, and saved where a person says. Nothing is sent. */
export class Diagnostics {
  #process: ExamineProcess | undefined
  #collected: Collected | undefined

  constructor(readonly options: DiagnosticsOptions) {}

  /** Rejects with AppError `cancelled` after `cancel`. */
  async collect(window: GroveWindow): Promise<DiagnosticsSummary> {
    this.cancel()
    const examining = new ExamineProcess()
    this.#process = examining
    try {
      const facts = await this.#facts(examining, (done, total) => {
        window.tell('diagnostics.progress', { done, total })
      })
      const parts = diagnosticsParts(facts)
      this.#collected = { parts, madeAt: facts.madeAt }
      return { parts, crashes: facts.crashes }
    } finally {
      examining.end()
      if (this.#process === examining) this.#process = undefined
    }
  }

  cancel(): void {
    this.#process?.end()
    this.#process = undefined
  }

  /** Null when the person closed the dialog. */
  async save(window: GroveWindow): Promise<{ readonly file: string } | null> {
    const collected = this.#collected
    if (!collected) throw new AppError({ code: 'bad-request', reason: 'nothing was collected yet' })
    const name = `grove-diagnostics-${new Date(collected.madeAt).toISOString().slice(0, 10)}.zip`
    const { canceled, filePath } = await dialog.showSaveDialog(window.browserWindow, {
      title: 'Save the Diagnostics',
      defaultPath: path.join(app.getPath('documents'), name),
      filters: [{ name: 'Zip', extensions: ['zip'] }],
    })
    if (canceled || !filePath) return null
    try {
      await writeFile(filePath, zipBundle(collected.parts, collected.madeAt))
    } catch (error) {
      throw diskError(error, filePath)
    }
    return { file: filePath }
  }

  async showCrashes(): Promise<void> {
    const { folder } = this.options.crashes
    await mkdir(folder, { recursive: true })
    const problem = await shell.openPath(folder)
    if (problem !== '') throw new AppError({ code: 'bad-file', path: folder, reason: problem })
  }

  async #facts(
    examining: ExamineProcess,
    onProgress: (done: number, total: number) => void,
  ): Promise<DiagnosticsFacts> {
    const { home, settings, folder, origin, crashes, environment } = this.options
    const ids = await folder.spaceIds()
    const databases: ExaminedDatabase[] = []
    for (const [index, id] of ids.entries()) {
      onProgress(index, ids.length)
      databases.push(await examine(folder, id, examining))
    }
    onProgress(ids.length, ids.length)
    return {
      madeAt: environment.now(),
      machine: await describeMachine(folder.root, origin),
      settings: settings.value.current,
      keys: home.keysState.current,
      spaces: await home.catalogue.list(),
      databases,
      sync: home.syncSummaries.current,
      servers: home.serverSummaries.current,
      crashes: await crashes.list(),
      logs: await readLogs(folder.log),
      folders: new Map([
        [folder.root, '<data>'],
        [app.getAppPath(), '<app>'],
        [homedir(), '~'],
        [hostname(), '<host>'],
        [systemUserName(), '<user>'],
      ]),
      vocabulary: programWords(await readFile(path.join(__dirname, 'index.cjs'), 'utf8')),
    }
  }
}

async function examine(folder: DataFolder, spaceId: string, examining: ExamineProcess): Promise<ExaminedDatabase> {
  const database = folder.database(spaceId)
  const sizeBytes = (await stat(database).catch(() => undefined))?.size ?? 0
  const names = await readdir(folder.files(spaceId), { recursive: true }).catch((): string[] => [])
  const found = await Promise.all(
    names.map((name) => stat(path.join(folder.files(spaceId), name)).catch(() => undefined)),
  )
  const files = found.flatMap((file) => (file?.isFile() ? [file.size] : []))
  const total = files.reduce((sum, size) => sum + size, 0)
  return { spaceId, sizeBytes, files: { count: files.length, sizeBytes: total }, look: await examining.look(database) }
}

async function readLogs(folder: string): Promise<DiagnosticsFacts['logs']> {
  const names = await readdir(folder).catch((): string[] => [])
  const logs = names.filter((name) => name.endsWith('.log')).sort()
  return Promise.all(logs.map(async (name) => ({ name, text: await readFile(path.join(folder, name), 'utf8') })))
}
