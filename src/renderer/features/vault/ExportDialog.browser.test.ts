import { describe, expect, it } from 'vitest'
import type { ExportReportSummary } from '../../../bridge/contract'
import { fileAbsence } from '../../../core/fileAbsence'
import { FakeHome } from '../../testing/FakeHome'
import { renderSpaceWindow } from '../../testing/renderWindow'

const report: ExportReportSummary = {
  place: { kind: 'folder', path: '/home/ada/Documents/Garden' },
  documents: 12,
  folders: 3,
  files: 4,
  lost: [{ path: 'What_.md', what: 'What?', why: 'no such name' }],
}

describe('an export', () => {
  it('[EX6] shows how far it is, what became of it, and where it lies', async () => {
    let finish: (report: ExportReportSummary) => void = () => undefined
    const home = new FakeHome(4, {
      'export.choose': () => ({ exportId: 'one' }),
      'export.run': () => new Promise((resolve) => (finish = resolve)),
      'export.show': () => null,
    })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.dialogs.open({ kind: 'export' })
    await expect.poll(() => home.asked.some(({ name }) => name === 'export.run')).toBe(true)
    home.emit('export.progress', { exportId: 'another', done: 12, total: 16, path: 'Trips/b.md' })
    home.emit('export.progress', { exportId: 'one', done: 4, total: 16, path: 'Trips/a.md' })
    await expect.element(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '25')
    finish(report)
    await expect.element(screen.getByText('Export finished')).toBeVisible()
    await expect.element(screen.getByText('In /home/ada/Documents/Garden')).toBeVisible()
    await expect.element(screen.getByText('What_.md')).toBeVisible()
    await screen.getByRole('button', { name: 'Show in folder' }).click()
    expect(home.asked).toContainEqual({ name: 'export.show', question: { exportId: 'one' } })
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  })

  it('[EX13] in a browser is a zip file among its downloads, until the dialog closes', async () => {
    const home = new FakeHome(9, {
      'export.choose': () => ({ exportId: 'one' }),
      'export.run': () => ({ ...report, place: { kind: 'download', name: 'Garden.zip' }, lost: [] }),
      'export.show': () => null,
      'export.cancel': () => null,
    })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.info = { ...state.info!, home: 'browser' }
    state.dialogs.open({ kind: 'export' })
    await expect.element(screen.getByText('Garden.zip, in the downloads of this browser')).toBeVisible()
    await screen.getByRole('button', { name: 'Download again' }).click()
    expect(home.asked.at(-1)).toEqual({ name: 'export.show', question: { exportId: 'one' } })
    await screen.getByRole('button', { name: 'Done' }).click()
    await expect.poll(() => home.asked.at(-1)).toEqual({ name: 'export.cancel', question: { exportId: 'one' } })
  })

  it('[EX7, EX8] says which file it fetches, and once what can be done about those that could not be had', async () => {
    let finish: (report: ExportReportSummary) => void = () => undefined
    const home = new FakeHome(8, {
      'export.choose': () => ({ exportId: 'one' }),
      'export.run': () => new Promise((resolve) => (finish = resolve)),
    })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.dialogs.open({ kind: 'export' })
    await expect.poll(() => home.asked.some(({ name }) => name === 'export.run')).toBe(true)
    home.emit('export.progress', { exportId: 'one', done: 4, total: 16, path: 'a.png', isComing: true })
    await expect.element(screen.getByText('4 of 16 · Fetching a.png, which is not here')).toBeVisible()
    const missing = { what: 'file', ...fileAbsence('offline') }
    finish({
      ...report,
      lost: [
        { path: 'a.png', ...missing },
        { path: 'b.png', ...missing },
      ],
    })
    await expect.element(screen.getByText(/^Export again when the server can be reached/)).toBeVisible()
    await expect.element(screen.getByText('b.png')).toBeVisible()
  })

  it('[EX6] of one entry is in its menu; it can be stopped', async () => {
    let finish: (report: ExportReportSummary) => void = () => undefined
    const home = new FakeHome(5, {
      'export.choose': () => ({ exportId: 'one' }),
      'export.run': () => new Promise((resolve) => (finish = resolve)),
      'export.cancel': () => {
        finish({ ...report, place: null })
        return null
      },
    })
    let id = ''
    const { screen } = await renderSpaceWindow((space) => {
      id = space.createPage(space.contentId, 'Trip').entryId
    }, home)
    await screen.getByRole('treeitem', { name: 'Trip' }).click({ button: 'right' })
    await screen.getByRole('menuitem', { name: 'Export…' }).click()
    await expect.element(screen.getByText('Exporting "Trip"')).toBeVisible()
    expect(home.asked.find(({ name }) => name === 'export.run')?.question).toMatchObject({ entryId: id })
    await screen.getByRole('button', { name: 'Stop' }).click()
    await expect.element(screen.getByText('What was written until then is removed again.')).toBeVisible()
  })

  it('[EX6] closes when no folder was chosen', async () => {
    const home = new FakeHome(6, { 'export.choose': () => null })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.dialogs.open({ kind: 'export' })
    await expect.poll(() => home.asked.at(-1)?.name).toBe('export.choose')
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(state.dialogs.current).toBe(undefined)
  })

  it('[EX6] says why it could not be', async () => {
    const home = new FakeHome(7, { 'export.choose': () => ({ exportId: 'one' }) })
    home.refuse('export.run', { code: 'not-exported', path: '/x/Garden', reason: 'the disk is full' })
    const { screen, state } = await renderSpaceWindow(() => undefined, home)
    state.dialogs.open({ kind: 'export' })
    await expect.element(screen.getByText(/Garden could not be written .the disk is full./)).toBeVisible()
  })
})
