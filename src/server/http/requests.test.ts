import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { error, PASSWORD, spaceId, TestServer } from '../testing/TestServer'

const SPACE = spaceId('a')
const HASH = 'b'.repeat(64)

const CLOSED_ROUTES: readonly (readonly [string, string])[] = [
  ['GET', '/devices'],
  ['DELETE', '/devices/current'],
  ['DELETE', `/devices/${SPACE}`],
  ['POST', '/password'],
  ['GET', '/spaces'],
  ['POST', '/spaces'],
  ['DELETE', `/spaces/${SPACE}`],
  ['GET', `/spaces/${SPACE}/members`],
  ['PUT', `/spaces/${SPACE}/members/Ada`],
  ['DELETE', `/spaces/${SPACE}/members/Ada`],
  ['GET', `/spaces/${SPACE}/invites`],
  ['POST', `/spaces/${SPACE}/invites`],
  ['DELETE', `/spaces/${SPACE}/invites/${SPACE}`],
  ['POST', '/invites/accept'],
  ['POST', `/spaces/${SPACE}/chunks/missing`],
  ['PUT', `/spaces/${SPACE}/chunks/${HASH}`],
  ['GET', `/spaces/${SPACE}/chunks/${HASH}`],
  ['PUT', `/spaces/${SPACE}/files/${HASH}`],
  ['GET', `/spaces/${SPACE}/files`],
]

