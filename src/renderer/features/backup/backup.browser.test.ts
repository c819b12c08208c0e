import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { describeError } from '../../../core/AppError'
import type { AppInfo, LayerSummary } from '../../../bridge/contract'
import { FakeHome } from '../../testing/FakeHome'
import { KIT_WORDS } from '../../testing/FakeSync'
import { layerSummary } from '../../testing/layerSummary'
import { renderEmptyWindow, renderSpaceWindow } from '../../testing/renderWindow'
import { backupWords } from './backupWords'

const stick = { kind: 'backup', layerId: 'backup:/stick', place: '/stick', role: null } as const
const inBrowser: AppInfo = {
  version: '1',
  electron: '',
  platform: 'linux',
  dataFolder: '',
  home: 'browser',
  systemUserName: '',
}

async function opened(layers: readonly Partial<LayerSummary>[], home = new FakeHome(10)) {
  const shown = await renderSpaceWindow(() => undefined, home)
  home.sync.set(shown.space.id, layers)
  shown.state.dialogs.open({ kind: 'backups' })
  const dialog = shown.screen.getByRole('dialog', { name: 'Backups of Test' })
  await expect.element(dialog).toBeVisible()
  return { ...shown, home, dialog }
}

describe('the backups of a space', () => {
  it('[UI104] are added in a folder one chooses; closing the dialog of the system changes nothing', async () => {
    const { dialog, home } = await opened([{}])
    home.keeping.folder = null
    await dialog.getByRole('button', { name: 'Add a backup…' }).click()
    await expect.element(dialog.getByRole('list', { name: 'Backups' })).not.toBeInTheDocument()
    home.keeping.folder = '/media/ada/Stick'
    await dialog.getByRole('button', { name: 'Add a backup…' }).click()
    const list = dialog.getByRole('list', { name: 'Backups' })
    await expect.element(list).toMatchTextContent('/media/ada/Stick')
    await expect.element(list).toMatchTextContent('Writing. 412 changes to go.')
  })

  it('[UI223] keep the keyboard while one is added, and say when it was there already', async () => {
    const { dialog, home } = await opened([{}])
    const add = dialog.getByRole('button', { name: 'Add a backup…' })
    await expect.element(add).toHaveFocus()
    home.keeping.folder = '/media/ada/Stick'
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog.getByText('Began /media/ada/Stick.')).toBeVisible()
    await expect.element(add).toHaveFocus()
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog.getByText('That folder keeps a backup of this space already.')).toBeVisible()
  })

  it('[UI223] say once what is wrong', async () => {
    const error = { code: 'folder-missing', path: '/stick' } as const
    const home = new FakeHome(10)
    home.refuse('sync.verify', error)
    const { dialog } = await opened([{ ...stick, state: 'failing', error }], home)
    await dialog.getByRole('button', { name: 'Verify now' }).click()
    await expect.poll(() => home.asked.some(({ name }) => name === 'sync.verify')).toBe(true)
    await expect.element(dialog.getByRole('button', { name: 'Verify now' })).toBeVisible()
    expect(dialog.element().textContent.split(describeError(error))).toHaveLength(2)
  })

  it('[UI104] are verified and stopped; stopping asks first', async () => {
    const { dialog, screen, home, space } = await opened([{ ...stick, isVerified: false }])
    await expect.element(dialog).toMatchTextContent('Not checked yet.')
    await dialog.getByRole('button', { name: 'Verify now' }).click()
    await expect.element(dialog).toMatchTextContent('Complete. Opened again and compared just now')
    await dialog.getByRole('button', { name: 'Stop…' }).click()
    await screen.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect.element(dialog.getByRole('list', { name: 'Backups' })).not.toBeInTheDocument()
    const question = { spaceId: space.id, layerId: stick.layerId }
    expect(home.asked).toContainEqual({ name: 'sync.disconnect', question })
  })

  it('[BA15] say where the older one is that is not encrypted, and why nothing is written to it', async () => {
    const { dialog, home, space } = await opened([{ ...stick, olderPlace: '/older' }])
    await expect.element(dialog).toMatchTextContent('is in /older, and anybody can read it.')
    const error = { code: 'backup-unsealed', path: '/stick' } as const
    home.sync.set(space.id, [{ ...stick, isEncrypted: false, state: 'refused', error }])
    await expect.element(dialog).toMatchTextContent(`Not written. ${describeError(error)}`)
  })

  it('[UI104] say why one cannot be made', async () => {
    const detail = { code: 'read-only', path: '/stick' } as const
    const home = new FakeHome(10)
    home.refuse('backup.add', detail)
    const { dialog } = await opened([], home)
    await dialog.getByRole('button', { name: 'Add a backup…' }).click()
    await expect.element(dialog.getByText(describeError(detail))).toBeVisible()
  })

  it.each([
    [{ state: 'in-step' }, 'good', 'Complete'],
    [{ state: 'in-step', isVerified: false }, 'busy', 'Not checked yet'],
    [{ state: 'in-step', files: { toSend: 2, toReceive: 0, problem: null } }, 'busy', 'Writing'],
    [{ state: 'in-step', error: { code: 'backup-differs', path: '/stick', reason: '' } }, 'trouble', 'Incomplete'],
    [{ state: 'failing', error: { code: 'folder-missing', path: '/stick' } }, 'trouble', 'Not written'],
    [{ state: 'paused' }, 'busy', 'Paused'],
  ] as const)('[UI105] are called complete only when compared and whole: %j is %s', (changes, tone, short) => {
    expect(backupWords(layerSummary({ ...stick, ...changes }), 0)).toMatchObject({ tone, short })
  })

  it('[UI107] are the desktop’s: a browser says so and offers none', async () => {
    const { dialog } = await opened([], new FakeHome(10, { 'app.info': () => inBrowser }))
    await expect.element(dialog).toMatchTextContent('Backups belong to the desktop app')
    await expect.element(dialog.getByRole('button', { name: 'Add a backup…' })).not.toBeInTheDocument()
  })
})

