import { describe, expect, it } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { LayerSummary } from '../../../bridge/contract'
import { describeError } from '../../../core/AppError'
import { FakeHome } from '../../testing/FakeHome'
import { openPage, onePage } from '../../testing/openPage'

const server = 'https://grove.example.org'
const backup = { kind: 'backup', layerId: 'backup:/stick', place: '/stick', role: null } as const

async function opened(layers: readonly Partial<LayerSummary>[] = [], home = new FakeHome(6)) {
  const page = await openPage(onePage, home)
  home.sync.set(page.space.id, layers)
  return { ...page, home, chip: (name: string) => page.screen.getByRole('button', { name, exact: true }) }
}

describe('where a page is', () => {
  it('[UI97] is this disk when the space is nowhere else', async () => {
    const { chip, screen } = await opened()
    await chip('On this disk').click()
    const list = screen.getByRole('dialog', { name: 'Where this page is' })
    await expect.element(list).toMatchTextContent('Every change is stored here.')
    await expect.element(list).toMatchTextContent('This space is kept on this machine only.')
  })

  it('[UI97] says "verified" only when every place was compared and found the same', async () => {
    const { chip, home, space } = await opened([{}])
    await expect.element(chip('On this disk and grove.example.org, verified')).toBeVisible()
    home.sync.set(space.id, [{}, { ...backup, isVerified: false }])
    await expect.element(chip('On this disk and 2 more places')).toBeVisible()
    home.sync.set(space.id, [{}, backup])
    await expect.element(chip('On this disk and 2 more places, verified')).toBeVisible()
  })

  it('[UI97] names the places that lack the latest changes, and why', async () => {
    const { chip, screen } = await opened([
      { state: 'offline', toSend: 2, isVerified: false },
      { ...backup, state: 'paused', toSend: 1, isVerified: false },
    ])
    await chip('On this disk, not yet on 2 more places').click()
    const list = screen.getByRole('dialog', { name: 'Where this page is' })
    await expect.element(list).toMatchTextContent('because it cannot be reached')
    await expect.element(list).toMatchTextContent('because it is paused')
    await userEvent.keyboard('{Escape}')
    await expect.element(list).not.toBeInTheDocument()
  })

  it('[UI98] is asked again when something was written and when a layer moved', async () => {
    const { chip, home, space, text } = await opened([{}])
    await expect.element(chip('On this disk and grove.example.org, verified')).toBeVisible()
    home.keeping.places.set(`server:${server}`, { isThere: false, isVerified: false })
    await text.click()
    await userEvent.keyboard('{End}!')
    await expect.element(chip('On this disk, not yet on grove.example.org')).toBeVisible()
    home.keeping.places.clear()
    home.sync.set(space.id, [{}])
    await expect.element(chip('On this disk and grove.example.org, verified')).toBeVisible()
  })

  it('[UI98] claims nothing of places while the home cannot say', async () => {
    const home = new FakeHome(6, {
      'sync.document': () => {
        throw new Error('not now')
      },
    })
    const { chip } = await opened([{}], home)
    await expect.element(chip('On this disk')).toBeVisible()
  })

  it('[UI98] is nowhere while the disk fails, with the reason', async () => {
    const { chip, screen, home, space } = await opened([{}])
    const failure = { code: 'disk-full', path: '/home' } as const
    home.breakStorage(space.id, failure)
    space.entries.createFolder(space.contentId, 'Unsaved')
    await chip('Not saved').click()
    const list = screen.getByRole('dialog', { name: 'Where this page is' })
    await expect.element(list).toMatchTextContent(describeError(failure))
    home.breakStorage(space.id, null)
  })

  it('[UI98] says "this browser" in a browser', async () => {
    const info = {
      version: '1',
      electron: '',
      platform: 'linux',
      dataFolder: '',
      home: 'browser',
      systemUserName: '',
    } as const
    const { chip } = await opened([], new FakeHome(6, { 'app.info': () => info }))
    await expect.element(chip('In this browser')).toBeVisible()
  })
})
