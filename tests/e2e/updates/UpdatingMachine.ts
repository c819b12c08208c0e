import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import { DataFolder } from '../../../src/layers/runtime/DataFolder'
import { launchGrove, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { fileName, type UpdateServer } from './UpdateServer'
import { removeFolder } from '../removeFolder'

const OLD = '#!/bin/sh\nexit 0\n# the old one\n'

/** A machine on which Grove runs from an AppImage, as far as Grove can tell. */
export class UpdatingMachine {
  readonly data: DataFolder
  readonly apps: string
  grove: RunningGrove | undefined

  private constructor(
    readonly folder: string,
    readonly server: UpdateServer,
    readonly appName: string,
  ) {
    this.data = new DataFolder(path.join(folder, 'data'))
    this.apps = path.join(folder, 'apps')
    mkdirSync(this.apps)
    writeFileSync(this.appImage, OLD)
    chmodSync(this.appImage, 0o755)
    writeFileSync(this.#feed, `provider: generic\nurl: ${server.url}\nupdaterCacheDirName: grove-updater\n`)
  }

  static async make(server: UpdateServer, appName = 'Grove.AppImage'): Promise<UpdatingMachine> {
    return new UpdatingMachine(await mkdtemp(path.join(tmpdir(), 'grove-update-')), server, appName)
  }

  get appImage(): string {
    return path.join(this.apps, this.appName)
  }

  get #feed(): string {
    return path.join(this.folder, 'app-update.yml')
  }

  async start(): Promise<WorkspaceView> {
    this.grove = await launchGrove({
      userDataDir: path.join(this.folder, 'profile'),
      args: [`--data-dir=${this.data.root}`],
      env: {
        APPIMAGE: this.appImage,
        APPDIR: '/',
        XDG_CACHE_HOME: path.join(this.folder, 'cache'),
        GROVE_TEST_UPDATE_FEED: this.#feed,
      },
    })
    return new WorkspaceView(this.grove.window)
  }

  /** With a space and a page in it. */
  async startWithPage(text: string): Promise<WorkspaceView> {
    const view = await this.start()
    await view.createSpace('Home')
    await view.createPage('Diary')
    await view.page.keyboard.type(text)
    await view.saved()
    return view
  }

  /** By the menu, as a person does. */
  async openUpdates(view: WorkspaceView): Promise<Locator> {
    await this.grove?.app.evaluate(({ Menu }) => {
      const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help')
      help?.submenu?.items.find(({ label }) => label === 'Check for Updates…')?.click()
    })
    const dialog = view.page.getByRole('dialog', { name: 'Updates' })
    await dialog.waitFor()
    return dialog
  }

  /** Until there is what `Restart to update` is for. */
  async fetchUpdate(view: WorkspaceView): Promise<Locator> {
    const dialog = await this.openUpdates(view)
    await dialog.getByRole('button', { name: 'Download' }).click()
    await dialog.getByRole('button', { name: 'Restart to update' }).waitFor()
    return dialog
  }

  /** Resolves when the process is gone. */
  async gone(): Promise<void> {
    const process = this.grove?.app.process()
    this.grove = undefined
    if (!process || process.exitCode !== null || process.signalCode !== null) return
    await new Promise((resolve) => process.once('exit', resolve))
  }

  async kill(): Promise<void> {
    this.grove?.app.process().kill('SIGKILL')
    await this.gone()
  }

  async close(): Promise<void> {
    await this.grove?.close()
    this.grove = undefined
  }

  async remove(): Promise<void> {
    await this.close()
    await removeFolder(this.folder)
  }

  get isOld(): boolean {
    return readFileSync(this.appImage, 'utf8') === OLD && (statSync(this.appImage).mode & 0o111) === 0o111
  }

  get files(): string[] {
    return readdirSync(this.apps).sort()
  }

  /** How the new version was started; undefined while it was not. */
  get startedWith(): string | undefined {
    const file = path.join(this.apps, 'started')
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  }

  forgetStart(): void {
    rmSync(path.join(this.apps, 'started'), { force: true })
  }
}

/** The next version: says that it was started, and is large enough to come in pieces. */
export function nextVersion(version: string): { version: string; content: Buffer; notes: string } {
  const script = `#!/bin/sh\necho "$@" > "$(dirname "$0")/started.part"\nmv "$(dirname "$0")/started.part" "$(dirname "$0")/started"\nexit 0\n`
  return {
    version,
    content: Buffer.concat([Buffer.from(script), Buffer.alloc(3_000_000, `# ${version} `)]),
    notes: `Boards show dates.\n<script>alert(1)</script> stays text.`,
  }
}

export { fileName }
