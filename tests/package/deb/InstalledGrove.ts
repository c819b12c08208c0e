import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { CleanRoot } from './CleanRoot'
import { DebuggedWindow } from './DebuggedWindow'

/** The installed app, running in a clean root as an ordinary user. */
export class InstalledGrove {
  private constructor(
    readonly process: ChildProcess,
    readonly window: DebuggedWindow,
  ) {}

  /** Resolves when its first window is there. */
  static async start(root: CleanRoot, program: string): Promise<InstalledGrove> {
    const child = root.startAsUser(process.env['DISPLAY'] ?? '', [program, '--remote-debugging-port=0'])
    child.stdout!.resume()
    const address = await new Promise<string>((resolve, reject) => {
      const said: string[] = []
      // Read to its end: a full pipe would stop the app.
      const lines = createInterface({ input: child.stderr! })
      lines.on('line', (line) => {
        said.push(line)
        const found = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
      lines.once('close', () => {
        reject(new Error(`It ended before it had a window:\n${said.join('\n')}`))
      })
    })
    return new InstalledGrove(child, await DebuggedWindow.open(address))
  }

  /** Closes its window and resolves when all of it is gone. */
  async quit(): Promise<void> {
    const gone = once(this.process, 'exit')
    await this.window.close()
    await gone
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const gone = once(this.process, 'exit')
    this.process.kill('SIGKILL')
    await gone
  }
}
