import { globSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunningChromium } from '../browser/RunningChromium'
import { launchGrove, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { ServerProcess } from './ServerProcess'
import { SyncView } from './SyncView'
import { removeFolder } from '../removeFolder'

/** PNG, 2 by 3 pixels. */
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEUlEQVR4nGNQaHD4D8IMGAwAkJMLO9qWFUkAAAAASUVORK5CYII='

interface Person {
  readonly view: WorkspaceView
  readonly sync: SyncView
}

function personAt(view: WorkspaceView): Person {
  return { view, sync: new SyncView(view.page) }
}

describe('two machines and a browser on one space', () => {
  let folder: string
  let server: ServerProcess
  let desktop: RunningGrove
  let laptop: RunningGrove
  let browser: RunningChromium
  let ada: Person
  let bea: Person
  let cy: Person

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-machines-'))
    server = new ServerProcess(path.join(folder, 'server'))
    const account = await server.addUser('ada')
    await server.start()

    desktop = await launchGrove()
    ada = personAt(new WorkspaceView(desktop.window))
    await ada.view.createSpace('Garden')
    await ada.view.createPage('Beds')
    await ada.view.page.keyboard.type('roses')
    await ada.view.createPage('Shed')
    await ada.sync.shareWith(server.url, account)
    const forBea = await ada.sync.invite()
    const forCy = await ada.sync.invite()

    laptop = await launchGrove({ userDataDir: path.join(folder, 'laptop'), args: [forBea.app] })
    bea = personAt(new WorkspaceView(laptop.window))
    await bea.sync.joinAs('bea', 'a password of bea')
    browser = await RunningChromium.start(path.join(folder, 'profile'))
    cy = personAt(await browser.openTab(forCy.web))
    await cy.sync.joinAs('cy', 'a password of cy')
    for (const { sync } of [ada, bea, cy]) await sync.verified()
  }, 180_000)

  afterAll(async () => {
    await desktop.close()
    await laptop.close()
    await browser.close()
    await server.stop()
    await removeFolder(folder)
  })

  it('[SY10] everyone sees what was there, and who is here', async () => {
    for (const { view } of [bea, cy]) {
      await view.openPage('Beds')
      expect(await view.readText()).toBe('roses')
    }
    await ada.view.openPage('Beds')
    await ada.view.page.locator('.peer-caret').first().waitFor()
    expect(await ada.view.page.locator('.peer-caret').count()).toBe(2)
  })

  it('[SY10] what one types, the others see', async () => {
    await ada.view.text.click()
    await ada.view.page.keyboard.press('End')
    await ada.view.page.keyboard.type(' and lilies')
    for (const { view } of [bea, cy]) await view.text.filter({ hasText: 'roses and lilies' }).waitFor()
  })

  it('[SY10] edits, moves and files made offline on each side meet, and all sides say that they were verified', async () => {
    await server.stop()
    for (const { sync } of [ada, bea, cy]) await sync.page.locator('button[data-sync-tone=quiet]').waitFor()
    await ada.view.text.click()
    await ada.view.page.keyboard.press('Home')
    await ada.view.page.keyboard.type('ada: ')
    await bea.view.text.click()
    await bea.view.page.keyboard.press('End')
    await bea.view.page.keyboard.type(', says bea')
    await cy.view.createPage('Picture')
    await pastePicture(cy.view)
    await bea.view.entry('Shed').click({ button: 'right' })
    await bea.view.page.getByRole('menuitem', { name: 'Move to…' }).click()
    await bea.view.page.keyboard.type('Beds')
    await bea.view.page.keyboard.press('Enter')
    for (const { view } of [ada, bea, cy]) await view.saved()

    await server.start()
    for (const { sync } of [ada, bea, cy]) await sync.verified()
    for (const { view } of [ada, bea, cy]) {
      await view.openPage('Beds')
      await view.text.filter({ hasText: 'ada: roses and lilies, says bea' }).waitFor()
      expect(await view.entry('Beds').getAttribute('aria-expanded')).not.toBeNull()
    }
    for (const { view } of [ada, bea]) {
      await view.openPage('Picture')
      await view.page.waitForFunction(() => {
        const picture = document.querySelector<HTMLImageElement>('img[alt="leaf.png"]')
        return picture?.complete === true && picture.naturalWidth === 2
      })
    }
    expect(browser.trouble).toEqual([])
  })

  it('[EX7] a file that is gone from a disk is fetched from the server while it is exported', async () => {
    const stored = globSync(path.join(folder, 'laptop', 'spaces', '*', 'files', '*', '*'))
    expect(stored).toHaveLength(1)
    for (const file of stored) await rm(file)
    const target = path.join(folder, 'Documents')
    await mkdir(target)
    await laptop.app.evaluate(({ dialog }, chosen) => {
      Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [chosen] }) })
    }, target)
    await exportSpace(bea.view)
    await bea.view.page.getByText('Everything fits').waitFor()
    const picture = await readFile(path.join(target, 'Garden', 'attachments', 'leaf.png'))
    expect(picture.toString('base64')).toBe(PICTURE)
  })

  it('[EX7, BR23] and so is one that is gone from a browser', async () => {
    await cy.view.page.evaluate(removeStoredFiles)
    await cy.view.page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'))
    const downloading = cy.view.page.waitForEvent('download')
    await exportSpace(cy.view)
    const files = unzipSync(await readFile(await (await downloading).path()))
    expect(Buffer.from(files['attachments/leaf.png'] ?? []).toString('base64')).toBe(PICTURE)
    expect(browser.trouble).toEqual([])
  })
})

async function exportSpace({ page }: WorkspaceView): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Export…' }).click()
  await page.getByText('Export finished').waitFor()
}

/** In a page: of every space in this browser. */
async function removeStoredFiles(): Promise<void> {
  for (const { name = '' } of await indexedDB.databases()) {
    if (!name.startsWith('grove-space-')) continue
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onerror = () => reject(new Error(`${name} does not open`))
      opening.onsuccess = () => {
        const write = opening.result.transaction('file', 'readwrite')
        write.objectStore('file').clear()
        write.oncomplete = () => {
          opening.result.close()
          resolve()
        }
      }
    })
  }
}

/** As from the clipboard. */
async function pastePicture(view: WorkspaceView): Promise<void> {
  await view.text.evaluate((text, base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File([bytes], 'leaf.png', { type: 'image/png' }))
    text.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, PICTURE)
  await view.text.getByRole('img', { name: 'leaf.png' }).waitFor()
}
