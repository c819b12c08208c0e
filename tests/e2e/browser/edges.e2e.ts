import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ServerProcess } from '../sync/ServerProcess'
import type { WorkspaceView } from '../WorkspaceView'
import { RunningChromium } from './RunningChromium'
import { removeFolder } from '../removeFolder'
import { search, writePage } from './searching'

const BUILT = path.resolve(import.meta.dirname, '../../../out/web')

let folder: string
let web: string
let server: ServerProcess
let browser: RunningChromium

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grove-edges-'))
  web = path.join(folder, 'web')
  await cp(BUILT, web, { recursive: true })
  server = new ServerProcess(path.join(folder, 'server'), ['--web', web])
  await server.start()
  browser = await RunningChromium.start(path.join(folder, 'profile'), [
    '--host-resolver-rules=MAP grove.test 127.0.0.1',
  ])
})
afterEach(async () => {
  await browser.close()
  await server.stop()
  await removeFolder(folder)
})

async function replaceIn(file: string, pattern: RegExp, replacement: string): Promise<void> {
  const text = await readFile(path.join(web, file), 'utf8')
  expect(text).toMatch(pattern)
  await writeFile(path.join(web, file), text.replace(pattern, replacement))
}

async function tabWithPage(): Promise<WorkspaceView> {
  const tab = await browser.openTab(server.url)
  await tab.createSpace('Browser space')
  await tab.createPage('First')
  await tab.text.click()
  await tab.page.keyboard.type('kept')
  await tab.saved()
  return tab
}

describe('Grove in a browser, at its edges', () => {
  it('[BR10] a new version waits until it is wanted, and then all tabs go on with it', async () => {
    const one = await tabWithPage()
    await one.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    const other = await browser.openTab(one.page.url())
    await other.text.waitFor()
    await server.stop()
    await replaceIn('serviceWorker.js', /"?version"?: ?["`][0-9a-f]{16}["`]/, 'version:"0123456789abcdef"')
    await replaceIn('index.html', /<title>/, '<meta name="edition" content="next" /><title>')
    await server.start()
    await other.page.reload()
    await other.text.waitFor()
    await one.page.getByText('A new version of Grove is ready.').waitFor()
    expect(await other.page.locator('meta[name=edition]').count()).toBe(0)
    await other.page.getByRole('button', { name: 'Reload to update' }).click()
    for (const tab of [one, other]) {
      await tab.page.locator('meta[name=edition]').waitFor({ state: 'attached' })
      await tab.text.filter({ hasText: 'kept' }).waitFor()
    }
    const caches = await one.page.evaluate(() => window.caches.keys())
    expect(caches).toEqual(['grove-app-0123456789abcdef'])
  })

  it('[BR11] says that changes are not saved when there is no more room, and saves them when there is', async () => {
    const page = await browser.context.newPage()
    const session = await browser.context.newCDPSession(page)
    const setQuota = (quotaSize: number): Promise<unknown> =>
      session.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize })
    await page.goto(`${server.url}/manifest.webmanifest`)
    await setQuota(6_500_000)
    const tab = await tabWithPage()
    const letters = randomBytes(300_000).toString('base64')
    for (let part = 0; part < 30 && (await tab.saveStatus.textContent()) !== 'Not saved'; part++) {
      await tab.page.keyboard.insertText(letters)
    }
    await tab.notSaved()
    await tab.page.getByText('The browser gives Grove no more room').first().waitFor()
    await setQuota(500_000_000)
    await tab.saved()
  })

  it('[BR12] opens only where a browser can keep and encrypt things, and says why not', async () => {
    const tab = await browser.openTab(server.url.replace('127.0.0.1', 'grove.test'))
    await tab.page.getByText('This address is not secure').waitFor()
  })

  it('[BR13] runs no script that is written into the page, and reaches no other server', async () => {
    const tab = await tabWithPage()
    const ran = await tab.page.evaluate(async () => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken over"'
      document.head.append(script)
      const reached = await fetch('https://example.org/').then(
        () => true,
        () => false,
      )
      return { title: document.title, reached }
    })
    expect(ran).toEqual({ title: expect.not.stringContaining('taken') as string, reached: false })
    expect(browser.trouble.join('\n')).toMatch(/Content Security Policy/)
  })

  it('[BR18] waits while another version of Grove has the spaces, and goes on when that one has ended', async () => {
    const older = await browser.context.newPage()
    await older.goto(`${server.url}/manifest.webmanifest`)
    await older.evaluate(() => {
      void navigator.locks.request('grove-home', () => new Promise(() => undefined))
    })
    const tab = await browser.openTab(server.url)
    await tab.page.getByText('Another version of Grove is open').waitFor()
    await older.close()
    await tab.createSpace('Browser space')
  })

  it('[BR16] goes on with a new home when the browser has ended the one there was', async () => {
    const tab = await tabWithPage()
    await browser.endHome()
    await tab.page.keyboard.type(' and more')
    await tab.createPage('Made without a home')
    await tab.page.keyboard.type('written all the same')
    await tab.text.filter({ hasText: 'written all the same' }).waitFor()
    await tab.saved()
    await tab.page.reload()
    await tab.text.filter({ hasText: 'written all the same' }).waitFor()
    await tab.openPage('First')
    await tab.text.filter({ hasText: 'kept and more' }).waitFor()
  })

  it('[SE20] goes on with a new home, and keeps no worker of the one that has ended', async () => {
    const tab = await browser.openTab(server.url)
    await tab.createSpace('Browser space')
    await writePage(tab, 'First', 'a walrus')
    await search(tab, 'walrus', '1 page found.')
    await tab.page.keyboard.press('Escape')
    await browser.endHome()
    await tab.text.click()
    await tab.page.keyboard.press('End')
    await tab.page.keyboard.type(' and a narwhal')
    await tab.saved()
    await search(tab, 'walrus narwhal', '1 page found.')
    expect(tab.page.workers()).toHaveLength(1)
  })
})
