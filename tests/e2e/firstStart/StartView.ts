import type { ElectronApplication, Locator, Page } from 'playwright-core'

/** The small window before all others, as a person sees it. */
export class StartView {
  constructor(
    readonly app: ElectronApplication,
    readonly page: Page,
  ) {}

  /** Of the first screen that asks something: what is under way, such as a move, comes to its end by itself. */
  async title(): Promise<string> {
    await this.page.locator('main:not(:has([role="progressbar"])) button').first().waitFor()
    return (await this.page.getByRole('heading').textContent()) ?? ''
  }

  text(): Promise<string> {
    return this.page.getByRole('main').innerText()
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  /** Chooses what opens Grove, and waits for its window. */
  async open(name: string): Promise<Page> {
    const opened = this.app.waitForEvent('window')
    await this.button(name).click()
    return opened
  }

  /** Chooses what ends the app. */
  async leave(name: string): Promise<void> {
    const gone = this.app.waitForEvent('close')
    await this.button(name)
      .click()
      .catch(() => undefined)
    await gone
  }
}

/** From now on the system's dialogs answer with this folder or file. */
export async function answerDialogs(app: ElectronApplication, chosen: string): Promise<void> {
  await app.evaluate(({ dialog }, file) => {
    Object.assign(dialog, {
      showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [file] }),
      showSaveDialog: () => Promise.resolve({ canceled: false, filePath: file }),
    })
  }, chosen)
}
