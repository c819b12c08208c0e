import { encode } from 'uqr'
import { describe, expect, it, vi } from 'vitest'
import { syncWindow } from '../../testing/syncWindow'

const URL = 'https://grove.example.org'

async function openShare(role?: 'editor') {
  const opened = await syncWindow('verified')
  const { server } = opened.home.sync
  if (role) server.members = server.members.map((member) => (member.isMe ? { ...member, role } : member))
  opened.state.dialogs.open({ kind: 'share' })
  await expect.element(opened.screen.getByText('grace', { exact: true })).toBeVisible()
  return opened
}

describe('sharing a space', () => {
  it('[UI76] makes an invitation of a role and an end, and shows its links and its QR code once', async () => {
    const { screen, asked, spaceId } = await openShare()
    await screen.getByLabelText('Role').selectOptions('Can read')
    await screen.getByLabelText('Works for').selectOptions('1 day')
    await screen.getByRole('button', { name: 'Make a link' }).click()
    const link = screen.getByLabelText('Link for the app')
    await expect.element(link).toBeVisible()
    expect((link.element() as HTMLInputElement).value).toMatch(/^grove:\/\/join#/)
    expect(asked('invites.make')).toEqual([{ spaceId, url: URL, role: 'viewer', hours: 24 }])
    await expect.element(screen.getByText(/carries the key of this space/)).toBeVisible()

    const webLink = (screen.getByLabelText('Link for a browser').element() as HTMLInputElement).value
    const path = screen
      .getByRole('img', { name: /QR code/ })
      .element()
      .querySelector('path')
    const darkModules = encode(webLink, { ecc: 'M' }).data.flat().filter(Boolean).length
    expect(path?.getAttribute('d')?.match(/M/g)).toHaveLength(darkModules)

    await screen.getByRole('button', { name: 'Done' }).click()
    await expect.element(link).not.toBeInTheDocument()
    await expect.element(screen.getByText(/^Can read, until tomorrow/)).toBeVisible()
  })

  it('[UI76] copies a link, and selects it where copying is not allowed', async () => {
    const { screen } = await openShare()
    await screen.getByRole('button', { name: 'Make a link' }).click()
    const field = screen.getByLabelText('Link for the app')
    await expect.element(field).toBeVisible()
    const input = field.element() as HTMLInputElement
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('not allowed'))
    const copy = screen.getByRole('button', { name: 'Copy link for the app' })
    await copy.click()
    await expect.element(screen.getByText(/It is selected/)).toBeVisible()
    expect([document.activeElement, input.selectionEnd]).toEqual([input, input.value.length])
    write.mockResolvedValue()
    await copy.click()
    await expect.element(copy).toHaveTextContent('Copied')
    expect(write).toHaveBeenLastCalledWith(input.value)
    write.mockRestore()
  })

  it('[UI76] withdraws an invitation', async () => {
    const { screen, home } = await openShare()
    await screen.getByRole('button', { name: 'Make a link' }).click()
    await screen.getByRole('button', { name: /^Withdraw/ }).click()
    await expect.element(screen.getByText('Open invitations')).not.toBeInTheDocument()
    expect(home.sync.server.invites).toEqual([])
  })

  it('[UI77] changes what a member may do, and removes one only after asking', async () => {
    const { screen, asked, spaceId } = await openShare()
    await screen.getByLabelText('What grace may do').selectOptions('Can read')
    await expect.poll(() => asked('members.setRole')).toEqual([{ spaceId, url: URL, user: 'grace', role: 'viewer' }])
    await screen.getByRole('button', { name: 'Remove grace' }).click()
    expect(asked('members.remove')).toEqual([])
    await screen.getByRole('button', { name: 'Remove grace' }).click()
    await expect.element(screen.getByText('alan', { exact: true })).toBeVisible()
    await expect.element(screen.getByText('grace', { exact: true })).not.toBeInTheDocument()
  })

  it('[UI77] keeps the last owner, and lets the others leave', async () => {
    const { screen } = await openShare()
    await expect.element(screen.getByText(/You are the only owner/)).toBeVisible()
    await expect.element(screen.getByRole('button', { name: 'Leave…' })).not.toBeInTheDocument()
  })

  it('[UI77] shows who is no owner only who is there, and how to leave', async () => {
    const { screen, asked, spaceId } = await openShare('editor')
    await expect.element(screen.getByRole('button', { name: 'Make a link' })).not.toBeInTheDocument()
    await expect.element(screen.getByRole('button', { name: 'Remove alan' })).not.toBeInTheDocument()
    await screen.getByRole('button', { name: 'Leave…' }).click()
    await screen.getByRole('button', { name: 'Leave', exact: true }).click()
    await expect.poll(() => asked('members.remove')).toEqual([{ spaceId, url: URL, user: 'ada' }])
  })

  it('[UI77] leads to a server where the space is on none', async () => {
    const { screen, state } = await syncWindow('none')
    state.dialogs.open({ kind: 'share' })
    await screen.getByRole('button', { name: 'Sync with a server…' }).click()
    await expect.element(screen.getByRole('dialog', { name: 'Sync “Test” with a server' })).toBeVisible()
  })
})
