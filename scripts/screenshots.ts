import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { findElectron } from './electron/findElectron'
import { Children } from './machine/Children'
import { openDisplay } from './machine/openDisplay'
import { projectRoot } from './projectRoot'
import { reportFailure } from './reportFailure'

/*
 * npm run screenshots -- FOLDER PAGE [OUT]
 * Imports a folder of Markdown into a new profile, opens one of its pages, makes a board beside it, and takes the pictures
 * of the README, light and dark. Build first.
 */
const CARDS = {
  'To do': ['Build a third raised bed', 'Order seed potatoes before the end of the month', 'Sharpen the spades'],
  Doing: ['Turn the compost', 'Prune the apple trees'],
  Done: ['Mend the fence'],
}
const [folder, page, out = path.join(projectRoot, 'docs/images')] = process.argv.slice(2)

async function main(): Promise<void> {
  if (folder === undefined || page === undefined) throw new Error('Say which folder to import, and which page to show.')
  const data = mkdtempSync(path.join(tmpdir(), 'grove-pictures-'))
  const children = new Children()
  const electron = await findElectron(console.log)
  const display = await openDisplay(children)
  try {
    const cli = ['--import', 'tsx', path.join(projectRoot, 'src/cli/index.ts')]
    await children.run(process.execPath, [...cli, 'import', path.resolve(folder), '--data', data, '--space', 'Help'], {
      cwd: projectRoot,
      env: process.env,
    })
    const asRoot = process.getuid?.() === 0
    const app = await _electron.launch({
      executablePath: electron.path,
      args: [...(asRoot ? ['--no-sandbox'] : []), projectRoot, `--user-data-dir=${data}`],
      env: { ...(process.env as Record<string, string>), ...display.env },
    })
    try {
      await takePictures(app, page)
    } finally {
      await app.close()
    }
  } finally {
    await display.close()
    rmSync(data, { recursive: true, force: true })
  }
}

async function takePictures(app: ElectronApplication, page: string): Promise<void> {
  const window = await app.firstWindow()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1200, 800))
  await openPage(window, page)
  await takeBoth(window, '')
  await makeBoard(window)
  await takeBoth(window, 'board-')
}

async function takeBoth(window: Page, prefix: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: theme })
    await window.screenshot({ path: path.join(out, `${prefix}${theme}.png`), animations: 'disabled' })
  }
}

async function makeBoard(window: Page): Promise<void> {
  await window.keyboard.press('ControlOrMeta+Alt+B')
  await window.getByRole('textbox', { name: 'Title' }).waitFor()
  await window.keyboard.type('Spring work')
  await window.keyboard.press('Enter')
  for (const [column, cards] of Object.entries(CARDS)) {
    await window.getByRole('button', { name: `Add a card to ${column}` }).click()
    for (const card of cards) {
      await window.keyboard.type(card)
      await window.keyboard.press('Enter')
    }
    await window.keyboard.press('Escape')
  }
  await window.getByRole('button', { name: 'Turn the compost' }).click()
  await window.getByRole('textbox', { name: 'Notes of the card' }).click()
  await window.keyboard.type('Half of it is done. The rest wants two dry days.')
  await window
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor()
  await window.keyboard.press('Escape')
  await window.getByRole('complementary', { name: 'Card' }).waitFor({ state: 'detached' })
  await window.getByRole('button', { name: 'Build a third raised bed' }).scrollIntoViewIfNeeded()
}

/** As a person would: by a few letters of its name. */
async function openPage(window: Page, name: string): Promise<void> {
  await window.getByRole('tree', { name: 'Pages and folders' }).waitFor()
  await window.keyboard.press('ControlOrMeta+K')
  await window.getByRole('combobox', { name: 'Find or create' }).fill(name)
  await window.getByRole('option', { name }).first().click()
  await window.getByRole('textbox', { name: 'Page text' }).waitFor()
}

main().catch(reportFailure)
