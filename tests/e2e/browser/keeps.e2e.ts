import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServerProcess } from '../sync/ServerProcess'
import type { WorkspaceView } from '../WorkspaceView'
import type { RunningBrowser } from './RunningBrowser'
import { ServedBrowser } from './ServedBrowser'

let served: ServedBrowser
let server: ServerProcess
let browser: RunningBrowser

beforeEach(async () => {
  served = await ServedBrowser.start()
  ;({ server, browser } = served)
})
afterEach(() => served.close())

/** A tab with one page in a space of its own. */
async function firstTab(text: string): Promise<WorkspaceView> {
  const tab = await browser.openTab(server.url)
  await tab.createSpace('Browser space')
  await tab.createPage('First')
  await tab.text.click()
  await tab.page.keyboard.type(text)
  await tab.saved()
  return tab
}

async function isUsableOffline(tab: WorkspaceView): Promise<void> {
  await tab.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
}

describe('Grove in a browser', () => {
  it('[BR2] keeps what was written over a reload, offline, and when all tabs were closed', async () => {
    const tab = await firstTab('written online')
    await isUsableOffline(tab)
    await server.stop()
    await tab.page.reload()
    await tab.text.waitFor()
    expect(await tab.readText()).toBe('written online')
    await tab.text.click()
    await tab.page.keyboard.press('End')
    await tab.page.keyboard.type(', and offline')
    await tab.saved()
    const address = tab.page.url()
    expect(new URL(address).searchParams.has('entry')).toBe(true)
    await tab.page.close()
    const again = await browser.openTab(address)
    await again.text.waitFor()
    expect(await again.readText()).toBe('written online, and offline')
    expect(browser.trouble).toEqual([])
  })

  it('[BR25] keeps the font of emoji once it was asked for', async () => {
    const tab = await firstTab('x')
    await isUsableOffline(tab)
    // From now on its service worker answers.
    await tab.page.reload()
    await tab.text.waitFor()
    const font = await tab.page.evaluate(() => {
      const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules])
      const [, address] = /url\("([^"]+\.woff2)"\)/.exec(rules.map(({ cssText }) => cssText).join('\n')) ?? []
      return address && new URL(address, document.styleSheets[0]?.href ?? location.href).pathname
    })
    expect(font).toMatch(/^\/assets\/noto-color-emoji/)
    const isKept = (path: string): Promise<boolean> =>
      tab.page.evaluate(async (asked) => (await caches.match(asked)) !== undefined, path)
    const length = await tab.page.evaluate(async (path) => (await (await fetch(path)).blob()).size, font ?? '')
    expect(length).toBeGreaterThan(1_000_000)
    await expect.poll(() => isKept(font ?? '')).toBe(true)
    expect(browser.trouble).toEqual([])
  })

  it('[EV6] shows what a page said before a reload, with its time', async () => {
    const tab = await firstTab('A paragraph that somebody will want back. '.repeat(4).trim())
    await tab.page.keyboard.press('Control+A')
    await tab.page.keyboard.press('Delete')
    await tab.saved()
    await tab.page.reload()
    await tab.text.waitFor()
    await tab.entry('First').click({ button: 'right' })
    await tab.page.getByRole('menuitem', { name: 'Earlier versions…' }).click()
    const dialog = tab.page.getByRole('dialog', { name: 'Earlier versions of “First”' })
    const earlier = dialog.getByRole('option').nth(1)
    await earlier.click()
    expect(await earlier.textContent()).toMatch(/^(Just now|\d+ minutes? ago)/)
    await dialog.getByRole('button', { name: 'Restore this version' }).click()
    await expect.poll(() => tab.readText()).toContain('somebody will want back')
    await tab.saved()
    expect(browser.trouble).toEqual([])
  })

  it('[BR3] tabs are equal: what one writes, the other shows and keeps', async () => {
    const one = await firstTab('one')
    const other = await browser.openTab(one.page.url())
    await other.text.waitFor()
    await other.createPage('Second')
    await other.text.click()
    await other.page.keyboard.type('from the other')
    await other.saved()
    await one.entry('Second').waitFor()
    await one.page.close()
    await other.openPage('First')
    await other.page.keyboard.press('End')
    await other.page.keyboard.type(' and two')
    await other.saved()
    const third = await browser.openTab(server.url)
    await third.openPage('First')
    expect(await third.readText()).toBe('one and two')
    expect(browser.trouble).toEqual([])
  })

  it('[BR4] what was shown as saved is there after the browser was killed', async () => {
    const tab = await firstTab('before')
    const address = tab.page.url()
    await tab.page.keyboard.type(' the end')
    await tab.saved()
    await browser.kill()
    browser = await served.startAgain()
    const again = await browser.openTab(address)
    await again.text.waitFor()
    expect(await again.readText()).toBe('before the end')
  })

  it('[BR5] goes back and forward with the browser’s own buttons', async () => {
    const tab = await firstTab('x')
    await tab.createPage('Second')
    await tab.page.goBack()
    await tab.page.waitForFunction(() => document.title.startsWith('First'))
    await tab.page.goForward()
    await tab.page.waitForFunction(() => document.title.startsWith('Second'))
  })

  it('[BR19] has keys of its own for what browsers keep for themselves', async () => {
    const tab = await browser.openTab(server.url)
    await tab.createSpace('Browser space')
    await tab.page.getByRole('button', { name: 'New page' }).first().waitFor()
    await tab.page.keyboard.press('Control+Alt+n')
    await tab.newTitle.waitFor()
  })
})

describe('Grove in a browser whose tabs cannot share a home', () => {
  it('[BR6] works in one tab at a time, says so, and lets another take over with everything saved', async () => {
    await browser.takeSharedWorkers()
    const one = await firstTab('alone')
    const other = await browser.openTab(one.page.url())
    await other.page.getByText('Grove is open in another tab').waitFor()
    await one.page.keyboard.type(' and typing')
    await other.page.getByRole('button', { name: 'Use Grove in this tab' }).click()
    await other.text.filter({ hasText: 'alone and typing' }).waitFor()
    await one.page.getByText('Grove is open in another tab').waitFor()
    await other.text.click()
    await other.page.keyboard.press('End')
    await other.page.keyboard.type(' on')
    await other.saved()
    await one.page.getByRole('button', { name: 'Use Grove in this tab' }).click()
    await one.text.filter({ hasText: 'alone and typing on' }).waitFor()
    expect(browser.trouble).toEqual([])
  })

  it('[BR6] a tab that was closed leaves the spaces to the next', async () => {
    await browser.takeSharedWorkers()
    const one = await firstTab('alone')
    const address = one.page.url()
    await one.page.close()
    const next = await browser.openTab(address)
    await next.text.waitFor()
    expect(await next.readText()).toBe('alone')
  })
})
