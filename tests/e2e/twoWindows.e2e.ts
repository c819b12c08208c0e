import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchGrove, type RunningGrove } from './harness'
import { WorkspaceView } from './WorkspaceView'

describe('two windows', () => {
  let grove: RunningGrove
  let first: WorkspaceView
  let second: WorkspaceView

  beforeAll(async () => {
    grove = await launchGrove()
    first = new WorkspaceView(grove.window)
    await first.createSpace('Home')
    await first.createPage('Shared')
    await first.page.keyboard.type('|')
    await first.saved()
    const opening = grove.app.waitForEvent('window')
    await grove.app.evaluate(({ Menu }) => {
      const file = Menu.getApplicationMenu()?.items.find((item) => item.label === '&File')
      file?.submenu?.items.find((item) => item.label === 'New Window')?.click()
    })
    second = new WorkspaceView(await opening)
    await second.text.waitFor()
  })
  afterAll(() => grove.close())

  it('[UI65] both texts survive when both type in one paragraph at once, character by character', async () => {
    await first.text.click()
    await first.page.keyboard.press('Home')
    await second.text.click()
    await second.page.keyboard.press('End')
    await Promise.all([first.page.keyboard.type('left '.repeat(20)), second.page.keyboard.type(' right'.repeat(20))])
    const whole = `${'left '.repeat(20)}|${' right'.repeat(20)}`
    for (const view of [first, second]) {
      await view.saved()
      await expect.poll(() => view.readText()).toBe(whole)
    }
  })

  it('[UI65] a new page in one window appears in the other', async () => {
    await first.createPage('Fresh')
    await second.entry('Fresh').waitFor()
  })

  it('[UI65] closing one window leaves the other working', async () => {
    const closed = second.page.waitForEvent('close')
    await grove.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .sort((a, b) => b.id - a.id)[0]
        ?.close(),
    )
    await closed
    await first.page.keyboard.type('still here')
    await first.saved()
    expect(await first.readText()).toBe('still here')
  })
})
