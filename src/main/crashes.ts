import { app, dialog } from 'electron'
import type { Environment } from '../core/environment'
import type { GroveWindow } from './GroveWindow'
import type { Log } from './openLog'

const SOON_MS = 30_000

/** Errors nobody caught are logged; the app goes on, since every change is journaled on its own. */
export function logUncaught(log: Log): void {
  process.on('uncaughtException', (error) => log.error('uncaught exception', error))
  process.on('unhandledRejection', (reason) => log.error('unhandled rejection', reason))
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    // Helpers that were told to end.
    if (reason !== 'clean-exit' && reason !== 'killed') log.warn('child process gone', type, reason, exitCode)
  })
}

/** A page that crashed is loaded again, once by itself; the second time soon after, the person decides. */
export function reviveAfterCrash(window: GroveWindow, environment: Environment, log: Log): void {
  let crashedAt = Number.NEGATIVE_INFINITY
  window.browserWindow.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    log.error('page gone', reason, exitCode)
    const isAgain = environment.now() - crashedAt < SOON_MS
    crashedAt = environment.now()
    revive(window, isAgain).catch((error: unknown) => log.error('page not loaded again', error))
  })
}

async function revive(window: GroveWindow, isAgain: boolean): Promise<void> {
  const detail = 'What was shown as saved is safe.'
  if (isAgain) {
    const { response } = await dialog.showMessageBox(window.browserWindow, {
      type: 'error',
      message: 'This window stopped working again.',
      detail,
      buttons: ['Load Again', 'Close Window'],
      noLink: true,
    })
    if (response === 1) {
      window.browserWindow.destroy()
      return
    }
    await window.load()
    return
  }
  await window.load()
  await dialog.showMessageBox(window.browserWindow, {
    type: 'info',
    message: 'This window stopped working and was loaded again.',
    detail,
    buttons: ['OK'],
  })
}