describe('restoring a backup', () => {
  it('[UI106] begins on the first screen, shows what was found, and opens the space', async () => {
    const { screen, state } = await renderEmptyWindow(new FakeHome(11))
    await screen.getByRole('button', { name: 'Restore a backup' }).click()
    const dialog = screen.getByRole('dialog', { name: 'Restore a backup' })
    await expect.element(dialog).toMatchTextContent('Orchard')
    await expect.element(dialog).toMatchTextContent('/media/ada/Stick/Grove')
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect.element(screen.getByText('Restored "Orchard"')).toBeVisible()
    await expect.element(dialog).not.toBeInTheDocument()
    expect(state.look?.name).toBe('Orchard')
  })

  it('[UI106] asks for the recovery words of a sealed one, and cannot be left half-way', async () => {
    const home = new FakeHome(11)
    home.keeping.found = { spaceName: null, needsWords: true }
    let finish = (): void => undefined
    home.keeping.restored = new Promise((resolve) => (finish = resolve))
    const { screen } = await renderEmptyWindow(home)
    await screen.getByRole('button', { name: 'Restore a backup' }).click()
    const dialog = screen.getByRole('dialog', { name: 'Restore a backup' })
    await expect.element(dialog).toMatchTextContent('An encrypted space')
    const restore = dialog.getByRole('button', { name: 'Restore', exact: true })
    await expect.element(restore).toBeDisabled()
    const words = dialog.getByRole('textbox', { name: 'Words of the recovery kit' })
    await words.fill('gardn')
    await restore.click()
    await expect.element(dialog.getByText(/"gardn" is not a word/)).toBeVisible()
    await words.fill(KIT_WORDS.join(' '))
    await restore.click()
    await expect.element(dialog.getByRole('progressbar', { name: 'Restoring' })).toBeVisible()
    await expect.element(dialog.getByRole('button', { name: 'Close' })).not.toBeInTheDocument()
    finish()
    await expect.element(screen.getByText('Restored "Orchard"')).toBeVisible()
  })

  it('[UI106] says what is wrong with a folder, and takes another', async () => {
    const home = new FakeHome(11)
    const detail = { code: 'bad-file', path: '/x', reason: 'no backup is in it' } as const
    home.refuse('backup.choose', detail)
    const { screen } = await renderEmptyWindow(home)
    await screen.getByRole('button', { name: 'Restore a backup' }).click()
    const dialog = screen.getByRole('dialog', { name: 'Restore a backup' })
    await expect.element(dialog.getByText(describeError(detail))).toBeVisible()
    home.refuse('backup.choose', null)
    await dialog.getByRole('button', { name: 'Another folder…' }).click()
    await expect.element(dialog).toMatchTextContent('Orchard')
  })

  it('[UI106] is closed with the dialog of the system, and is in the menu of spaces', async () => {
    const home = new FakeHome(11)
    home.keeping.folder = null
    const { screen } = await renderSpaceWindow(() => undefined, home)
    await screen.getByRole('button', { name: 'Space Test, switch' }).click()
    await screen.getByRole('menuitem', { name: 'Restore a backup…' }).click()
    await expect.poll(() => home.asked.some(({ name }) => name === 'backup.choose')).toBe(true)
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  })

  it('[UI107] is not offered in a browser', async () => {
    const { screen } = await renderEmptyWindow(new FakeHome(11, { 'app.info': () => inBrowser }))
    await expect.element(screen.getByRole('button', { name: 'Join by a link' })).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Restore a backup' })).not.toBeInTheDocument()
  })
})
