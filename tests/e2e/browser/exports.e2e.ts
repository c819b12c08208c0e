import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkspaceView } from '../WorkspaceView'
import { ServedBrowser } from './ServedBrowser'

let served: ServedBrowser
let tab: WorkspaceView

/** A tab with one page in a space of its own. */
async function openGarden(): Promise<void> {
  tab = await served.browser.openTab(served.server.url)
  await tab.createSpace('Garden')
  await tab.createPage('Start')
  await tab.text.click()
  await tab.page.keyboard.type('Water the roses')
  await tab.saved()
}

beforeEach(async () => {
  served = await ServedBrowser.start()
})
afterEach(() => served.close())

function filesOf(zip: Uint8Array): Record<string, string> {
  return Object.fromEntries(Object.entries(unzipSync(zip)).map(([path, bytes]) => [path, strFromU8(bytes)]))
}

describe('exporting in a browser', () => {
  it('[BR21] downloads a page as a zip file where the browser lets pages write no files', async () => {
    await served.browser.context.addInitScript(() => {
      Reflect.deleteProperty(window, 'showSaveFilePicker')
    })
    await openGarden()
    const first = await served.browser.download(tab.page, async () => {
      await tab.entry('Start').click({ button: 'right' })
      await tab.page.getByRole('menuitem', { name: 'Export…' }).click()
    })
    expect(first.name).toBe('Start.zip')
    expect(filesOf(first.bytes)).toEqual({ 'Start.md': 'Water the roses\n' })
    await tab.page.getByText('Start.zip, in the downloads of this browser').waitFor()
    const again = await served.browser.download(tab.page, () =>
      tab.page.getByRole('button', { name: 'Download again' }).click(),
    )
    expect(again.name).toBe('Start.zip')
    expect(served.browser.trouble).toEqual([])
  })

  it('[BR22] writes a space into the file that was chosen, offline too', async () => {
    // The dialog is the browser's own; what it gives is a handle like this one.
    await served.browser.context.addInitScript(() => {
      const showSaveFilePicker = async ({ suggestedName }: { suggestedName: string }): Promise<FileSystemFileHandle> =>
        (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true })
      Object.assign(window, { showSaveFilePicker })
    })
    await openGarden()
    await tab.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await served.server.stop()
    await tab.page.getByRole('button', { name: 'Settings' }).click()
    await tab.page.getByRole('button', { name: 'Export…' }).click()
    await tab.page.getByText('In Garden.zip, where you chose').waitFor()
    const bytes = await tab.page.evaluate(async () => {
      const file = await (await navigator.storage.getDirectory()).getFileHandle('Garden.zip')
      return [...new Uint8Array(await (await file.getFile()).arrayBuffer())]
    })
    expect(filesOf(new Uint8Array(bytes))).toEqual({ 'Start.md': 'Water the roses\n' })
    expect(served.browser.trouble).toEqual([])
  })
})
