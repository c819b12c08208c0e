import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { removeFolder } from '../removeFolder'
import { ServerProcess } from '../sync/ServerProcess'
import type { RunningBrowser } from './RunningBrowser'
import { startBrowser } from './startBrowser'

/** A browser with a profile of its own, and the server that gives it Grove. */
export class ServedBrowser {
  private constructor(
    readonly folder: string,
    readonly server: ServerProcess,
    public browser: RunningBrowser,
  ) {}

  static async start(): Promise<ServedBrowser> {
    const folder = await mkdtemp(path.join(tmpdir(), 'grove-browser-'))
    const server = new ServerProcess(path.join(folder, 'server'))
    await server.start()
    return new ServedBrowser(folder, server, await startBrowser(profileIn(folder)))
  }

  /** After it was killed: the same profile, opened again. */
  async startAgain(): Promise<RunningBrowser> {
    this.browser = await startBrowser(profileIn(this.folder))
    return this.browser
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.server.stop()
    await removeFolder(this.folder)
  }
}

function profileIn(folder: string): string {
  return path.join(folder, 'profile')
}
