import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { RunningBrowser, type Downloaded } from './RunningBrowser'

const EXECUTABLE = process.env['GROVE_BROWSER_PATH'] ?? '/usr/bin/chromium'
const asRoot = process.platform === 'linux' && process.getuid?.() === 0

export class RunningChromium extends RunningBrowser {
  private constructor(
    readonly process: ChildProcess,
    readonly browser: Browser,
    context: BrowserContext,
  ) {
    super(context)
  }

  static async start(profile: string, args: readonly string[] = []): Promise<RunningChromium> {
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
    return new RunningChromium(child, browser, context)
  }

  /** Ends the worker that all tabs share, as a browser may at any time. */
  async endHome(): Promise<void> {
    const session = await this.browser.newBrowserCDPSession()
    const { targetInfos } = await session.send('Target.getTargets')
    const home = targetInfos.find(({ type }) => type === 'shared_worker')
    await session.send('Target.closeTarget', { targetId: home?.targetId ?? '' })
  }

  async download(page: Page, begin: () => Promise<void>): Promise<Downloaded> {
    const [download] = await Promise.all([page.waitForEvent('download'), begin()])
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }

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

  protected isNoTrouble(text: string): boolean {
    return text.includes('ERR_CONNECTION_REFUSED')
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
