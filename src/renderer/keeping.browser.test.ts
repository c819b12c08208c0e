import { describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { complaints } from './testing/complaints'
import { FakeHome } from './testing/FakeHome'
import { setKeepingScene } from './testing/keepingScenes'
import { renderEmptyWindow, renderSpaceWindow } from './testing/renderWindow'
import { fillSampleSpace } from './testing/sampleSpace'
import { setSyncScene } from './testing/syncScenes'

/** Buttons and fields that stick out of the window. */
function stickingOut(): string[] {
  return [...document.querySelectorAll('button, input, textarea')].flatMap((element) => {
    const { left, right, width } = element.getBoundingClientRect()
    return width > 0 && (left < 0 || right > innerWidth) ? [element.outerHTML] : []
  })
}

describe.each([
  ['light', 1200],
  ['dark', 1200],
  ['light', 360],
  ['dark', 360],
] as const)('in %s, %i px wide', (theme, width) => {
  async function opened(scene: string, keys: string) {
    const home = new FakeHome(3)
    await home.request('settings.set', { theme })
    const shown = await renderSpaceWindow((space) => fillSampleSpace(space), home)
    await page.viewport(width, 800)
    setSyncScene(home, shown.space.id, scene)
    shown.workspace.navigation.open(shown.made.showcase)
    await expect.element(shown.screen.getByRole('textbox', { name: 'Page text' })).toBeVisible()
    await setKeepingScene(home, shown.space.id, new URLSearchParams({ keys, people: '6' }))
    return { ...shown, home }
  }

  async function expectNoFault(): Promise<void> {
    expect(await complaints()).toEqual([])
    expect(stickingOut()).toEqual([])
  }

  it('[UI18] who is here, their carets and where a page is have no fault axe can find', async () => {
    const { screen } = await opened('several', 'system')
    await expect.element(screen.getByRole('list', { name: 'People here' })).toBeVisible()
    await expect.poll(() => document.querySelectorAll('.peer-caret').length).toBe(2)
    await expectNoFault()
    await screen.getByRole('button', { name: /^On this disk/ }).click()
    await expect.element(screen.getByRole('dialog', { name: 'Where this page is' })).toBeVisible()
    await expectNoFault()
  })

  it.each(['keys', 'secrets', 'backups', 'restore-backup', 'enter-words', 'settings'] as const)(
    '[UI18] the dialog "%s" and the banner above have no fault axe can find',
    async (kind) => {
      for (const keys of ['memory', 'locked']) {
        const { screen, state } = await opened('several', keys)
        state.dialogs.open({ kind })
        await expect.element(screen.getByRole('dialog')).toBeVisible()
        await expectNoFault()
        state.dialogs.close()
        await screen.unmount()
      }
    },
  )

  it('[UI18] the secrets being read and changed have no fault axe can find', async () => {
    const { screen, state } = await opened('verified', 'system')
    state.dialogs.open({ kind: 'secrets' })
    await screen.getByRole('button', { name: 'Show Weather station' }).click()
    await screen.getByRole('button', { name: 'Add a secret' }).click()
    await screen.getByRole('button', { name: 'Change OPENAI_API_KEY' }).click()
    await expectNoFault()
  })

  it('[UI18] a wrong passphrase and a sealed backup have no fault axe can find', async () => {
    const { screen, state, home } = await opened('verified', 'locked')
    state.dialogs.open({ kind: 'keys' })
    await screen.getByLabelText('Passphrase').fill('wrong')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('This is not the passphrase. Try again.')).toBeVisible()
    await expectNoFault()
    home.keeping.found = { spaceName: null, needsWords: true, isHere: true }
    state.dialogs.open({ kind: 'restore-backup' })
    await expect.element(screen.getByText('An encrypted space')).toBeVisible()
    await expectNoFault()
  })

  it('[UI18] the first screen offers restoring without a fault axe can find', async () => {
    const home = new FakeHome(3)
    await home.request('settings.set', { theme })
    const { screen } = await renderEmptyWindow(home)
    await page.viewport(width, 800)
    await expect.element(screen.getByRole('button', { name: 'Restore a backup' })).toBeVisible()
    await expectNoFault()
  })
})
