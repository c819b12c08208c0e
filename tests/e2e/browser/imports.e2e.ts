import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WorkspaceView } from '../WorkspaceView'
import { ServedBrowser } from './ServedBrowser'

/** One red pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)

let served: ServedBrowser
let tab: WorkspaceView
let vault: string

beforeEach(async () => {
  served = await ServedBrowser.start()
  vault = path.join(served.folder, 'Notes')
  await mkdir(path.join(vault, 'Trips'), { recursive: true })
  await mkdir(path.join(vault, '.obsidian'), { recursive: true })
  await writeFile(path.join(vault, '.obsidian', 'app.json'), '{}')
  await writeFile(path.join(vault, 'Start.md'), 'See [[Lisbon]]\n\n![[map.png]]\n')
  await writeFile(path.join(vault, 'Trips', 'Lisbon.md'), 'Take the **28** tram.\n')
  await writeFile(path.join(vault, 'map.png'), PICTURE)
  tab = await served.browser.openTab(served.server.url)
  await tab.createSpace('Garden')
})
afterEach(() => served.close())

/** Chooses the folder, and imports it. */
async function importVault(): Promise<Locator> {
  const { page } = tab
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Import a folder' }).click()
  await (await choosing).setFiles(vault)
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Import "Notes"?').waitFor()
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await dialog.getByText('Import finished').waitFor()
  return dialog
}

describe('importing in a browser', () => {
  it('[IM16] brings in a folder with its links and pictures, which are there after a reload', async () => {
    const dialog = await importVault()
    await dialog.getByText('Everything fits').waitFor()
    await dialog.getByRole('button', { name: 'Open', exact: true }).click()
    await tab.page.reload()
    await tab.openPage('Start')
    await tab.page.locator('img[src*="/grove-file/"]').first().waitFor()
    await tab.page.getByText('Lisbon').first().click()
    await expect.poll(() => tab.readText()).toContain('Take the 28 tram.')
    expect(served.browser.trouble).toEqual([])
  })

  it('[IM16, IM12] takes all of it back', async () => {
    const dialog = await importVault()
    await dialog.getByRole('button', { name: 'Undo import' }).click()
    await dialog.getByText(/^The import was taken back/).waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await tab.entry('Start').waitFor({ state: 'detached' })
    expect(served.browser.trouble).toEqual([])
  })
})
