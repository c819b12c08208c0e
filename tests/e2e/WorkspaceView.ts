import type { Locator, Page } from 'playwright-core'

/** A window of Grove as a person uses it: by what is written on things. */
export class WorkspaceView {
  constructor(readonly page: Page) {}

  get text(): Locator {
    return this.page.getByRole('textbox', { name: 'Page text' })
  }

  get title(): Locator {
    return this.page.getByRole('textbox', { name: 'Title' })
  }

  /** Of what was made just now: it has the keyboard. Another page's title may be there sooner. */
  get newTitle(): Locator {
    return this.page.locator('[data-page-title]:focus')
  }

  get tree(): Locator {
    return this.page.getByRole('tree', { name: 'Pages and folders' })
  }

  get saveStatus(): Locator {
    return this.page.locator('[data-save-state]')
  }

  /** On the first screen of an empty Grove. */
  async createSpace(name: string): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Name' }).fill(name)
    await this.page.getByRole('button', { name: 'Create space' }).click()
    await this.page.getByRole('navigation', { name: 'Space' }).waitFor()
  }

  /** Leaves the caret in the page's text. */
  async createPage(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'New page' }).first().click()
    await this.newTitle.waitFor()
    await this.page.keyboard.type(title)
    await this.page.keyboard.press('Enter')
    await this.entry(title).waitFor()
  }

  entry(name: string): Locator {
    return this.tree.getByRole('treeitem', { name })
  }

  /** Leaves the caret in the page's text. */
  async openPage(name: string): Promise<void> {
    await this.page.getByRole('treeitem', { name, exact: true }).click()
    await this.text.click()
  }

  /** The new window is not waited for. */
  async openInNewWindow(name: string): Promise<void> {
    await this.entry(name).click({ button: 'right' })
    await this.page.getByRole('menuitem', { name: 'Open in new window' }).click()
  }

  async saved(): Promise<void> {
    await this.saveStatus.filter({ hasText: /^Saved$/ }).waitFor()
  }

  async notSaved(): Promise<void> {
    await this.saveStatus.filter({ hasText: 'Not saved' }).waitFor()
  }

  /** The text of the open page, without the ends of paragraphs. */
  async readText(): Promise<string> {
    return (await this.text.textContent()) ?? ''
  }

  /** The text at a moment when the window says that all of it is saved; undefined when it does not say so now. */
  readTextIfSaved(): Promise<string | undefined> {
    return this.page.evaluate(() => {
      const status = document.querySelector('[data-save-state]')?.textContent.trim()
      const text = document.querySelector('[role=textbox][aria-label="Page text"]')?.textContent
      return status === 'Saved' ? text : undefined
    })
  }
}
