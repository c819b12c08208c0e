import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchGrove, type RunningGrove } from './harness'
import { removeFolder } from './removeFolder'
import { WorkspaceView } from './WorkspaceView'

describe('a board', () => {
  let folder: string
  let grove: RunningGrove | undefined
  const start = async (): Promise<WorkspaceView> => {
    grove = await launchGrove({ userDataDir: path.join(folder, 'data') })
    await grove.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1500, 800))
    return new WorkspaceView(grove.window)
  }
  const column = (page: Page, name: string) => page.getByRole('list', { name: `Cards in ${name}` })
  const cards = (page: Page, name: string): Promise<string[]> => column(page, name).getByRole('button').allInnerTexts()

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-e2e-'))
  })
  afterEach(async () => {
    await grove?.close()
    await removeFolder(folder)
  })

  it('[BD21] is made, moved about by keyboard and mouse, there after a restart, and live in a second window', async () => {
    const view = await start()
    const { page } = view
    await view.createSpace('Home')
    await page.getByRole('button', { name: 'New board' }).first().click()
    await view.newTitle.waitFor()
    await page.keyboard.type('Shopping')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Add a card to To do' }).click()
    for (const name of ['Milk', 'Bread', 'Salt']) {
      await page.keyboard.type(name)
      await page.keyboard.press('Enter')
    }
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Milk' }).click()
    await page.getByRole('textbox', { name: 'Notes of the card' }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+Shift+ArrowRight')
    await column(page, 'Doing').getByRole('button', { name: 'Milk' }).waitFor()
    await page
      .getByRole('button', { name: 'Bread' })
      .dragTo(column(page, 'Doing').getByRole('button', { name: 'Milk' }), {
        targetPosition: { x: 60, y: 34 },
      })
    await column(page, 'Doing').getByRole('button', { name: 'Bread' }).waitFor()
    expect(await cards(page, 'Doing')).toEqual(['Milk', 'Bread'])
    await view.saved()
    await grove?.close()

    const again = await start()
    await column(again.page, 'Doing').waitFor()
    expect(await cards(again.page, 'Doing')).toEqual(['Milk', 'Bread'])
    const opening = grove!.app.waitForEvent('window')
    await again.openInNewWindow('Shopping')
    const second = await opening
    await column(second, 'Doing').waitFor()
    await again.page.getByRole('button', { name: 'Salt' }).focus()
    await again.page.keyboard.press('ControlOrMeta+ArrowRight')
    await column(second, 'Doing').getByRole('button', { name: 'Salt' }).waitFor()
    expect(await cards(second, 'Doing')).toEqual(['Salt', 'Milk', 'Bread'])
    expect(grove?.log.filter((line) => /^(error|uncaught):/.test(line))).toEqual([])
  })
})
