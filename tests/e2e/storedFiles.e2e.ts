import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchGrove, type RunningGrove } from './harness'
import { WorkspaceView } from './WorkspaceView'

const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><script>document.title="ran"</script><title>still</title></svg>'

describe('stored files', () => {
  let grove: RunningGrove
  let address: string

  beforeAll(async () => {
    grove = await launchGrove()
    await new WorkspaceView(grove.window).createSpace('Home')
    address = await grove.window.evaluate(async (content) => {
      const spaces = await window.grove.request('spaces.list', undefined)
      const spaceId = spaces.ok ? (spaces.value[0]?.id ?? '') : ''
      const bytes = new TextEncoder().encode(content)
      const stored = await window.grove.request('files.add', { spaceId, name: 'drawing.svg', bytes })
      return stored.ok
        ? `grove-file://${spaceId}/${stored.value.hash}?type=${encodeURIComponent(stored.value.mimeType)}`
        : ''
    }, svg)
  })
  afterAll(() => grove.close())

  /** As the system's network stack sees it. */
  const fetched = (
    url: string,
    range?: string,
  ): Promise<{ status: number; headers: Record<string, string>; text: string }> =>
    grove.app.evaluate(
      async ({ net }, asked) => {
        const response = await net.fetch(asked.url, {
          headers: asked.range === undefined ? {} : { range: asked.range },
        })
        return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
      },
      { url, range },
    )

  it('[UI52] are served with their type, unguessed, and may run nothing', async () => {
    const { status, headers, text } = await fetched(address)
    expect([status, text]).toEqual([200, svg])
    expect(headers).toMatchObject({ 'content-type': 'image/svg+xml', 'x-content-type-options': 'nosniff' })
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
  })

  it('[UI52] are served in parts', async () => {
    const { status, headers, text } = await fetched(address, 'bytes=1-3')
    expect([status, text]).toEqual([206, 'svg'])
    expect(headers['content-range']).toBe(`bytes 1-3/${svg.length}`)
    expect((await fetched(address, 'bytes=99999-')).status).toBe(416)
  })

  it('[UI52] that are not here are a plain 404', async () => {
    const { status, text } = await fetched(address.replace(/\/[0-9a-f]{64}/, `/${'0'.repeat(64)}`))
    expect([status, text]).toEqual([404, 'This file is not here.'])
  })

  it('[UI52] show as pictures in a page', async () => {
    const width = await grove.window.evaluate(
      (src) =>
        new Promise<number>((resolve, reject) => {
          const picture = new Image()
          picture.onload = () => resolve(picture.naturalWidth)
          picture.onerror = () => reject(new Error('not loaded'))
          picture.src = src
        }),
      address,
    )
    expect(width).toBe(30)
  })

  it('[UI52] run no script even when opened by their address', async () => {
    const title = await grove.app.evaluate(async ({ BrowserWindow }, url) => {
      const stranger = new BrowserWindow({ show: false, webPreferences: { sandbox: true } })
      await stranger.loadURL(url)
      const shown = stranger.webContents.getTitle()
      stranger.destroy()
      return shown
    }, address)
    expect(title).toBe('still')
  })

  it('[UI62] a program is not run but shown in its folder', async () => {
    const asked = grove.app.evaluate(
      ({ shell }) =>
        new Promise<string[]>((resolve) => {
          const openPath = (file: string): Promise<string> => {
            resolve(['opened', file])
            return Promise.resolve('')
          }
          Object.assign(shell, { openPath, showItemInFolder: (file: string) => resolve(['shown', file]) })
        }),
    )
    const [, spaceId = '', hash = ''] = /^grove-file:\/\/(\w+)\/(\w+)/.exec(address) ?? []
    await grove.window.evaluate((question) => window.grove.request('files.open', question), {
      spaceId,
      hash,
      name: 'setup.exe',
    })
    expect(await asked).toEqual(['shown', expect.stringMatching(/opened\/[0-9a-f]+\/setup\.exe$/)])
  })
})
