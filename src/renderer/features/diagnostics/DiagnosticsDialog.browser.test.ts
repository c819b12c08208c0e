import { describe, expect, it } from 'vitest'
import type { DiagnosticsSummary } from '../../../bridge/contract'
import { complaints } from '../../testing/complaints'
import { FakeHome } from '../../testing/FakeHome'
import { renderEmptyWindow } from '../../testing/renderWindow'

const SUMMARY: DiagnosticsSummary = {
  parts: [
    { name: 'machine.json', about: 'Versions.', text: '{"grove": "0.1.0"}' },
    { name: 'log/main.log', about: 'What happened.', text: `begin${'x'.repeat(40_000)}end` },
  ],
  crashes: [{ at: 1_700_000_000_000, sizeBytes: 1000 }],
}

async function opened(answers: ConstructorParameters<typeof FakeHome>[1] = {}, theme: 'light' | 'dark' = 'light') {
  const home = new FakeHome(21, {
    'diagnostics.collect': () => SUMMARY,
    'diagnostics.cancel': () => null,
    'diagnostics.save': () => ({ file: '/home/ada/grove-diagnostics.zip' }),
    'diagnostics.showCrashes': () => null,
    ...answers,
  })
  await home.request('settings.set', { theme })
  const shown = await renderEmptyWindow(home)
  home.emit('diagnostics.show', null)
  const dialog = shown.screen.getByRole('dialog', { name: 'Diagnostics' })
  await expect.element(dialog).toBeVisible()
  const button = (name: string) => dialog.getByRole('button', { name, exact: true })
  const asked = (name: string): number => home.asked.filter((request) => request.name === name).length
  return { ...shown, dialog, button, asked }
}

describe('Diagnostics', () => {
  it('[DI3] shows all that would be saved, before it is, also when no space is open', async () => {
    const { dialog, button, asked } = await opened()
    await button('Show machine.json').click()
    await expect.element(dialog.getByLabelText('Content of machine.json')).toMatchTextContent('{"grove": "0.1.0"}')
    await button('Hide machine.json').click()
    await expect.element(dialog.getByLabelText('Content of machine.json')).not.toBeInTheDocument()
    await button('Show log/main.log').click()
    await expect.element(dialog.getByText(/end$/)).toBeVisible()
    await expect.element(dialog.getByText(/10 KB before are in the bundle too/)).toBeVisible()
    expect(asked('diagnostics.save')).toBe(0)
    await button('Save bundle…').click()
    await expect.element(dialog.getByText('Saved as /home/ada/grove-diagnostics.zip.')).toBeVisible()
  })

  it('[DI3] shows how far it is, and can be cancelled', async () => {
    const { home, dialog, button, asked } = await opened({ 'diagnostics.collect': () => new Promise(() => undefined) })
    home.emit('diagnostics.progress', { done: 1, total: 4 })
    await expect.element(dialog.getByText('Checking space 2 of 4…')).toBeVisible()
    await expect.element(dialog.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25')
    await button('Cancel').click()
    await expect.element(dialog).not.toBeInTheDocument()
    expect(asked('diagnostics.cancel')).toBe(1)
  })

  it('[DI3] says when it could not be saved, and tries again when asked', async () => {
    const { home, dialog, button } = await opened()
    home.refuse('diagnostics.save', { code: 'read-only', path: '/mnt' })
    await button('Save bundle…').click()
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('Grove may not write to /mnt')
    home.refuse('diagnostics.save', null)
    await button('Save bundle…').click()
    await expect.element(dialog.getByText(/^Saved as/)).toBeVisible()
  })

  it('[DI4] lists crash reports, which stay where they are', async () => {
    const { dialog, button, asked } = await opened()
    await expect.element(dialog.getByText(/Grove wrote one crash report/)).toBeVisible()
    await expect.element(dialog.getByText(/so it is not in the bundle/)).toBeVisible()
    await button('Show folder').click()
    await expect.poll(() => asked('diagnostics.showCrashes')).toBe(1)
  })

  it.each(['light', 'dark'] as const)('[UI18] has no fault axe can find in %s', async (theme) => {
    const { button, dialog } = await opened({}, theme)
    await button('Show machine.json').click()
    await expect.element(dialog.getByLabelText('Content of machine.json')).toBeVisible()
    expect(await complaints()).toEqual([])
  })
})
