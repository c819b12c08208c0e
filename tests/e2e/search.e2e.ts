import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchGrove, type RunningGrove } from './harness'
import { removeFolder } from './removeFolder'
import { WorkspaceView } from './WorkspaceView'

const PAGES = 300

/** Pages of some lines, with the word that is searched for far down in one of them. */
async function writeVault(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'Sea'), { recursive: true })
  const filler = Array.from({ length: 80 }, (_, line) => `Line ${line} of this page.`).join('\n\n')
  for (let index = 0; index < PAGES; index++) {
    const name = path.join(folder, index % 2 === 0 ? 'Sea' : '.', `Page ${index}.md`)
    const last = index === 123 ? 'Where the **old** walrus sleeps.' : `The end of ${index}.`
    await writeFile(name, index === 123 ? `${filler}\n\n${last}\n\n${filler}\n` : `# Page\n\n${last}\n`)
  }
}

describe('searching', () => {
  let folder: string
  let grove: RunningGrove | undefined
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-e2e-search-'))
  })
  afterEach(async () => {
    await grove?.close()
    await removeFolder(folder)
  })

  it('[SE6, SE15, SE17] finds what was imported and what was just written, and opens it at the words', async () => {
    const vault = path.join(folder, 'Vault')
    await writeVault(vault)
    grove = await launchGrove({ userDataDir: path.join(folder, 'data') })
    const view = new WorkspaceView(grove.window)
    const { page } = view
    await view.createSpace('Home')
    await grove.app.evaluate(({ dialog }, chosen) => {
      Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [chosen] }) })
    }, vault)
    await page.getByRole('button', { name: 'Import a folder' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Import "Vault"?').waitFor()
    await dialog.getByRole('button', { name: 'Import' }).click()
    await dialog.getByRole('button', { name: 'Close' }).first().click()
    await view.saved()

    const field = page.getByRole('combobox', { name: 'Search in pages' })
    await page.keyboard.press('Control+Shift+F')
    await field.fill('"old walrus" slee')
    await page.getByRole('option', { name: /Page 123/ }).waitFor()
    expect(await page.getByRole('option').locator('p mark').allTextContents()).toEqual(['old walrus', 'sleeps'])
    await page.keyboard.press('Enter')
    await view.text.waitFor()
    await expect.poll(async () => (await page.locator('.found-words').allTextContents()).join('')).toBe('old walrus')
    const line = page.getByText('Where the old walrus sleeps.')
    expect(await line.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0)
    expect(await line.evaluate((element) => element.getBoundingClientRect().bottom < innerHeight)).toBe(true)

    await view.createPage('Notes')
    await page.keyboard.type('Narwhals are not walruses.')
    await view.saved()
    await page.keyboard.press('Control+Shift+F')
    await field.fill('narwh')
    await page.getByRole('option', { name: /Notes/ }).waitFor()
    await page.getByText('1 page found.').waitFor()
    expect(grove.log.filter((entry) => /^(error|uncaught):/.test(entry))).toEqual([])
  })
})
