import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppError } from '../../src/core/AppError'
import { describeError } from '../../src/core/AppError'
import { packOps } from '../../src/core/persistence/packBody'
import type { HostMessage } from '../../src/core/sync/messages'
import { launchGrove, type RunningGrove } from './harness'
import { SpacePort } from './SpacePort'
import { WorkspaceView } from './WorkspaceView'

describe('the walls around a page', () => {
  let grove: RunningGrove
  let view: WorkspaceView

  beforeAll(async () => {
    grove = await launchGrove()
    view = new WorkspaceView(grove.window)
    await view.createSpace('Home')
  })
  afterAll(() => grove.close())

  /** One that no page has open: main gives each window one port to a space, and takes the older one away. */
  const makeSpace = (): Promise<string> =>
    grove.window.evaluate(async () => {
      const answer = await window.grove.request('spaces.create', { name: 'Other', color: 'blue', icon: '🌊' })
      return answer.ok ? answer.value.id : ''
    })

  it('[UI53] stands: sandbox, isolation, own protocol, nothing of Node', async () => {
    expect(grove.window.url()).toMatch(/^grove-app:\/\/window\//)
    const preferences = await grove.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()
    })
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    })
    const globals = await grove.window.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', 'electron'].filter((name) => name in globalThis),
    )
    expect(globals).toEqual([])
    expect(await grove.window.evaluate(() => Object.keys(window.grove).sort())).toEqual(['closing', 'on', 'request'])
  })

  it('[UI53] lets no foreign script, frame or connection in', async () => {
    const policy = await grove.window.evaluate(async () =>
      (await fetch(location.href)).headers.get('content-security-policy'),
    )
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
    const blocked = await grove.window.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const directives: string[] = []
          document.addEventListener('securitypolicyviolation', (event) => {
            if (directives.push(event.effectiveDirective) === 3) resolve(directives.sort())
          })
          const script = document.createElement('script')
          script.textContent = 'globalThis.injected = true'
          const frame = document.createElement('iframe')
          frame.src = 'https://example.org/'
          document.body.append(script, frame)
          fetch('https://example.org/').catch(() => frame.remove())
        }),
    )
    expect(blocked).toEqual(['connect-src', 'frame-src', 'script-src-elem'])
    expect(await grove.window.evaluate(() => 'injected' in globalThis)).toBe(false)
  })

  it('[UI53] serves nothing outside its folder', async () => {
    const statuses = await grove.window.evaluate(() =>
      Promise.all(
        ['/../main/index.cjs', '/%2e%2e/main/index.cjs', '/..%2fmain%2findex.cjs', '/nothing.js', '/package.json'].map(
          async (path) => (await fetch(`grove-app://window${path}`)).status,
        ),
      ),
    )
    expect(statuses).toEqual([404, 404, 404, 404, 404])
  })

  it('[UI61] answers a bad request with a sentence', async () => {
    const answers = await grove.window.evaluate(() => {
      const ask = window.grove.request as (name: unknown, question?: unknown) => Promise<unknown>
      return Promise.all([
        ask('nonsense'),
        ask('constructor'),
        ask('window.title', { title: 5 }),
        ask('spaces.attach', { spaceId: '../..' }),
        ask('spaces.attach', { spaceId: 'f'.repeat(32) }),
        ask('shell.openExternal', { url: 'file:///etc/passwd' }),
        ask('files.add', { spaceId: 'f'.repeat(32), name: 'x', bytes: 'no bytes' }),
      ])
    })
    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: false,
        detail: { code: expect.stringMatching(/bad-request|space-missing/) as string },
      })
      const { detail } = answer as { detail: AppError['detail'] }
      expect(describeError(detail)).toMatch(/^[A-Z].+\.$/)
    }
  })

  it('[UI54] hears nobody but the top frame of its own windows', async () => {
    const answer = await grove.app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/out/preload/index.cjs`
      const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
      await stranger.loadURL('grove-app://window/index.html')
      const said: unknown = await stranger.webContents.executeJavaScript('window.grove.request("app.info")')
      stranger.destroy()
      return said
    })
    expect(answer).toEqual({ ok: false, detail: { code: 'bad-request', reason: 'only a window of Grove may ask' } })
  })

  it('[SY6] refuses frames that are too large, of no known kind, or poisoned, and goes on', async () => {
    const space = await makeSpace()
    const port = await SpacePort.open(grove.window, space)
    const codeOf = (message: HostMessage): string =>
      'detail' in message && message.detail ? message.detail.code : message.kind
    expect(codeOf(await port.send({ zeroBytes: 41 * 1024 * 1024 }))).toBe('too-large')
    expect(codeOf(await port.send('not bytes'))).toBe('bad-frame')
    expect(codeOf(await port.send([0xc1, 1, 2, 3]))).toBe('bad-frame')
    expect(codeOf(await port.send([0x81, 0xa4, 0x6b, 0x69, 0x6e, 0x64, 0xa4, 0x65, 0x76, 0x69, 0x6c]))).toBe(
      'bad-frame',
    )
    expect((await port.ask({ kind: 'attach', space })).kind).toBe('attached')

    const id = { counter: 2 ** 45, peerId: '12345678901234567890' }
    const poisoned = packOps(space, [{ id, targetId: 'x', key: 'name', value: 'poison', transient: false }])
    const answer = await port.ask({ kind: 'push', space, batch: 1, packs: poisoned })
    expect(answer).toMatchObject({ kind: 'ack', refused: [{ index: 0, detail: { code: 'bad-op' } }] })
    expect((await port.ask({ kind: 'ping' })).kind).toBe('pong')

    await view.createPage('Unharmed')
    await view.page.keyboard.type('and goes on')
    await view.saved()
  })

  // The last one: the test driver goes on waiting for a navigation that was denied.
  it('[UI54] opens no other window, leaves for no other page and grants no permission', async () => {
    const before = grove.window.url()
    const opened = await grove.window.evaluate(() => window.open('https://example.org/') === null)
    expect(opened).toBe(true)
    await grove.window.evaluate(() => {
      location.href = 'https://example.org/'
    })
    await grove.window.evaluate(() => {
      location.href = 'grove-app://elsewhere/index.html'
    })
    expect(await view.saveStatus.isVisible()).toBe(true)
    expect(grove.window.url()).toBe(before)
    expect(grove.app.windows()).toHaveLength(1)
    expect(await grove.window.evaluate(() => Notification.requestPermission())).toBe('denied')
    const camera = grove.window.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(String, String),
    )
    expect(await camera).toMatch(/NotAllowedError|NotFoundError/)
  })
})
