import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchGrove, type RunningGrove } from './harness'
import { removeFolder } from './removeFolder'
import { WorkspaceView } from './WorkspaceView'

const WRITTEN = 'The lilac by the shed is to be cut back after it has flowered, and not before. '.repeat(3).trim()

describe('earlier versions of a page', () => {
  let userDataDir: string
  let grove: RunningGrove
  let first: WorkspaceView
  let second: WorkspaceView

  beforeAll(async () => {
    userDataDir = await mkdtemp(path.join(tmpdir(), 'grove-versions-'))
    grove = await launchGrove({ userDataDir })
    first = new WorkspaceView(grove.window)
    await first.createSpace('Home')
    await first.createPage('Garden')
    await first.page.keyboard.insertText(WRITTEN)
    await first.saved()
    await first.page.keyboard.press('Control+A')
    await first.page.keyboard.press('Delete')
    await first.page.keyboard.type('Gone')
    await first.saved()
    await grove.close()
    grove = await launchGrove({ userDataDir })
    first = new WorkspaceView(grove.window)
    await first.text.waitFor()
  })
  afterAll(async () => {
    await grove.close()
    await removeFolder(userDataDir)
  })

  it('[EV6] what a page said before a restart is in the list', async () => {
    await first.openPage('Garden')
    expect(await first.readText()).toBe('Gone')
    await first.entry('Garden').click({ button: 'right' })
    await first.page.getByRole('menuitem', { name: 'Earlier versions…' }).click()
    const dialog = first.page.getByRole('dialog', { name: 'Earlier versions of “Garden”' })
    await dialog.getByRole('option').nth(1).waitFor()
    // It was just written: the clock says so, over the restart too.
    expect(await dialog.getByRole('option').nth(1).textContent()).toMatch(/^(Just now|\d+ minutes? ago).*written/)
    await first.page.keyboard.press('ArrowDown')
    await expect.poll(() => dialog.getByRole('region').textContent()).toContain(WRITTEN)
  })

  it('[EV7] it is restored, and another window has it', async () => {
    const opening = grove.app.waitForEvent('window')
    await grove.app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find((item) => item.label === '&File')
      file?.submenu?.items.find((item) => item.label === 'New Window')?.click()
    })
    second = new WorkspaceView(await opening)
    await second.text.waitFor()
    await expect.poll(() => second.readText()).toBe('Gone')
    await first.page.getByRole('button', { name: 'Restore this version' }).click()
    await expect.poll(() => first.readText()).toBe(WRITTEN)
    await expect.poll(() => second.readText()).toBe(WRITTEN)
    await first.saved()
  })

  it('[EV7] Ctrl+Z takes it back, everywhere', async () => {
    await first.page.keyboard.press('Control+Z')
    await expect.poll(() => first.readText()).toBe('Gone')
    await expect.poll(() => second.readText()).toBe('Gone')
    await first.page.keyboard.press('Control+Y')
    await expect.poll(() => second.readText()).toBe(WRITTEN)
  })

  it('[EV12] [EV13] a name from before the restart is taken back, and another window has it', async () => {
    await first.title.fill('Yard')
    await first.page.keyboard.press('Enter')
    await second.entry('Yard').waitFor()
    await first.entry('Yard').click({ button: 'right' })
    await first.page.getByRole('menuitem', { name: 'Earlier versions…' }).click()
    await first.page.getByRole('button', { name: 'Use again: Garden' }).click()
    await first.entry('Garden').waitFor()
    await second.entry('Garden').waitFor()
    const message = first.page.getByRole('status').filter({ hasText: 'Called "Garden" again' })
    await message.getByRole('button', { name: 'Undo' }).click()
    await second.entry('Yard').waitFor()
    await first.saved()
  })
})
