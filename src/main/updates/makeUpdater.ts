import { app } from 'electron'
import { AppImageUpdater, DebUpdater, MacUpdater, NsisUpdater, type AppUpdater } from 'electron-updater'
import type { UpdateWay } from '../../bridge/contract'
import type { Log } from '../openLog'
import { ElectronUpdater } from './ElectronUpdater'
import { restartApp } from './restartApp'
import { runningAppImage } from './runningAppImage'
import { SafeAppImageUpdater } from './SafeAppImageUpdater'
import type { Updater } from './Updater'

export interface UpdaterParts {
  readonly way: UpdateWay
  /** An `app-update.yml` in place of the one that came with the package. */
  readonly testFeed: string | undefined
  readonly log: Log
}

/** The updater of this system. */
export function makeUpdater({ way, testFeed, log }: UpdaterParts): Updater {
  const updater = platformUpdater(way)
  if (testFeed !== undefined) {
    updater.forceDevUpdateConfig = true
    updater.updateConfigPath = testFeed
  }
  const file = updater instanceof AppImageUpdater ? runningAppImage() : app.getPath('exe')
  return new ElectronUpdater({ updater, file, log, startAgain: restartApp })
}

function platformUpdater(way: UpdateWay): AppUpdater {
  if (process.platform === 'win32') return new NsisUpdater()
  if (process.platform === 'darwin') return new MacUpdater()
  // For a package it only says what there is; nothing is fetched or installed by it.
  return way.kind === 'package-manager' ? new DebUpdater() : new SafeAppImageUpdater()
}
