import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { describeError } from '../../../../core/AppError'
import { KIT_WORDS } from '../../../testing/FakeSync'
import { renderEmptyWindow } from '../../../testing/renderWindow'
import { syncWindow } from '../../../testing/syncWindow'

const URL = 'https://grove.example.org'

async function openServer() {
  const opened = await syncWindow('verified')
  opened.state.dialogs.open({ kind: 'server', url: URL })
  await expect.element(opened.screen.getByRole('dialog', { name: 'grove.example.org' })).toBeVisible()
  return opened
}

describe('connecting a server', () => {
  it('[UI71] looks at the address as it is typed, and says at its field what is wrong with it', async () => {
    const { screen } = await renderEmptyWindow()
    await screen.getByRole('button', { name: 'Connect a server' }).click()
    const address = screen.getByLabelText('Address of the server')
    await expect.element(address).toHaveFocus()
    await userEvent.keyboard('example.com')
    const reason = { code: 'not-a-server', server: 'example.com', reason: 'it answered with a web page' } as const
    await expect.element(address).toHaveAccessibleDescription(describeError(reason))
    await address.fill('grove.example.org')
    await expect.element(address).toHaveAccessibleDescription('✓ Grove 0.1.0 answers at grove.example.org.')
  })

  it('[UI108] in a browser begins with the server of the page, and says that it is the only one', async () => {
    const { screen, state } = await renderEmptyWindow()
    state.info = { version: '1', electron: '', platform: 'linux', dataFolder: '', home: 'browser', systemUserName: '' }
    await screen.getByRole('button', { name: 'Connect a server' }).click()
    await expect.element(screen.getByLabelText('Address of the server')).toHaveValue(location.origin)
    await expect.element(screen.getByRole('dialog')).toMatchTextContent('works with the server this page came from')
  })

  it('[UI71] signs in, or says at the password that it is wrong, and then what comes next', async () => {
    const { screen, asked } = await syncWindow('none')
    await screen.getByRole('button', { name: 'Space Test, switch' }).click()
    await screen.getByRole('menuitem', { name: 'Servers…' }).click()
    await screen.getByRole('button', { name: 'Connect a server…' }).click()
    await screen.getByLabelText('Address of the server').fill('grove.example.org')
    await screen.getByLabelText('User name').fill('ada')
    const password = screen.getByLabelText('Password')
    await password.fill('wrong')
    await userEvent.keyboard('{Enter}')
    await expect.element(password).toHaveAccessibleDescription(describeError({ code: 'wrong-password' }))
    await password.fill('correct horse')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByText('Signed in as ada', { exact: true }).first()).toBeVisible()
    expect(asked('servers.signIn')).toContainEqual({ url: URL, user: 'ada', password: 'correct horse' })
  })

  it('[UI71] offers, once signed in, to keep this space there or to bring one', async () => {
    const { screen, state } = await syncWindow('none')
    state.dialogs.open({ kind: 'connect' })
    await screen.getByLabelText('Address of the server').fill('grove.example.org')
    await screen.getByLabelText('User name').fill('ada')
    await screen.getByLabelText('Password').fill('correct horse')
    await screen.getByRole('button', { name: 'Sign in' }).click()
    await expect.element(screen.getByRole('dialog', { name: 'Signed in to grove.example.org' })).toBeVisible()
    await screen.getByRole('button', { name: /Keep “Test” there/ }).click()
    await expect.element(screen.getByRole('dialog', { name: 'Sync “Test” with a server' })).toBeVisible()
  })
})

describe('a server', () => {
  it('[UI72] lists the devices of the account, and cuts one off only after asking', async () => {
    const { screen, asked } = await openServer()
    const phone = screen.getByRole('listitem').filter({ hasText: 'Phone' })
    await expect.element(screen.getByText('this device')).toBeVisible()
    await phone.getByRole('button', { name: 'Sign out Phone' }).click()
    expect(asked('servers.revokeDevice')).toEqual([])
    await screen.getByRole('button', { name: 'Sign it out' }).click()
    await expect.element(screen.getByText('Old desktop')).toBeVisible()
    await expect.element(phone).not.toBeInTheDocument()
    expect(asked('servers.revokeDevice')).toEqual([{ url: URL, deviceId: '2'.repeat(32) }])
  })

  it('[UI72] changes the password, with each trouble at its field', async () => {
    const { screen } = await openServer()
    await screen.getByRole('button', { name: 'Change password…' }).click()
    const fill = async (old: string, fresh: string, again: string): Promise<void> => {
      await screen.getByLabelText('Present password').fill(old)
      await screen.getByLabelText('New password', { exact: true }).fill(fresh)
      await screen.getByLabelText('New password again').fill(again)
      await userEvent.keyboard('{Enter}')
    }
    await fill('correct horse', 'longer word', 'other word')
    await expect.element(screen.getByText('The two are not the same.')).toBeVisible()
    await fill('wrong', 'longer word', 'longer word')
    await expect.element(screen.getByText('This is not your password. Try again.')).toBeVisible()
    await fill('correct horse', 'short', 'short')
    await expect.element(screen.getByText(describeError({ code: 'weak-password', minLength: 8 }))).toBeVisible()
    await fill('correct horse', 'longer word', 'longer word')
    await expect.element(screen.getByText(/The password is changed/)).toBeVisible()
  })

  it('[UI72] signs out after asking, and offers to sign in again', async () => {
    const { screen, asked } = await openServer()
    await screen.getByRole('button', { name: 'Sign out…', exact: true }).first().click()
    await screen.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect.element(screen.getByRole('button', { name: 'Sign in…' })).toBeVisible()
    expect(asked('servers.signOut')).toEqual([{ url: URL }])
  })

  it('[UI75] brings a space here and opens it', async () => {
    const { screen, state } = await openServer()
    await screen.getByRole('button', { name: 'Bring here: Orchard' }).click()
    await screen.getByRole('button', { name: 'Bring it here' }).click()
    await expect.element(screen.getByRole('button', { name: 'Space Orchard, switch' })).toBeVisible()
    expect(state.dialogs.current).toBe(undefined)
  })

  it('[UI75] asks for the words of the kit where the key is not here, and says which are wrong', async () => {
    const { screen, asked } = await openServer()
    await screen.getByRole('button', { name: 'Bring here: a space whose key is not here' }).click()
    const words = screen.getByLabelText('Words of the recovery kit')
    await words.fill(KIT_WORDS.slice(1).join(' '))
    await expect.element(words).toHaveAccessibleDescription('23 words of 24')
    await screen.getByRole('button', { name: 'Bring it here' }).click()
    await expect.element(words).toHaveAccessibleDescription(/the last word does not fit the others/)
    await words.fill(KIT_WORDS.join(' '))
    await screen.getByRole('button', { name: 'Bring it here' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(asked('servers.bring')).toHaveLength(2)
  })
})
