import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { UpdatesSummary } from '../../../bridge/contract'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { renderEmptyWindow, renderSpaceWindow } from '../../testing/renderWindow'
import { updateScenes } from '../../testing/updateScenes'

async function opened(summary: UpdatesSummary, theme: 'light' | 'dark' = 'light') {
  const answer = (): UpdatesSummary => summary
  const home = new FakeHome(5, {
    'updates.state': answer,
    'updates.check': () => updateScenes.newest,
    'updates.download': () => updateScenes.downloading,
    'updates.cancel': () => updateScenes.available,
    'updates.install': () => updateScenes.installing,
  })
  await home.request('settings.set', { theme })
  const shown = await renderSpaceWindow((space) => space.createPage(space.contentId, 'Page'), home)
  const { screen, state } = shown
  const button = (name: string | RegExp) => screen.getByRole('button', { name, exact: true })
  const open = async () => {
    state.dialogs.open({ kind: 'updates' })
    const dialog = screen.getByRole('dialog', { name: 'Updates' })
    await expect.element(dialog).toBeVisible()
    return dialog
  }
  const asked = (): string[] => home.asked.map(({ name }) => name).filter((name) => name.startsWith('updates.'))
  return { ...shown, home, button, open, asked }
}

describe('updates', () => {
  it('[UP16] nothing is shown in the window until there is something for the person to do', async () => {
    const { home, button } = await opened(updateScenes.downloading)
    await expect.element(button('Update')).not.toBeInTheDocument()
    home.emit('updates.changed', updateScenes.ready)
    await expect.element(button('Update')).toBeVisible()
    home.emit('updates.changed', updateScenes.newest)
    await expect.element(button('Update')).not.toBeInTheDocument()
  })

  it('[UP16] from finding to restarting by keyboard alone', async () => {
    const { screen, button, asked } = await opened(updateScenes.available)
    button('Update').element().focus()
    await userEvent.keyboard('{Enter}')
    const dialog = screen.getByRole('dialog', { name: 'Updates' })
    await expect.element(dialog.getByRole('status')).toMatchTextContent('Grove 0.2.0 is there. This is 0.1.0.')
    await expect.element(dialog.getByRole('region', { name: 'Release notes' })).toMatchTextContent('Boards show dates')
    dialog.getByRole('button', { name: 'Download' }).element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog.getByRole('progressbar', { name: 'Download' })).toHaveAttribute('aria-valuenow', '40')
    dialog.getByRole('button', { name: 'Cancel download' }).element().focus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog.getByRole('button', { name: 'Download' })).toBeVisible()
    expect(asked()).toEqual(['updates.state', 'updates.download', 'updates.cancel'])
  })

  it('[UP16] while it installs nothing else can be done, and it says what happens', async () => {
    const { screen, open, asked, home } = await opened(updateScenes.ready)
    const dialog = await open()
    await dialog.getByRole('button', { name: 'Restart to update' }).click()
    const installing = screen.getByRole('dialog', { name: 'Installing Grove 0.2.0' })
    await expect.element(installing).toMatchTextContent('Everything is being saved and copied.')
    await userEvent.keyboard('{Escape}')
    await expect.element(installing).toBeVisible()
    expect(asked()).toContain('updates.install')
    home.emit('updates.changed', updateScenes['no-copy'])
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('The update was not installed')
    await expect.element(dialog.getByRole('button', { name: 'Restart to update' })).toBeVisible()
  })

  it('[UP9] a problem is a sentence with a next step, and the rest stays usable', async () => {
    const { open, home } = await opened(updateScenes.offline)
    const dialog = await open()
    await expect
      .element(dialog.getByRole('alert'))
      .toMatchTextContent('Grove could not reach the update server (this machine is offline). It tries again later.')
    home.emit('updates.changed', updateScenes['no-copy'])
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('Mend that, then restart to update.')
    await expect.element(dialog.getByRole('button', { name: 'Restart to update' })).toBeVisible()
  })

  it('[UP14] a package says the command, and offers no download', async () => {
    const { open } = await opened(updateScenes.package)
    const dialog = await open()
    await expect.element(dialog.getByLabelText('Command')).toHaveValue(updateScenes.package.way.command)
    await expect.element(dialog.getByRole('button', { name: 'Download' })).not.toBeInTheDocument()
  })

  it('[UP14] a copy that does not update itself says so, and offers nothing', async () => {
    const { open } = await opened(updateScenes.source)
    const dialog = await open()
    await expect.element(dialog).toMatchTextContent('built from its source')
    await expect.element(dialog.getByRole('button', { name: 'Check for updates' })).not.toBeInTheDocument()
  })

  it('[UP3] looking by itself can be switched off in the settings, and a look asked for', async () => {
    const { screen, state, home, button, asked } = await opened(updateScenes.available)
    state.dialogs.open({ kind: 'settings' })
    const toggle = screen.getByRole('switch', { name: 'Look for updates by itself' })
    await toggle.click()
    expect(home.asked).toContainEqual({ name: 'settings.set', question: { looksForUpdates: false } })
    await button('Updates…').click()
    await button('Check for updates').click()
    await expect.element(screen.getByText('Grove 0.1.0 is the newest.')).toBeVisible()
    expect(asked()).toContain('updates.check')
  })

  it('[UP2] the menu opens it, also where no space is open', async () => {
    const home = new FakeHome(5, { 'updates.state': () => updateScenes.checking })
    const { screen } = await renderEmptyWindow(home)
    home.emit('updates.show', null)
    await expect
      .element(screen.getByRole('dialog', { name: 'Updates' }).getByRole('status'))
      .toMatchTextContent('Asking the update server…')
  })

  it('[UP11] a window that shows something says that it is usable', async () => {
    const { home } = await renderEmptyWindow()
    expect(home.asked.map(({ name }) => name)).toContain('window.usable')
  })

  describe.each(['light', 'dark'] as const)('in %s', (theme) => {
    it.each(['available', 'downloading', 'no-copy', 'package'] as const)(
      '[UP16] the dialog has no fault axe can find: %s',
      async (scene) => {
        const { open } = await opened(updateScenes[scene], theme)
        await open()
        expect(await complaints()).toEqual([])
      },
    )
  })
})
