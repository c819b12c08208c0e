import { CancellationToken, type AppUpdater } from 'electron-updater'
import type { UpdateSummary } from '../../bridge/contract'
import type { Log } from '../openLog'
import { plainNotes } from './plainNotes'
import { SafeAppImageUpdater } from './SafeAppImageUpdater'
import type { Updater } from './Updater'
import { askingProblem, fetchingProblem } from './updateProblem'

export interface ElectronUpdaterOptions {
  readonly updater: AppUpdater
  /** What is replaced, as people know it. */
  readonly file: string
  readonly log: Log
  /** Starts the Grove there is: everything is closed, and nothing was replaced. */
  readonly startAgain: () => void
}

/** `electron-updater`, kept to what it is told to do. */
export class ElectronUpdater implements Updater {
  readonly #options: ElectronUpdaterOptions
  #token: CancellationToken | undefined
  #found = ''

  constructor(options: ElectronUpdaterOptions) {
    this.#options = options
    const { updater, log } = options
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = false
    updater.autoRunAppAfterInstall = true
    updater.allowDowngrade = false
    updater.logger = {
      info: (text?: unknown) => log.info('updater', text),
      warn: (text?: unknown) => log.warn('updater', text),
      error: (text?: unknown) => log.warn('updater', text),
    }
    // It sends the number it draws lots with for staged releases, by which a server could tell people apart.
    updater.requestHeaders = { 'x-user-staging-id': 'none' }
  }

  async find(): Promise<UpdateSummary | null> {
    try {
      const result = await this.#options.updater.checkForUpdates()
      if (!result?.isUpdateAvailable) return null
      const { version, releaseNotes } = result.updateInfo
      this.#found = version
      return { version, notes: plainNotes(releaseNotes) }
    } catch (error) {
      throw askingProblem(error)
    }
  }

  async download(onShare: (share: number) => void): Promise<void> {
    const { updater, file } = this.#options
    const token = new CancellationToken()
    this.#token = token
    const onProgress = ({ percent }: { readonly percent: number }): void => onShare(percent / 100)
    updater.on('download-progress', onProgress)
    try {
      await updater.downloadUpdate(token)
    } catch (error) {
      throw fetchingProblem(error, this.#found, file, token.cancelled)
    } finally {
      updater.off('download-progress', onProgress)
      this.#token = undefined
    }
  }

  cancel(): void {
    this.#token?.cancel()
  }

  async prepare(): Promise<void> {
    const { updater, file } = this.#options
    try {
      if (updater instanceof SafeAppImageUpdater) await updater.stage()
    } catch (error) {
      throw fetchingProblem(error, this.#found, file, false)
    }
  }

  install(): void {
    const { updater, log, startAgain } = this.#options
    updater.once('error', (error: unknown) => {
      log.error('update not installed', error)
      startAgain()
    })
    // On Windows without its pages of questions: they were answered when Grove came here.
    updater.quitAndInstall(true, true)
  }
}
