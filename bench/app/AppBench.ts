import path from 'node:path'
import { findElectron } from '../../scripts/electron/findElectron'
import { Children } from '../../scripts/machine/Children'
import { openDisplay } from '../../scripts/machine/openDisplay'
import { projectRoot } from '../../scripts/projectRoot'
import { launchGrove, type RunningGrove } from '../../tests/e2e/harness'
import { progress } from '../Bench'

/** The built app on a display, an invisible one where there is none. */
export class AppBench {
  private constructor(
    readonly electronVersion: string,
    readonly env: Readonly<Record<string, string>>,
    readonly close: () => Promise<void>,
  ) {}

  /** Builds the app and finds what it runs on; throws MissingPart where it cannot run. */
  static async start(): Promise<AppBench> {
    const children = new Children()
    const electron = await findElectron(progress)
    progress('the app is built')
    const electronVite = path.join(projectRoot, 'node_modules/electron-vite/bin/electron-vite.js')
    const code = await children.run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], {
      cwd: projectRoot,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: process.env,
    })
    if (code !== 0) throw new Error('The app does not build.')
    const display = await openDisplay(children)
    process.env['GROVE_ELECTRON_PATH'] = electron.path
    return new AppBench(electron.version, display.env, () => display.close())
  }

  /** On a data folder; resolves with its first window. */
  launch(userDataDir: string, args: readonly string[] = []): Promise<RunningGrove> {
    return launchGrove({ userDataDir, args, env: this.env })
  }
}
