import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { describeError } from '../../../../core/AppError'
import { layerSummary } from '../../../testing/layerSummary'
import { syncWindow } from '../../../testing/syncWindow'

const { layerId } = layerSummary()

async function openPanel(scene: string) {
  const opened = await syncWindow(scene)
  await userEvent.keyboard('{Control>}{Shift>}u{/Shift}{/Control}')
  const panel = opened.screen.getByRole('dialog', { name: 'Where Test is kept' })
  await expect.element(panel).toBeVisible()
  return { ...opened, panel }
}

describe('the state of syncing', () => {
  it('[UI79] stands beside the save state, follows what the home says, and opens the panel', async () => {
    const { screen, home, spaceId } = await syncWindow('none')
    const status = (short: string) => screen.getByRole('button', { name: `Sync: ${short}` })
    await expect.element(screen.getByText('Saved', { exact: true })).toBeVisible()
    await expect.element(status('Only here')).toBeVisible()
    home.sync.set(spaceId, [{ toSend: 12, isVerified: false, state: 'catching-up' }])
    await expect.element(status('Sending 12')).toBeVisible()
    home.sync.set(spaceId, [{ isVerified: false }])
    await expect.element(status('Not verified yet')).toBeVisible()
    home.sync.set(spaceId, [{}])
    await status('In step, verified').click()
    await expect.element(screen.getByRole('dialog', { name: 'Where Test is kept' })).toBeVisible()
  })

  it('[UI79] says each failure in a sentence, with the place where it is mended', async () => {
    const { screen, panel } = await openPanel('signed-out')
    const card = panel.getByRole('article', { name: 'grove.example.org' })
    const sentence = describeError({ code: 'not-signed-in', reason: 'expired' })
    await expect.element(card.getByText(sentence)).toBeVisible()
    await card.getByRole('button', { name: 'Sign in…' }).click()
    await expect.element(screen.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
    await userEvent.keyboard('{Escape}')
    await expect.element(panel).toBeVisible()
  })

  it('[UI79] syncs now, compares, pauses, resumes and disconnects', async () => {
    const { screen, panel, asked, spaceId } = await openPanel('verified')
    await panel.getByRole('button', { name: 'Sync now' }).click()
    expect(asked('sync.now')).toEqual([{ spaceId, layerId }])
    await panel.getByRole('button', { name: 'Verify' }).click()
    await expect.element(panel.getByText('Compared just now: both hold exactly the same.')).toBeVisible()
    await panel.getByRole('button', { name: 'Pause' }).click()
    await expect.element(panel.getByText('Paused', { exact: true })).toBeVisible()
    await panel.getByRole('button', { name: 'Resume' }).click()
    await expect.element(panel.getByText('In step, verified')).toBeVisible()
    await panel.getByRole('button', { name: 'More for grove.example.org' }).click()
    await screen.getByRole('menuitem', { name: 'Disconnect…' }).click()
    expect(asked('sync.disconnect')).toEqual([])
    await screen.getByRole('button', { name: 'Disconnect' }).click()
    await expect.element(panel.getByRole('article', { name: 'grove.example.org' })).not.toBeInTheDocument()
    expect(asked('sync.disconnect')).toEqual([{ spaceId, layerId }])
  })

  it('[UI79] shows what was set aside and why, the files that wait, and tries again', async () => {
    const { panel, asked } = await openPanel('set-aside')
    await expect.element(panel.getByText('Garden plan')).toBeVisible()
    await expect.element(panel.getByText(/could not be understood \(not sealed by the key/)).toBeVisible()
    await expect.element(panel.getByText(/2 files to send: Your room on the server is full/)).toBeVisible()
    await panel.getByRole('button', { name: 'Try these again' }).click()
    await expect.element(panel.getByText('Garden plan')).not.toBeInTheDocument()
    expect(asked('sync.retryQuarantined')).toHaveLength(1)
  })

  it('[UI84] says how much of a space is still to come while it can be used already', async () => {
    const { screen, home, spaceId } = await syncWindow('arriving')
    await expect.element(screen.getByText(/1,204 changes of this space still to come/)).toBeVisible()
    home.sync.set(spaceId, [{ state: 'catching-up', isVerified: false, toReceive: 602 }])
    await expect.element(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '50')
    home.sync.set(spaceId, [{}])
    await expect.element(screen.getByRole('progressbar')).not.toBeInTheDocument()
  })
})

describe('the safety fuse', () => {
  it('[UI80] asks before much is trashed, and keeps the documents at one press', async () => {
    const { screen, asked, spaceId } = await syncWindow('fuse')
    const question = screen.getByRole('alert', { name: 'A question before documents are trashed' })
    await expect.element(question.getByText(/wants to put 312 of 400 documents into the trash/)).toBeVisible()
    await question.getByRole('button', { name: 'Keep my documents' }).click()
    await expect.element(question).not.toBeInTheDocument()
    expect(asked('sync.answerFuse')).toEqual([{ spaceId, layerId, answer: 'keep' }])
  })

  it('[UI80] takes the change only after asking once more', async () => {
    const { screen, asked, spaceId } = await syncWindow('fuse')
    await screen.getByRole('button', { name: 'Take it…' }).click()
    expect(asked('sync.answerFuse')).toEqual([])
    await screen.getByRole('dialog').getByRole('button', { name: 'Take it' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(asked('sync.answerFuse')).toEqual([{ spaceId, layerId, answer: 'take' }])
  })

  it('[UI81] puts back what a restore point noted', async () => {
    const { screen, panel, asked, spaceId } = await openPanel('verified')
    await panel.getByRole('button', { name: 'Restore points…' }).click()
    await screen
      .getByRole('listitem')
      .filter({ hasText: '57 documents' })
      .getByRole('button', { name: 'Restore' })
      .click()
    await expect.element(screen.getByText('57 documents put back.')).toBeVisible()
    expect(asked('restorePoints.restore')).toEqual([{ spaceId, pointId: 'p2' }])
  })
})

describe('a reader', () => {
  it('[UI82] is told so above every page, and what becomes of own changes', async () => {
    const { screen, home, spaceId } = await syncWindow('viewer')
    const strip = screen.getByText('You can read this space.', { exact: true })
    await expect.element(strip).toBeVisible()
    await expect.element(screen.getByText(/What you change stays on this machine/)).toBeVisible()
    home.sync.set(spaceId, [{ role: 'editor' }])
    await expect.element(strip).not.toBeInTheDocument()
  })
})
