import { beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import type { DataFolderPlan, DataFolderSummary, StartScreen } from '../../../bridge/contract'
import { BridgeClient } from '../../state/BridgeClient'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { renderSpaceWindow } from '../../testing/renderWindow'
import '../../styles/tokens.css'
import '../../styles/base.css'
import StartPage from './StartPage.svelte'

const PLAN: DataFolderPlan = {
  ...{ folder: '/media/ada/disk/Grove', holds: 'nothing', spaces: 0 },
  ...{ sizeBytes: 120_000_000, freeBytes: 5_000_000_000 },
}

async function openedSettings(plan: DataFolderPlan | null = PLAN, old: DataFolderSummary['old'] = []) {
  let summary: DataFolderSummary = { folder: '/home/ada/Grove', isGiven: false, old }
  const home = new FakeHome(22, {
    'dataFolder.state': () => summary,
    'dataFolder.choose': () => plan,
    'dataFolder.use': () => null,
    'dataFolder.removeOld': () => (summary = { ...summary, old: [] }),
  })
  const shown = await renderSpaceWindow((space) => space.createPage(space.contentId, 'Page'), home)
  shown.state.dialogs.open({ kind: 'settings' })
  const button = (name: string) => shown.screen.getByRole('button', { name, exact: true })
  const asked = (name: string): number => home.asked.filter((request) => request.name === name).length
  return { ...shown, home, button, asked }
}

describe('the data folder in the settings', () => {
  it('[DS8] is named, with the word that uninstalling leaves it', async () => {
    const { screen } = await openedSettings()
    await expect
      .element(screen.getByText('/home/ada/Grove. It stays there when Grove is uninstalled.'))
      .toBeInTheDocument()
  })

  it('[DS4] is moved after saying what will happen', async () => {
    const { screen, button, asked } = await openedSettings()
    await button('Move…').click()
    await button('Choose a folder…').click()
    await expect.element(screen.getByText('120 MB go to /media/ada/disk/Grove.')).toBeVisible()
    await expect.element(screen.getByText(/until you remove it/)).toBeVisible()
    expect(asked('dataFolder.use')).toBe(0)
    expect(await complaints()).toEqual([])
    await button('Move and restart').click()
    await expect.poll(() => asked('dataFolder.use')).toBe(1)
  })

  it('[DS4] is not moved where there is no room', async () => {
    const { screen, button } = await openedSettings({ ...PLAN, freeBytes: 1_000_000 })
    await button('Move…').click()
    await button('Choose a folder…').click()
    await expect
      .element(screen.getByRole('alert'))
      .toMatchTextContent('There is not enough room there: 1.0 MB are free.')
    await expect.element(button('Move and restart')).toBeDisabled()
  })

  it('[DS4] that holds data already is used as it is, and the two stay apart', async () => {
    const { screen, button } = await openedSettings({ ...PLAN, holds: 'grove', spaces: 3 })
    await button('Move…').click()
    await button('Choose a folder…').click()
    await expect.element(screen.getByText(/holds a Grove’s data already: 3 spaces/)).toBeVisible()
    await expect.element(button('Use it and restart')).toBeEnabled()
  })

  it('[DS5] says why a synced folder is not taken', async () => {
    const { home, screen, button } = await openedSettings()
    home.refuse('dataFolder.choose', {
      code: 'data-place',
      path: '/home/ada/Dropbox',
      reason: 'it is kept in step by Dropbox',
    })
    await button('Move…').click()
    await button('Choose a folder…').click()
    await expect
      .element(screen.getByRole('alert'))
      .toMatchTextContent('Grove cannot keep its data in /home/ada/Dropbox')
  })

  it('[DS7] that was left is removed when the person says so, and only then', async () => {
    const { screen, button, asked } = await openedSettings(PLAN, [{ folder: '/old/Grove', sizeBytes: 2_000_000 }])
    await expect.element(screen.getByText('2.0 MB are still in /old/Grove, from before the move.')).toBeInTheDocument()
    await button('Remove…').click()
    await expect.element(screen.getByText(/whatever else lies in the old folder stays/)).toBeVisible()
    expect(asked('dataFolder.removeOld')).toBe(0)
    await button('Remove the old data').click()
    await expect.element(screen.getByText('The old data was removed.')).toBeVisible()
    await expect.element(screen.getByText(/from before the move/)).not.toBeInTheDocument()
  })
})

const TROUBLE: StartScreen = {
  title: 'Your data folder is not there',
  text: ['Grove keeps your data in /media/ada/disk.', 'Connect it and try again.'],
  progress: null,
  choices: [
    { id: 'again', label: 'Try Again' },
    { id: 'choose', label: 'Choose Another…' },
    { id: 'empty', label: 'Start with an Empty Folder' },
    { id: 'quit', label: 'Quit' },
  ],
}

describe('the window before all others', () => {
  beforeEach(() => page.viewport(560, 340))

  async function opened(theme: 'light' | 'dark' = 'light') {
    const chosen: string[] = []
    const home = new FakeHome(23, {
      'start.look': () => TROUBLE,
      'start.choose': ({ id }) => {
        chosen.push(id)
        return null
      },
    })
    document.documentElement.dataset['theme'] = theme
    const screen = await render(StartPage, { bridge: new BridgeClient(home) })
    await expect.element(screen.getByRole('heading', { name: TROUBLE.title })).toHaveFocus()
    return { home, screen, chosen }
  }

  it('[DS2] says what is wrong, and Enter means the first choice', async () => {
    const { screen, chosen } = await opened()
    await expect.element(screen.getByText('Connect it and try again.')).toBeVisible()
    await userEvent.keyboard('{Enter}')
    await screen.getByRole('button', { name: 'Start with an Empty Folder' }).click()
    screen.getByRole('button', { name: 'Quit' }).element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => chosen).toEqual(['again', 'empty', 'quit'])
  })

  it('[DS4] shows how far a move is', async () => {
    const { home, screen, chosen } = await opened()
    const progress = { share: 0.25, words: '30 MB of 60 MB copied' }
    home.emit('start.changed', {
      title: 'Moving your data',
      text: [],
      progress,
      choices: [{ id: 'cancel', label: 'Cancel' }],
    })
    await expect.element(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25')
    await expect.element(screen.getByText('30 MB of 60 MB copied')).toBeVisible()
    await screen.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(() => chosen).toEqual(['cancel'])
  })

  it.each(['light', 'dark'] as const)('[UI18] has no fault axe can find in %s', async (theme) => {
    await opened(theme)
    expect(await complaints()).toEqual([])
    delete document.documentElement.dataset['theme']
  })
})
