import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { WorkspaceView } from '../WorkspaceView'

const EXECUTABLE = process.env['GROVE_BROWSER_PATH'] ?? '/usr/bin/chromium'
const asRoot = process.platform === 'linux' && process.getuid?.() === 0

/** A real Chromium process on a profile of its own, which can be killed and started again on the same profile. */
export class RunningBrowser {
  /** Errors of pages and their consoles, in order. */
  readonly trouble: string[] = []

  private constructor(
    readonly process: ChildProcess,
    readonly browser: Browser,
    readonly context: BrowserContext,
  ) {
    context.on('page', (page) => this.#listen(page))
  }

  static async start(profile: string, args: readonly string[] = []): Promise<RunningBrowser> {
    const child = spawn(
      EXECUTABLE,
      [
        ...['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--no-first-run'],
        ...(asRoot ? ['--no-sandbox'] : []),
        ...args,
        'about:blank',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const browser = await chromium.connectOverCDP(await addressOf(child))
    const [context] = browser.contexts()
    if (!context) throw new Error('a browser has a profile')
    return new RunningBrowser(child, browser, context)
  }

  async openTab(url: string): Promise<WorkspaceView> {
    const page = await this.context.newPage()
    await page.goto(url)
    return new WorkspaceView(page)
  }

  /** Ends the worker that all tabs share, as a browser may at any time. */
  async endHome(): Promise<void> {
    const session = await this.browser.newBrowserCDPSession()
    const { targetInfos } = await session.send('Target.getTargets')
    const home = targetInfos.find(({ type }) => type === 'shared_worker')
    await session.send('Target.closeTarget', { targetId: home?.targetId ?? '' })
  }

  /** From the next page on, as in a browser that knows no workers that tabs share. */
  async takeSharedWorkers(): Promise<void> {
    await this.context.addInitScript(() => {
      Reflect.deleteProperty(window, 'SharedWorker')
    })
  }

  /** As when the power goes. */
  async kill(): Promise<void> {
    const gone = once(this.process, 'exit')
    this.process.kill('SIGKILL')
    await gone
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return
    const gone = once(this.process, 'exit')
    const session = await this.browser.newBrowserCDPSession()
    await session.send('Browser.close').catch(() => undefined)
    await gone
  }

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.trouble.push(error.message))
    page.on('console', (message) => {
      // A server that is away on purpose is no trouble.
      if (message.type() === 'error' && !message.text().includes('ERR_CONNECTION_REFUSED'))
        this.trouble.push(message.text())
    })
  }
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  if (!stderr) throw new Error('no output')
  for await (const line of createInterface({ input: stderr })) {
    const [, address] = /DevTools listening on (\S+)/.exec(line) ?? []
    if (address === undefined) continue
    stderr.resume()
    return address
  }
  throw new Error('the browser ended before it listened')
}