describe('requests', () => {
  let server: TestServer
  beforeEach(async () => {
    server = await TestServer.start()
  })
  afterEach(() => server.remove())

  /** What is answered to these bytes, through the end of the connection. */
  const answerTo = async (text: string): Promise<string> => {
    const { port, hostname } = new URL(server.address)
    const wire = connect(Number(port), hostname)
    wire.write(text)
    return readAll(wire)
  }
  const readAll = async (wire: Socket): Promise<string> => {
    let answer = ''
    wire.on('data', (part) => {
      answer += part.toString()
    })
    wire.on('error', () => undefined)
    await once(wire, 'close')
    return answer
  }

  it('[SV4] say what this server is without an account, and nothing else', async () => {
    expect(await server.get('GET', '/')).toEqual({
      product: 'grove',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      versions: [2, 1],
      api: ['/api/v1'],
    })
    for (const [method, route] of CLOSED_ROUTES) {
      const refused = { status: 401, body: { error: { code: 'not-signed-in', reason: 'missing' } } }
      expect(await server.ask(method, route), `${method} ${route}`).toMatchObject(refused)
      expect((await server.ask(method, route, { token: 'x'.repeat(43) })).status).toBe(401)
    }
  })

  it('[SV13] with anything but ids in their path reach nothing', async () => {
    const token = await server.person('Ada')
    await server.space(token, SPACE)
    const routes = [
      '/spaces/..%2f..%2f/files',
      `/spaces/${SPACE}/chunks/..%2f..%2f..%2faccounts.sqlite`,
      `/spaces/${SPACE}/chunks/${'B'.repeat(64)}`,
      `/spaces/${SPACE}/chunks/${'b'.repeat(63)}%00`,
      `/spaces/${SPACE.toUpperCase()}/files`,
      `/spaces/${SPACE}/files?after=-1`,
      `/spaces/${SPACE}/files?after=1e9`,
      '/spaces/%c0%ae%c0%ae/files',
      `/spaces/${'x'.repeat(900)}/files`,
    ]
    for (const route of routes) {
      const { status, body } = await server.ask('GET', route, { token })
      expect([400, 404], route).toContain(status)
      expect(body, route).toMatchObject(error('bad-request'))
    }
    const raw = `GET /api/v1/spaces/${SPACE}/chunks/../../../../../accounts.sqlite HTTP/1.1`
    const head = `Host: x\r\nConnection: close\r\nAuthorization: Bearer ${token}`
    expect(await answerTo(`${raw}\r\n${head}\r\n\r\n`)).toMatch(/^HTTP\/1.1 404 /)
    const refused = await server.ask('PUT', `/spaces/${SPACE}/files/..%2fname`, {
      token,
      body: { info: '', chunks: [] },
    })
    expect(refused).toMatchObject({ status: 400, body: error('bad-request') })
  })

  it('[SV13] with a body of the wrong shape or size are refused by name, repeating nothing of it', async () => {
    const token = await server.person('Ada')
    const bodies = [undefined, null, [], {}, 'secret text', { id: SPACE, keyId: 'secret text', label: null }]
    for (const body of bodies) {
      const answer = await server.ask('POST', '/spaces', { token, body })
      expect(answer).toMatchObject({ status: 400, body: error('bad-request') })
      expect(JSON.stringify(answer.body)).not.toContain('secret')
    }
    const large = await server.ask('POST', '/spaces', { token, body: { id: 'x'.repeat(70_000) } })
    expect(large).toMatchObject({ status: 413, body: error('too-large', { limitBytes: 65_536 }) })
    const broken = `POST /api/v1/devices HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"user": `
    expect(await answerTo(broken)).toMatch(/^HTTP\/1.1 400 [\s\S]*"bad-request"/)
    const poisoned = await server.ask('POST', '/spaces', { token, body: JSON.parse('{"__proto__":{"x":1}}') as object })
    expect(poisoned.status).toBe(400)
  })

  it('[SV14] that dribble are cut off: in the head, and in the body', async () => {
    await server.remove()
    server = await TestServer.start({ limits: { headersMs: 50, requestMs: 100 } })
    expect(await answerTo('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toMatch(/^HTTP\/1.1 4\d\d /)
    const token = await server.person('Ada')
    await server.space(token, SPACE)
    const upload = [
      `PUT /api/v1/spaces/${SPACE}/chunks/${HASH} HTTP/1.1`,
      ...[
        'Host: x',
        `Authorization: Bearer ${token}`,
        'Content-Type: application/octet-stream',
        'Content-Length: 1000',
      ],
    ]
    const answer = await answerTo(`${upload.join('\r\n')}\r\n\r\nhalf`)
    expect(answer === '' || /^HTTP\/1.1 4\d\d /.test(answer)).toBe(true)
    expect((await server.ask('GET', '/')).status).toBe(200)
  })

  it('[SV45] a connection that never says anything ends by itself', async () => {
    await server.remove()
    server = await TestServer.start({ limits: { silenceMs: 50 } })
    expect(await answerTo('')).toBe('')
    expect((await server.ask('GET', '/')).status).toBe(200)
  })

  it('[SV14] that are no HTTP at all end their own connection only', async () => {
    expect(await answerTo('\u0016\u0003\u0001\u0002garbage\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /)
    expect(await answerTo(`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1.1 4\d\d /)
    expect((await server.ask('GET', '/')).status).toBe(200)
  })

  it('[SV12] are counted by address, and hear when to come again', async () => {
    await server.remove()
    server = await TestServer.start({ limits: { requestsPerMinute: 3 } })
    for (let times = 0; times < 3; times += 1) expect((await server.ask('GET', '/spaces')).status).toBe(401)
    const refused = await server.ask('GET', '/spaces')
    expect(refused).toMatchObject({ status: 429, body: error('too-many') })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('[SV16] leave no names, tokens, passwords, invitations or ids in the log', async () => {
    const token = await server.person('Ada')
    await server.space(token, SPACE)
    const made = { token, body: { role: 'editor', hours: 1 } }
    const { code } = await server.get<{ code: string }>('POST', `/spaces/${SPACE}/invites`, made)
    await server.ask('POST', '/invites/look', { body: { code } })
    await server.ask('PUT', `/spaces/${SPACE}/members/Ada`, { token, body: { role: 'viewer' } })
    await server.ask('POST', '/devices', { body: { user: 'Ada', password: 'mistyped', deviceName: 'x' } })
    await server.ask('GET', `/nowhere/${SPACE}?token=${token}`)
    const socket = await server.socket(token)
    await socket.attach(SPACE)
    await server.close()
    const text = server.log.join('')
    for (const secret of [token, PASSWORD, 'mistyped', code, 'Ada', SPACE]) expect(text).not.toContain(secret)
    for (const line of server.log) expect(JSON.parse(line)).toMatchObject({ level: expect.any(String) as string })
    expect(server.log.some((line) => line.includes('"route":"/api/v1/devices","status":401'))).toBe(true)
  })

  it('[SV22] are answered with headers that let a browser do nothing unforeseen', async () => {
    for (const where of ['/', '/health', '/api/v1/spaces', '/nothing']) {
      const { headers } = await fetch(server.address + where)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
    expect((await server.ask('GET', '/')).headers.get('cache-control')).toBe('no-store')
  })
})

describe('the web app', () => {
  let folder: string
  let server: TestServer
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-web-'))
    await mkdir(path.join(folder, 'web', 'assets'), { recursive: true })
    await writeFile(path.join(folder, 'secret.txt'), 'not yours')
    await writeFile(path.join(folder, 'web', 'index.html'), '<title>Grove</title>')
    await writeFile(path.join(folder, 'web', 'worker.js'), '1')
    await writeFile(path.join(folder, 'web', '.env'), 'not yours')
    await writeFile(path.join(folder, 'web', 'assets', 'app-1a2b3c.js'), '2')
    await writeFile(path.join(folder, 'web', 'assets', 'searchWorker-1a2b3c.js'), '3')
    server = await TestServer.start({ webFolder: path.join(folder, 'web') })
  })
  afterEach(async () => {
    await server.remove()
    await rm(folder, { recursive: true })
  })

  it('[SV22] is one page at its known addresses, and files that may be kept only when their name says so', async () => {
    for (const where of ['/', '/join', '/?x=1', '/index.html']) {
      const page = await fetch(server.address + where)
      expect(await page.text()).toBe('<title>Grove</title>')
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(page.headers.get('cache-control')).toBe('no-cache')
      expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self';.*frame-ancestors 'none'/)
    }
    const kept = await fetch(`${server.address}/assets/app-1a2b3c.js`)
    expect(kept.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect((await fetch(`${server.address}/worker.js`)).headers.get('cache-control')).toBe('no-cache')
  })

  it('[SE22] lets the worker that searches run WebAssembly, and nothing else', async () => {
    const policyOf = async (where: string): Promise<string | null> =>
      (await fetch(server.address + where)).headers.get('content-security-policy')
    expect(await policyOf('/assets/searchWorker-1a2b3c.js')).toContain("script-src 'self' 'wasm-unsafe-eval'")
    for (const where of ['/', '/join', '/assets/app-1a2b3c.js', '/worker.js', '/assets/searchWorker-none.js']) {
      expect(await policyOf(where)).not.toContain('wasm')
    }
  })

  it('[SV13, SV22] has no listing and nothing beside it', async () => {
    const nothing = ['/assets', '/assets/', '/.env', '/spaces', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt']
    for (const where of nothing) {
      const answer = await fetch(server.address + where)
      expect(answer.status, where).toBe(404)
      expect(await answer.text()).toBe('There is nothing here.\n')
    }
  })
})
