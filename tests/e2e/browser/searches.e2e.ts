import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServerProcess } from '../sync/ServerProcess'
import type { WorkspaceView } from '../WorkspaceView'
import type { RunningBrowser } from './RunningBrowser'
import { search, writePage } from './searching'
import { ServedBrowser } from './ServedBrowser'

let served: ServedBrowser
let server: ServerProcess
let browser: RunningBrowser

beforeEach(async () => {
  served = await ServedBrowser.start()
  ;({ server, browser } = served)
})
afterEach(() => served.close())

const marked = ({ page }: WorkspaceView): Promise<string[]> =>
  page.getByRole('option').locator('p mark').allTextContents()

describe('searching in a browser', () => {
  it('[SE19] finds the words of pages, marks them and opens at them, and does so offline', async () => {
    const tab = await browser.openTab(server.url)
    const { page } = tab
    await tab.createSpace('Browser space')
    await writePage(tab, 'Sea', ...Array.from({ length: 40 }, (_, no) => `Line ${no}`), 'Where the old walrus sleeps.')
    await writePage(tab, 'Lake', 'No walrus lives here, old as it is.')
    await search(tab, '"old walrus" slee', '1 page found.')
    await page.getByRole('option', { name: /Sea/ }).waitFor()
    expect(await marked(tab)).toEqual(['old walrus', 'sleeps'])
    await page.keyboard.press('Enter')
    await tab.text.waitFor()
    await expect.poll(() => page.locator('.found-words').textContent()).toBe('old walrus')

    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await server.stop()
    await page.reload()
    await tab.text.waitFor()
    await writePage(tab, 'Offline', 'A walrus without a network.')
    await search(tab, 'walrus', '3 pages found.')
    expect(browser.trouble).toEqual([])
  })

  it('[SE20] finds what other tabs write, and goes on in another tab when the one that worked is closed', async () => {
    const one = await browser.openTab(server.url)
    await one.createSpace('Browser space')
    await writePage(one, 'First', 'a walrus')
    const other = await browser.openTab(one.page.url())
    await other.text.waitFor()
    await search(one, 'walrus', '1 page found.')
    await one.page.keyboard.press('Escape')
    await writePage(other, 'Second', 'another walrus')
    await search(one, 'walrus', '2 pages found.')
    await other.page.close()
    await search(one, 'walrus anoth', '1 page found.')
    expect(await marked(one)).toEqual(['another', 'walrus'])
    expect(browser.trouble).toEqual([])
  })

  it('[SE19] works where tabs cannot share a home, and with a worker whose tab is reloaded', async () => {
    await browser.takeSharedWorkers()
    const tab = await browser.openTab(server.url)
    await tab.createSpace('Browser space')
    await writePage(tab, 'First', 'a walrus')
    await search(tab, 'walrus', '1 page found.')
    await tab.page.reload()
    await tab.text.waitFor()
    await search(tab, 'walrus', '1 page found.')
    expect(browser.trouble).toEqual([])
  })
})
