import { app } from 'electron'
import { runningAppImage } from './runningAppImage'
import { startWhenGone } from './startWhenGone'
import { runsFromAppImage } from './updateWay'

/** Ends this Grove and starts it again, out of safe mode. Everything is closed by now. */
export function restartApp(): void {
  const { env, execPath, argv } = process
  if (runsFromAppImage({ env, execPath })) startWhenGone(runningAppImage())
  else app.relaunch({ args: argv.slice(1).filter((argument) => argument !== '--safe-mode') })
  app.quit()
}
