import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { AppError, describeError, type ErrorDetail } from '../../../core/AppError'
import { FakeHome } from '../../testing/FakeHome'
import { renderEmptyWindow } from '../../testing/renderWindow'

const LINK = 'grove://join#abcdefgh'

async function openLink(home = new FakeHome(78)) {
  const opened = await renderEmptyWindow(home)
  home.emit('link.opened', LINK)
  const asked = (name: string): unknown[] =>
    home.asked.filter((request) => request.name === name).map(({ question }) => question)
  return { ...opened, asked }
}

describe('joining by a link', () => {
  it('[UI78] shows what the link leads to before anything is done, and opens the space with a new account', async () => {
    const { screen, asked } = await openLink()
    const dialog = screen.getByRole('dialog', { name: 'Join “Orchard”?' })
    await expect.element(dialog.getByText('grove.example.org', { exact: true })).toBeVisible()
    await expect.element(dialog.getByText('read and change everything')).toBeVisible()
    expect(asked('links.join')).toEqual([])
    await expect.element(screen.getByLabelText('Your name there')).toHaveFocus()
    const fill = async (user: string, password: string, again = password): Promise<void> => {
      await screen.getByLabelText('Your name there').fill(user)
      await screen.getByLabelText('Password', { exact: true }).fill(password)
      await screen.getByLabelText('Password again').fill(again)
      await userEvent.keyboard('{Enter}')
    }
    await fill('grace', 'long enough')
    await expect
      .element(screen.getByLabelText('Your name there'))
      .toHaveAccessibleDescription(describeError({ code: 'name-taken', name: 'grace' }))
    await fill('mary', 'short')
    await expect.element(screen.getByText(describeError({ code: 'weak-password', minLength: 8 }))).toBeVisible()
    await fill('mary', 'long enough', 'other')
    await expect.element(screen.getByText('The two are not the same.')).toBeVisible()
    await fill('mary', 'long enough')
    await expect.element(screen.getByRole('button', { name: 'Space Orchard, switch' })).toBeVisible()
    await expect.element(dialog).not.toBeInTheDocument()
    expect(asked('links.join').at(-1)).toEqual({
      link: LINK,
      account: { user: 'mary', password: 'long enough', isNew: true },
    })
  })

  it('[UI78] takes the account one has', async () => {
    const { screen, asked } = await openLink()
    await screen.getByRole('radio', { name: 'I have an account' }).click()
    await screen.getByLabelText('User name').fill('ada')
    await screen.getByLabelText('Password').fill('wrong')
    await userEvent.keyboard('{Enter}')
    await expect
      .element(screen.getByLabelText('Password'))
      .toHaveAccessibleDescription(describeError({ code: 'wrong-password' }))
    await screen.getByLabelText('Password').fill('correct horse')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('button', { name: 'Space Orchard, switch' })).toBeVisible()
    expect(asked('links.join').at(-1)).toMatchObject({ account: { user: 'ada', isNew: false } })
  })

  it('[UI78] asks for no account where one is signed in, and shows progress until the space is here', async () => {
    const home = new FakeHome(79)
    home.sync.signIn()
    let arrive: () => void = () => undefined
    home.sync.arrival = new Promise((resolve) => (arrive = resolve))
    const { screen, asked } = await openLink(home)
    await expect.element(screen.getByText('You join as')).toBeVisible()
    await screen.getByRole('button', { name: 'Join the space' }).click()
    await expect.element(screen.getByRole('progressbar', { name: 'Joining' })).toBeInTheDocument()
    await userEvent.keyboard('{Escape}')
    await expect.element(screen.getByRole('dialog')).toBeVisible()
    arrive()
    await expect.element(screen.getByRole('button', { name: 'Space Orchard, switch' })).toBeVisible()
    expect(asked('links.join')).toEqual([{ link: LINK }])
  })

  it.each<ErrorDetail>([
    { code: 'invite-invalid', reason: 'used' },
    { code: 'invite-invalid', reason: 'expired' },
    { code: 'wrong-key' },
    { code: 'server-unreachable', server: 'grove.example.org', reason: 'no answer' },
  ])('[UI78] says at the link why it leads nowhere: $code $reason', async (detail) => {
    const home = new FakeHome(80)
    home.sync.lookAt = () => {
      throw new AppError(detail)
    }
    const { screen } = await openLink(home)
    await expect.element(screen.getByLabelText('Link')).toHaveAccessibleDescription(describeError(detail))
    await expect.element(screen.getByLabelText('Link')).toHaveValue(LINK)
  })

  it('[UI78] takes a pasted link, and says when it is not whole', async () => {
    const { screen } = await renderEmptyWindow(new FakeHome(81))
    await screen.getByRole('button', { name: 'Join by a link' }).click()
    await screen.getByLabelText('Link').fill('grove://join#a')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByLabelText('Link')).toHaveAccessibleDescription(/not a complete Grove link/)
    await screen.getByLabelText('Link').fill(` ${LINK} `)
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('dialog', { name: 'Join “Orchard”?' })).toBeVisible()
  })

  it('[UI78] opens a space that is in step already', async () => {
    const home = new FakeHome(82)
    const { id } = await home.createSpace({ name: 'Orchard', color: 'red', icon: '🍎' })
    home.sync.signIn()
    home.sync.set(id, [{}], { hasKey: true })
    const { lookAt } = home.sync
    home.sync.lookAt = () => ({ ...lookAt(), spaceId: id, isHere: true })
    const { screen, asked } = await openLink(home)
    await screen.getByRole('button', { name: 'Open it' }).click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(asked('links.join')).toEqual([])
  })
})
