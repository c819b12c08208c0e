import { describe, expect, it } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { AppError } from '../../../core/AppError'
import '../../styles/tokens.css'
import '../../styles/base.css'
import { complaints } from '../../testing/complaints'
import { renderEmptyWindow } from '../../testing/renderWindow'
import type { License } from './License'
import LicensesDialog from './LicensesDialog.svelte'

const LICENSES: License[] = [
  { name: 'acorns', version: '1.2.3', identifier: 'MIT', text: 'Permission is hereby granted' },
  { name: 'beech', version: '4.5.6', identifier: 'ISC' },
]

async function opened(load: () => Promise<readonly License[]>) {
  const screen = await render(LicensesDialog, { load, onClose: () => undefined })
  return screen.getByRole('dialog', { name: 'Licences' })
}

describe('Licences', () => {
  it('[UI246] are those of what Grove is made of, each with its text', async () => {
    const dialog = await opened(() => Promise.resolve(LICENSES))
    await expect.element(dialog.getByRole('listitem').nth(0)).toMatchTextContent(/acorns 1\.2\.3 · MIT/)
    await dialog.getByRole('button', { name: 'Show acorns' }).click()
    await expect.element(dialog.getByLabelText('Content of acorns')).toMatchTextContent('Permission is hereby granted')
    await dialog.getByRole('button', { name: 'Show beech' }).click()
    await expect.element(dialog.getByLabelText('Content of beech')).toMatchTextContent(/the ISC licence applies/)
    expect(await complaints()).toEqual([])
  })

  it('[UI246] say why they cannot be shown', async () => {
    const dialog = await opened(() => Promise.reject(new AppError({ code: 'bad-request', reason: 'there is no list' })))
    await expect.element(dialog.getByText(/there is no list/)).toBeVisible()
  })

  it('[UI246] [UI247] are opened by the menu, also while no space is open', async () => {
    const { home, screen } = await renderEmptyWindow()
    home.emit('menu.command', 'licenses')
    await expect.element(screen.getByRole('dialog', { name: 'Licences' })).toBeVisible()
  })
})
