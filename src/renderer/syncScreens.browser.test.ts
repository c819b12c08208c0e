import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import type { DialogRequest } from './state/Dialogs.svelte'
import { complaints } from './testing/complaints'
import { syncWindow } from './testing/syncWindow'

type Opened = Awaited<ReturnType<typeof syncWindow>>

interface Screen {
  readonly scene: string
  readonly dialog?: DialogRequest
  /** What is on the screen once it is complete. */
  readonly shows: string | RegExp
  readonly then?: (opened: Opened) => Promise<void>
}

const press = async ({ screen }: Opened, name: string): Promise<void> => {
  await screen.getByRole('button', { name }).click()
}
const URL = 'https://grove.example.org'
const SCREENS: Readonly<Record<string, Screen>> = {
  'the panel': { scene: 'several', dialog: { kind: 'sync' }, shows: '192.168.1.20:4720' },
  'what was set aside': { scene: 'set-aside', dialog: { kind: 'sync' }, shows: 'Garden plan' },
  'the fuse': { scene: 'fuse', shows: /wants to put 312 of 400/ },
  'a space one reads': { scene: 'viewer', shows: 'You can read this space.' },
  'a space on its way': { scene: 'arriving', shows: /still to come/ },
  'restore points': { scene: 'verified', dialog: { kind: 'restore-points' }, shows: '57 documents' },
  connecting: { scene: 'none', dialog: { kind: 'connect' }, shows: 'Address of the server' },
  servers: { scene: 'verified', dialog: { kind: 'servers' }, shows: 'Signed in as ada' },
  'a server': { scene: 'verified', dialog: { kind: 'server', url: URL }, shows: 'Old desktop' },
  'bringing a space': {
    scene: 'verified',
    dialog: { kind: 'server', url: URL },
    shows: '0 words of 24',
    then: (opened) => press(opened, 'Bring here: a space whose key is not here'),
  },
  'choosing a server': {
    scene: 'none',
    dialog: { kind: 'sync-space' },
    shows: /whoever runs grove.example.org/,
    then: async ({ screen, home, state }) => {
      home.sync.signIn()
      state.dialogs.open({ kind: 'sync-space' })
      await screen.getByRole('switch').click()
    },
  },
  'the recovery kit': { scene: 'verified', dialog: { kind: 'kit' }, shows: /^16\s*lantern|lantern$/ },
  'checking the kit': {
    scene: 'verified',
    dialog: { kind: 'kit' },
    shows: 'Word 17',
    then: (opened) => press(opened, 'I have kept them…'),
  },
  sharing: { scene: 'verified', dialog: { kind: 'share' }, shows: 'alan' },
  'an invitation': {
    scene: 'verified',
    dialog: { kind: 'share' },
    shows: 'The invitation is ready.',
    then: (opened) => press(opened, 'Make a link'),
  },
  joining: { scene: 'none', dialog: { kind: 'join', link: 'grove://join#abcdefgh' }, shows: 'Your name there' },
}

async function open({ scene, dialog, shows, then }: Screen, theme: 'light' | 'dark'): Promise<Opened> {
  const opened = await syncWindow(scene, 83, theme)
  if (dialog) opened.state.dialogs.open(dialog)
  await then?.(opened)
  await expect.element(opened.screen.getByText(shows).first()).toBeVisible()
  return opened
}

/** Boxes that are wider than what holds them may be scrolled in themselves only, never take the window along. */
function wide(): string[] {
  const { clientWidth } = document.documentElement
  return [...document.querySelectorAll<HTMLElement>('button, input, select, textarea, h2, h3, p, li, article, svg')]
    .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, [inert]'))
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect()
      return width > 1 && (left < -0.5 || right > clientWidth + 0.5)
    })
    .map((element) => element.outerHTML.slice(0, 120))
}

describe.each(Object.entries(SCREENS))('%s', (_, screen) => {
  it.each(['light', 'dark'] as const)('[UI18] has no fault axe can find in %s', async (theme) => {
    await open(screen, theme)
    expect(await complaints()).toEqual([])
  })

  it('[UI83] fits a window of 360 px', async () => {
    await open(screen, 'light')
    await page.viewport(360, 740)
    await expect.poll(wide).toEqual([])
    const dialog = document.querySelector('[role=dialog]')?.getBoundingClientRect()
    if (dialog) expect([dialog.left >= 0, dialog.top >= 0, dialog.bottom <= 740]).toEqual([true, true, true])
  })
})

describe('the workspace in a window of 360 px', () => {
  it('[UI83] keeps everything in reach: pages by the drawer, the states by their icons', async () => {
    const { screen, state } = await syncWindow('sending', 84)
    await page.viewport(360, 740)
    await screen.getByRole('button', { name: 'Show sidebar' }).click()
    const drawer = screen.getByRole('dialog', { name: 'Sidebar' })
    await drawer.getByRole('treeitem', { name: 'Page' }).click()
    await expect.element(drawer).not.toBeInTheDocument()
    await expect.element(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Page')
    await expect.poll(wide).toEqual([])
    await screen.getByRole('button', { name: 'Sync: Sending 12' }).click()
    expect(state.dialogs.current?.kind).toBe('sync')
  })
})
