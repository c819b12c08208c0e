import { describe, expect, it, vi } from 'vitest'
import { cdp, userEvent } from 'vitest/browser'
import { KIT_WORDS } from '../../testing/FakeSync'
import { syncWindow } from '../../testing/syncWindow'

const URL = 'https://grove.example.org'

/** The type of `cdp()` comes from the package playwright, of which only the core is here. */
async function showAs(media: 'print' | ''): Promise<void> {
  const browser = cdp() as unknown as { send(method: string, parameters: object): Promise<unknown> }
  await browser.send('Emulation.setEmulatedMedia', { media })
}

async function openFlow() {
  const opened = await syncWindow('none')
  opened.home.sync.signIn()
  opened.state.dialogs.open({ kind: 'sync-space' })
  await expect.element(opened.screen.getByRole('radio', { name: 'grove.example.org' })).toBeChecked()
  return opened
}

describe('keeping a space on a server', () => {
  it('[UI73] gives the recovery kit first, and connects only when two of its words were typed back', async () => {
    const { screen, asked, spaceId } = await openFlow()
    await screen.getByRole('button', { name: 'Continue' }).click()
    await expect.element(screen.getByRole('list', { name: 'The 24 words' })).toBeVisible()
    await screen.getByRole('button', { name: 'I have kept them…' }).click()
    await expect.element(screen.getByRole('list', { name: 'The 24 words' })).not.toBeInTheDocument()
    await expect.element(screen.getByLabelText('Word 5')).toHaveFocus()
    await userEvent.keyboard('rose{Tab}breeze{Enter}')
    await expect.element(screen.getByText(/^These are not the words with those numbers/)).toBeVisible()
    expect(asked('sync.connect')).toEqual([])
    await screen.getByLabelText('Word 5').fill('Winter ')
    await screen.getByRole('button', { name: 'Check and connect' }).click()
    await expect.element(screen.getByRole('dialog', { name: '“Test” is kept on grove.example.org' })).toBeVisible()
    expect(asked('sync.connect')).toEqual([{ spaceId, url: URL, encrypted: true }])
  })

  it('[UI73] asks for no kit twice', async () => {
    const { screen, home, asked, spaceId } = await openFlow()
    home.sync.set(spaceId, [], { hasKey: true, isKitChecked: true })
    await screen.getByRole('button', { name: 'Continue' }).click()
    await expect.element(screen.getByRole('dialog', { name: /is kept on/ })).toBeVisible()
    expect(asked('kit.show')).toEqual([])
  })

  it('[UI73] leaves encryption out only when told to, having said who can read the space then', async () => {
    const { screen, asked, spaceId } = await openFlow()
    await screen.getByRole('switch', { name: 'End-to-end encryption' }).click()
    await expect
      .element(screen.getByText(/whoever runs grove.example.org, and whoever breaks into it, can read/))
      .toBeVisible()
    await screen.getByRole('button', { name: 'Sync without encryption' }).click()
    await expect.element(screen.getByRole('dialog', { name: /is kept on/ })).toBeVisible()
    expect(asked('sync.connect')).toEqual([{ spaceId, url: URL, encrypted: false }])
  })

  it('[UI73] leads to signing in where no server is known, and back', async () => {
    const { screen, state } = await syncWindow('none')
    state.dialogs.open({ kind: 'sync-space' })
    await screen.getByRole('button', { name: 'Connect a server…' }).click()
    await screen.getByLabelText('Address of the server').fill('grove.example.org')
    await screen.getByLabelText('User name').fill('ada')
    await screen.getByLabelText('Password').fill('correct horse')
    await userEvent.keyboard('{Enter}')
    await expect.element(screen.getByRole('radio', { name: 'grove.example.org' })).toBeChecked()
  })
})

describe('the recovery kit', () => {
  async function openKit() {
    const opened = await syncWindow('verified')
    opened.state.dialogs.open({ kind: 'settings' })
    await opened.screen.getByRole('button', { name: 'Show…' }).click()
    await expect.element(opened.screen.getByRole('list', { name: 'The 24 words' })).toBeVisible()
    return opened
  }

  it('[UI74] can be seen again from the settings, with its words in order and numbered', async () => {
    const { screen } = await openKit()
    const lines = screen.getByRole('list', { name: 'The 24 words' }).element().querySelectorAll('li')
    expect([...lines].map((line) => line.textContent)).toEqual(KIT_WORDS.map((word, index) => `${index + 1}${word}`))
  })

  it('[UI74] is copied whole', async () => {
    const { screen } = await openKit()
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    await screen.getByRole('button', { name: 'Copy' }).click()
    expect(write).toHaveBeenCalledWith(KIT_WORDS.join(' '))
    write.mockRestore()
  })

  it('[UI74] is alone on paper, with the names of the space and the server and the day', async () => {
    await openKit()
    const sheet = document.querySelector<HTMLElement>('[data-kit-sheet]')
    const isShown = (element: Element | null): boolean => element?.checkVisibility() === true
    expect(isShown(sheet)).toBe(false)
    await showAs('print')
    expect(isShown(sheet)).toBe(true)
    expect(isShown(document.querySelector('[role=dialog]'))).toBe(false)
    expect(isShown(document.querySelector('main'))).toBe(false)
    expect(sheet?.innerText).toMatch(/Test[^]*grove\.example\.org[^]*20\d\d[^]*1\s*garden[^]*24\s*zebra/)
    await showAs('')
    expect(isShown(sheet)).toBe(false)
  })
})
