import path from 'node:path'
import { findElectron } from './electron/findElectron'
import { endWith } from './endWith'
import { Children } from './machine/Children'
import { openDisplay } from './machine/openDisplay'
import { projectRoot } from './projectRoot'
import { reportFailure } from './reportFailure'

/**
 * `npm start` builds the app and opens it; `npm run dev` opens it and follows the source. What stands behind `--` goes
 * to the app.
 */
async function start(mode: string, appArguments: readonly string[]): Promise<number> {
  const say = (line: string): void => console.error(line)
  const electron = await findElectron(say)
  const children = new Children()
  const display = await openDisplay(children)
  if (display.notice !== null) say(display.notice)

  const options: string[] = []
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('You are root, whom Chromium grants no sandbox: starting with --no-sandbox.')
    options.push('--noSandbox')
  }
  const electronVite = path.join(projectRoot, 'node_modules/electron-vite/bin/electron-vite.js')
  try {
    return await children.run(process.execPath, [electronVite, mode, ...options, '--', ...appArguments], {
      cwd: projectRoot,
      env: { ...process.env, ...display.env, ELECTRON_EXEC_PATH: electron.path },
    })
  } finally {
    await display.close()
  }
}

const [mode = 'preview', ...appArguments] = process.argv.slice(2)
start(mode, appArguments).then(endWith, reportFailure)
