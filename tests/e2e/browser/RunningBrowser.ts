import type { BrowserContext, Page } from 'playwright-core'
import { WorkspaceView } from '../WorkspaceView'

export interface Downloaded {
  readonly name: string
  readonly bytes: Uint8Array
}

/** A real browser on a profile of its own, which can be killed and started again on the same profile. */
export abstract class RunningBrowser {
  /** Errors of pages and their consoles, in order. */
  readonly trouble: string[] = []

  constructor(readonly context: BrowserContext) {
    context.on('page', (page) => this.#listen(page))
  }

  async openTab(url: string): Promise<WorkspaceView> {
    const page = await this.context.newPage()
    await page.goto(url)
    return new WorkspaceView(page)
  }

  /** From the next page on, as in a browser that knows no workers that tabs share. */
  async takeSharedWorkers(): Promise<void> {
    await this.context.addInitScript(() => {
      Reflect.deleteProperty(window, 'SharedWorker')
    })
  }

  /** What the browser puts among its downloads when `begin` is done. */
  abstract download(page: Page, begin: () => Promise<void>): Promise<Downloaded>

  /** As when the power goes. */
  abstract kill(): Promise<void>

  abstract close(): Promise<void>

  /** An error of the console that is wanted here, such as that of a server that is away on purpose. */
  protected abstract isNoTrouble(text: string): boolean

  #listen(page: Page): void {
    page.on('pageerror', (error) => this.trouble.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !this.isNoTrouble(message.text())) this.trouble.push(message.text())
    })
  }
}
