import { mkdir, readdir, readFile, readlink, rm, watch } from 'node:fs/promises'
import path from 'node:path'
import { firefox, type BrowserContext, type Page } from 'playwright-core'
import { RunningBrowser, type Downloaded } from './RunningBrowser'

const EXECUTABLE = process.env['GROVE_FIREFOX_PATH'] ?? '/usr/bin/firefox-esr'

/** What Firefox says of a server that is away, and of the font for systems without emoji, which is nowhere else at first. */
const NO_TROUBLE = ['can’t establish a connection to the server', 'download failed (font-family: "Emoji"']

/** Firefox as it is installed, spoken to by WebDriver BiDi. */
export class RunningFirefox extends RunningBrowser {
  #isClosed = false

  private constructor(
    readonly profile: string,
    readonly downloads: string,
    context: BrowserContext,
  ) {
    super(context)
    context.once('close', () => (this.#isClosed = true))
  }

  static async start(profile: string): Promise<RunningFirefox> {
    const downloads = `${profile} downloads`
    await mkdir(downloads, { recursive: true })
    const context = await firefox.launchPersistentContext(profile, {
      channel: 'moz-firefox',
      executablePath: EXECUTABLE,
      downloadsPath: downloads,
      viewport: null,
      colorScheme: null,
    })
    return new RunningFirefox(profile, downloads, context)
  }

  /** What a page makes itself comes without an event: it is there when its folder has it whole. */
  async download(_page: Page, begin: () => Promise<void>): Promise<Downloaded> {
    const watching = new AbortController()
    const changes = watch(this.downloads, { signal: watching.signal })[Symbol.asyncIterator]()
    // Nobody watches before the first change is asked for.
    let change = changes.next()
    await begin()
    let found = await this.#takeDownload()
    for (; !found; found = await this.#takeDownload()) {
      await change
      change = changes.next()
    }
    change.catch(() => undefined)
    watching.abort()
    return found
  }

  async kill(): Promise<void> {
    const gone = this.context.waitForEvent('close')
    // The lock of a profile names the machine and the process: `127.0.1.1:+1234`.
    const [, pid] = /\+(\d+)$/.exec(await readlink(path.join(this.profile, 'lock'))) ?? []
    process.kill(Number(pid), 'SIGKILL')
    await gone
  }

  async close(): Promise<void> {
    if (!this.#isClosed) await this.context.close()
  }

  /** Undefined while it is not whole: what has come of it is in a `.part`, alone at first, then beside an empty file of its name. */
  async #takeDownload(): Promise<Downloaded | undefined> {
    const [name, ...others] = await readdir(this.downloads)
    if (name === undefined || others.length > 0 || name.endsWith('.part')) return undefined
    const file = path.join(this.downloads, name)
    const bytes = await readFile(file)
    if (bytes.length === 0) return undefined
    await rm(file)
    return { name, bytes }
  }

  protected isNoTrouble(text: string): boolean {
    return NO_TROUBLE.some((part) => text.includes(part))
  }
}
