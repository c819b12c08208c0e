import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import { FakeHome } from '../../testing/FakeHome'
import { KIT_WORDS } from '../../testing/FakeSync'
import { renderSpaceWindow } from '../../testing/renderWindow'
import { passphraseStrength } from './passphraseStrength'

const GOOD = 'copper lantern breeze'

async function opened(home: FakeHome) {
  const shown = await renderSpaceWindow((space) => space.createPage(space.contentId, 'Page'), home)
  const open = (): void => shown.state.dialogs.open({ kind: 'keys' })
  const button = (name: string) => shown.screen.getByRole('button', { name, exact: true })
  return { ...shown, home, open, button }
}

function lockedHome(): FakeHome {
  const home = new FakeHome(8)
  home.keeping.passphrase = GOOD
  home.keeping.setKeys({ kind: 'passphrase', isLocked: true })
  return home
}

function memoryHome(): FakeHome {
  const home = new FakeHome(8)
  home.keeping.setKeys({ kind: 'memory', isLocked: false })
  return home
}

describe('a passphrase', () => {
  it('[UI101] is set by typing it twice, and says that nobody can recover it', async () => {
    const { screen, open, button, home, state } = await opened(memoryHome())
    open()
    const dialog = screen.getByRole('dialog', { name: 'Set a passphrase' })
    await expect.element(dialog).toMatchTextContent('Nobody can recover it')
    await dialog.getByLabelText('Passphrase').fill(GOOD)
    await dialog.getByLabelText('The same again').fill('something else')
    await button('Set passphrase').click()
    await expect.element(dialog.getByText('The two are not the same.')).toBeVisible()
    expect(home.keeping.passphrase).toBeUndefined()
    await dialog.getByLabelText('The same again').fill(GOOD)
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog).not.toBeInTheDocument()
    expect(home.keeping.passphrase).toBe(GOOD)
    expect(state.sync.keys).toEqual({ kind: 'passphrase', isLocked: false })
  })

  it('[UI101] that is too short is not taken', async () => {
    const { screen, open, button, home } = await opened(memoryHome())
    open()
    const dialog = screen.getByRole('dialog', { name: 'Set a passphrase' })
    await dialog.getByLabelText('Passphrase').fill('short')
    await dialog.getByLabelText('The same again').fill('short')
    await button('Set passphrase').click()
    await expect.element(dialog.getByLabelText('Passphrase')).toHaveAttribute('aria-invalid', 'true')
    expect(home.keeping.passphrase).toBeUndefined()
  })

  it.each([
    ['', 0],
    ['secret', 0],
    ['aaaaaaaaaaaaaaaaaaaa', 1],
    ['12345678901234567890', 1],
    ['password1', 1],
    ['river stone', 1],
    ['velvet harbor!', 2],
    [GOOD, 3],
  ] as const)('[UI101] is judged by what it costs to guess: "%s" is %i', (passphrase, level) => {
    expect(passphraseStrength(passphrase).level).toBe(level)
  })

  it('[UI102] is asked for by a banner while pages stay usable, and a wrong one is said to be', async () => {
    const { screen, button, workspace, live } = await opened(lockedHome())
    await expect.element(screen.getByText(/Syncing is paused: enter your passphrase/)).toBeVisible()
    workspace.actions.newPage(undefined, 'Written meanwhile')
    expect(live.space.entries.children(live.contentId).map(({ name }) => name)).toContain('Written meanwhile')
    await button('Enter passphrase…').click()
    const dialog = screen.getByRole('dialog', { name: 'Enter your passphrase' })
    await dialog.getByLabelText('Passphrase').fill('wrong')
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog.getByText('This is not the passphrase. Try again.')).toBeVisible()
    await dialog.getByLabelText('Passphrase').fill(GOOD)
    await userEvent.keyboard('{Enter}')
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(screen.getByText(/Syncing is paused/)).not.toBeInTheDocument()
  })

  it('[UI102] can be put off', async () => {
    const { screen, button } = await opened(lockedHome())
    await button('Later').click()
    await expect.element(screen.getByText(/Syncing is paused/)).not.toBeInTheDocument()
  })

  it('[UI102] that was forgotten is dropped with what it sealed, only after saying what that is', async () => {
    const { screen, button, open, home, state } = await opened(lockedHome())
    open()
    await button('Forgotten…').click()
    const dialog = screen.getByRole('dialog', { name: 'Begin without the old passphrase?' })
    await expect.element(dialog).toMatchTextContent('Your pages are not sealed with it and stay as they are.')
    await button('Cancel').click()
    await expect.element(screen.getByRole('dialog', { name: 'Enter your passphrase' })).toBeVisible()
    expect(home.asked.some(({ name }) => name === 'keys.reset')).toBe(false)
    await button('Forgotten…').click()
    await button('Drop them and begin anew').click()
    await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
    expect(state.sync.keys).toEqual({ kind: 'memory', isLocked: false })
  })

  it('[UI102] is not asked for where the system keeps the keys', async () => {
    const { screen, open } = await opened(new FakeHome(8))
    await expect.element(screen.getByText(/Syncing is paused/)).not.toBeInTheDocument()
    open()
    await expect.element(screen.getByText(/The key store of this system keeps/)).toBeVisible()
    await expect.element(screen.getByLabelText('Passphrase')).not.toBeInTheDocument()
  })
})

describe('a space whose key is not here', () => {
  it('[UI103] asks for its recovery words, says what is wrong with them, and goes on syncing', async () => {
    const { screen, button, home, space } = await opened(new FakeHome(9))
    const error = { code: 'key-missing', space: 'Test' } as const
    home.sync.set(space.id, [{ state: 'refused', isVerified: false, error }], { hasKey: false })
    await expect.element(screen.getByText(/so it does not sync with grove.example.org/)).toBeVisible()
    await button('Enter recovery words…').click()
    const dialog = screen.getByRole('dialog', { name: 'Enter the recovery words' })
    const words = dialog.getByRole('textbox', { name: 'Words of the recovery kit' })
    await words.fill('gardn river')
    await button('Use these words').click()
    await expect.element(dialog.getByText(/"gardn" is not a word of any kit/)).toBeVisible()
    await words.fill(KIT_WORDS.join(' '))
    await button('Use these words').click()
    await expect.element(dialog).not.toBeInTheDocument()
    await expect.element(screen.getByText('The key is back. Syncing goes on.')).toBeVisible()
  })

  it('[UI103] asks for nothing while it is kept nowhere else, or unsealed', async () => {
    const { screen, home, space } = await opened(new FakeHome(9))
    home.sync.set(space.id, [{ isEncrypted: false }], { hasKey: false })
    await expect.element(screen.getByRole('button', { name: /verified/ }).first()).toBeVisible()
    await expect.element(screen.getByText(/so it does not sync with/)).not.toBeInTheDocument()
  })
})
