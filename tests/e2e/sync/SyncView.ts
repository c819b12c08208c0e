import type { Locator, Page } from 'playwright-core'

/** What a person does about servers and sharing, in any home of Grove. */
export class SyncView {
  constructor(readonly page: Page) {}

  get status(): Locator {
    return this.page.locator('button[data-sync-tone]')
  }

  private get dialog(): Locator {
    return this.page.getByRole('dialog').last()
  }

  private button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name })
  }

  /** Signs in to a server and keeps the open space there; resolves with the words of its recovery kit. */
  async shareWith(url: string, account: { readonly user: string; readonly password: string }): Promise<string[]> {
    await this.status.click()
    await this.button(/^Sync with a server/).click()
    await this.button('Connect a server…').click()
    await this.dialog.getByLabel('Address of the server').fill(url)
    await this.dialog.getByLabel('User name').fill(account.user)
    await this.dialog.getByLabel('Password').fill(account.password)
    await this.page.keyboard.press('Enter')
    await this.button('Continue').click()
    const words = await this.dialog.getByRole('list', { name: 'The 24 words' }).getByRole('listitem').allTextContents()
    const kit = words.map((word) => word.replace(/^\s*\d+\s*/, '').trim())
    await this.button('I have kept them…').click()
    for (const field of await this.dialog.getByLabel(/^Word \d+$/).all()) {
      const label = (await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent)) ?? ''
      await field.fill(kit[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
    }
    await this.button('Check and connect').click()
    await this.button('Done').click()
    return kit
  }

  /** Links that bring one person each. */
  async invite(): Promise<{ readonly app: string; readonly web: string }> {
    await this.page.getByRole('button', { name: /, switch$/ }).click()
    await this.page.getByRole('menuitem', { name: 'Share…' }).click()
    await this.button('Make a link').click()
    const app = await this.dialog.getByRole('textbox', { name: 'Link for the app' }).inputValue()
    const web = await this.dialog.getByRole('textbox', { name: 'Link for a browser' }).inputValue()
    await this.button('Done').click()
    await this.page.keyboard.press('Escape')
    return { app, web }
  }

  /** With a dialog for the link open already. */
  async joinAs(user: string, password: string): Promise<void> {
    await this.dialog.getByLabel('Your name there').fill(user)
    await this.dialog.getByLabel('Password', { exact: true }).fill(password)
    await this.dialog.getByLabel('Password again').fill(password)
    await this.page.keyboard.press('Enter')
    await this.page.getByRole('navigation', { name: 'Space' }).waitFor()
  }

  /** Everything is on both sides, and both sides were compared. */
  async verified(): Promise<void> {
    await this.page.locator('button[data-sync-tone=good]').waitFor()
  }
}
