import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchGrove, type RunningGrove } from './harness'
import { WorkspaceView } from './WorkspaceView'
import { removeFolder } from './removeFolder'

describe('a workspace', () => {
  let folder: string
  let grove: RunningGrove | undefined
  const start = async (): Promise<WorkspaceView> => {
    grove = await launchGrove({ userDataDir: path.join(folder, 'data') })
    return new WorkspaceView(grove.window)
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-e2e-'))
  })
  afterEach(async () => {
    await grove?.close()
    await removeFolder(folder)
  })

  it('[UI63] what was written is there after a restart, in the window that showed it', async () => {
    const first = await start()
    expect(await first.page.title()).toContain('Grove')
    await first.createSpace('Home')
    await first.createPage('Garden plan')
    await first.page.keyboard.type('Plant apple trees in autumn.')
    await first.saved()
    await grove?.close()

    const second = await start()
    await second.text.waitFor()
    expect(await second.readText()).toBe('Plant apple trees in autumn.')
    expect(await second.title.inputValue()).toBe('Garden plan')
    expect(grove?.log.filter((line) => /^(error|uncaught):/.test(line))).toEqual([])
  })

  it('[UI58] the last keystroke before closing is kept', async () => {
    const first = await start()
    await first.createSpace('Home')
    await first.createPage('Quick')
    await first.page.keyboard.type('the last words')
    await grove?.close()

    const second = await start()
    await second.text.waitFor()
    expect(await second.readText()).toBe('the last words')
  })

  it('[UI55] size and place of the window survive', async () => {
    const first = await start()
    await first.createSpace('Home')
    await grove?.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 50, width: 777, height: 555 })
    })
    await grove?.close()
    await start()
    const bounds = await grove?.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect(bounds).toMatchObject({ width: 777, height: 555 })
  })

  it('[UI55] all windows come back, each where it was', async () => {
    const first = await start()
    await first.createSpace('Home')
    await first.createPage('One')
    await first.createPage('Two')
    await first.saved()
    const opening = grove?.app.waitForEvent('window')
    await first.openInNewWindow('One')
    const second = new WorkspaceView((await opening)!)
    expect(await second.title.inputValue()).toBe('One')
    await grove?.close()

    const again = await start()
    const windows = grove?.app.windows() ?? []
    const both = windows.length === 2 ? windows : [...windows, await grove!.app.waitForEvent('window')]
    const titles = await Promise.all(both.map((page) => new WorkspaceView(page).title.inputValue()))
    expect(titles.sort()).toEqual(['One', 'Two'])
    await again.saved()
  })

  it('[UI60] a page that crashed is loaded again, with what was saved', async () => {
    const view = await start()
    await view.createSpace('Home')
    await view.createPage('Survivor')
    await view.page.keyboard.type('safe words')
    await view.saved()
    const { message, text } = await grove!.app.evaluate(async ({ BrowserWindow, dialog }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents
      const said = new Promise<string>((resolve) => {
        const answer = (_window: unknown, options: Electron.MessageBoxOptions): Promise<{ response: number }> => {
          resolve(options.message)
          return Promise.resolve({ response: 0 })
        }
        Object.assign(dialog, { showMessageBox: answer })
      })
      contents.forcefullyCrashRenderer()
      const message = await said
      const text: unknown = await contents.executeJavaScript(`new Promise((resolve) => {
        const look = () => document.body.innerText.includes('safe words') && resolve('safe words')
        new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
        look()
      })`)
      return { message, text }
    })
    expect(message).toBe('This window stopped working and was loaded again.')
    expect(text).toBe('safe words')
  })

  it('[UI64] [IM19] imports a folder chosen in the system’s dialog, and gives way to windows meanwhile', async () => {
    const vault = path.join(folder, 'Notes')
    await mkdir(path.join(vault, 'Trips'), { recursive: true })
    await writeFile(path.join(vault, 'Start.md'), '# Welcome\n\nSee [[Lisbon]] and [[Nowhere]].\n')
    await writeFile(path.join(vault, 'Trips', 'Lisbon.md'), 'Take the **28** tram.\n')
    const view = await start()
    await view.createSpace('Home')
    await grove?.app.evaluate(({ dialog }, chosen) => {
      Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [chosen] }) })
    }, vault)
    await view.page.getByRole('button', { name: 'Import a folder' }).click()
    const dialog = view.page.getByRole('dialog')
    await dialog.getByText('Import "Notes"?').waitFor()
    const pid = await grove?.app.evaluate(
      ({ app }) => app.getAppMetrics().find((each) => each.name === 'Grove import and export')?.pid,
    )
    expect(getPriority(pid ?? 0)).toBeGreaterThan(getPriority())
    await dialog.getByRole('button', { name: 'Import' }).click()
    await dialog
      .getByText(/Nowhere/)
      .first()
      .waitFor()
    await dialog.getByRole('button', { name: 'Close' }).first().click()
    await view.openPage('Start')
    expect(await view.readText()).toContain('See Lisbon')
    await view.saved()
  })

  it('[EX1, EX6] exports a space into a folder chosen in the system’s dialog, and shows where it lies', async () => {
    const view = await start()
    await view.createSpace('Home')
    await view.createPage('Trip')
    await view.page.keyboard.type('Take the tram.')
    await view.saved()
    const target = path.join(folder, 'Documents')
    await mkdir(target)
    const shown = await grove?.app.evaluateHandle(({ dialog, shell }, chosen) => {
      const asked: string[] = []
      Object.assign(dialog, { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: [chosen] }) })
      Object.assign(shell, { showItemInFolder: (item: string) => void asked.push(item) })
      return asked
    }, target)
    await view.page.keyboard.press('Control+,')
    await view.page.getByRole('button', { name: 'Export…' }).click()
    await view.page.getByText('Export finished').waitFor()
    expect(await readFile(path.join(target, 'Home', 'Trip.md'), 'utf8')).toBe('Take the tram.\n')
    await view.page.getByRole('button', { name: 'Show in folder' }).click()
    await view.page.getByText('Export finished').waitFor({ state: 'detached' })
    expect(await shown?.jsonValue()).toEqual([path.join(target, 'Home')])
  })
})
