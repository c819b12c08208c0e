import { describe, expect, it } from 'vitest'
import type { ImportPlanSummary, ImportReportSummary } from '../../../bridge/contract'
import { FakeHome } from '../../testing/FakeHome'
import { renderSpaceWindow } from '../../testing/renderWindow'

const plan: ImportPlanSummary = {
  planId: 'plan',
  folderName: 'Notes',
  pages: 12,
  folders: 3,
  files: 4,
  links: 30,
  sizeBytes: 4200,
  problems: [],
}

const report: ImportReportSummary = {
  importId: 'import',
  cancelled: false,
  pages: 12,
  folders: 3,
  files: 4,
  links: { resolved: 28, unresolved: 2 },
  unchanged: 0,
  lost: Array.from({ length: 8 }, (_, index) => ({
    path: `Notes/${index}.md`,
    what: `thing ${index}`,
    why: 'not understood',
  })),
}

describe('an import', () => {
  it('[UI20] shows what it found before it writes, how far it is, what was lost, and the way back', async () => {
    let finish: (report: ImportReportSummary) => void = () => undefined
    const home = new FakeHome(4, {
      'import.choose': () => plan,
      'import.run': () => new Promise((resolve) => (finish = resolve)),
      'import.undo': () => ({ removed: 19 }),
    })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    const asked = (name: string): boolean => home.asked.some((request) => request.name === name)
    state.dialogs.open({ kind: 'import' })
    await expect.element(screen.getByText('Import "Notes"?')).toBeVisible()
    expect(asked('import.run')).toBe(false)
    await screen.getByRole('button', { name: 'Import', exact: true }).click()
    home.emit('import.progress', { planId: 'plan', done: 8, total: 16, path: 'Notes/a.md' })
    await expect.element(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '50')
    finish(report)
    await expect.element(screen.getByText('Import finished')).toBeVisible()
    await screen.getByRole('textbox', { name: 'Filter' }).fill('thing 3')
    await expect.element(screen.getByText('Notes/3.md')).toBeVisible()
    await expect.element(screen.getByText('Notes/4.md')).not.toBeInTheDocument()
    await screen.getByRole('button', { name: 'Undo import' }).click()
    await expect.element(screen.getByText('The import was taken back: 19 entries went to the trash.')).toBeVisible()
  })

  it('[IM17] says in a browser, which knows a folder by its name, that one of this name is brought up to date', async () => {
    const home = new FakeHome(6, { 'import.choose': () => plan })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.info = { ...state.info!, home: 'browser' }
    state.dialogs.open({ kind: 'import' })
    await expect.element(screen.getByText(/If a folder called "Notes" was imported here before/)).toBeVisible()
  })

  it('[UI216] has the keyboard on what it was opened for, as soon as that is there, and never on Close', async () => {
    let choose: (chosen: ImportPlanSummary) => void = () => undefined
    const home = new FakeHome(4, { 'import.choose': () => new Promise((resolve) => (choose = resolve)) })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.dialogs.open({ kind: 'import' })
    const dialog = screen.getByRole('dialog', { name: 'Import a folder' })
    await expect.element(dialog).toBeVisible()
    await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true)
    await expect.element(dialog.getByRole('button', { name: 'Close' })).not.toHaveFocus()
    choose(plan)
    await expect.element(screen.getByRole('button', { name: 'Import', exact: true })).toHaveFocus()
  })

  it('[UI20] closes when no folder was chosen, and says why it cannot go on', async () => {
    const home = new FakeHome(5, { 'import.choose': () => null })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.dialogs.open({ kind: 'import' })
    await expect.poll(() => state.dialogs.current).toBe(undefined)
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  })
})
