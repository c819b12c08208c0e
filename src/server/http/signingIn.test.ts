import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { error, PASSWORD, TestServer } from '../testing/TestServer'

const NEW_PASSWORD = 'another long one'

describe('signing in', () => {
  let server: TestServer
  const signIn = (user: string, password: string): ReturnType<TestServer['ask']> =>
    server.ask('POST', '/devices', { body: { user, password, deviceName: 'laptop' } })
  const devices = async (token: string): Promise<{ id: string; isCurrent: boolean; lastSeenAt: number | null }[]> =>
    (
      await server.get<{ devices: { id: string; isCurrent: boolean; lastSeenAt: number | null }[] }>(
        'GET',
        '/devices',
        { token },
      )
    ).devices

  beforeEach(async () => {
    server = await TestServer.start()
  })
  afterEach(() => server.remove())

  it('[SV2] gives a token of 256 bits to a device, and stores only its hash', async () => {
    const token = await server.person('Ada')
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await devices(token)).toEqual([
      expect.objectContaining({ name: 'of Ada', isCurrent: true, lastSeenAt: server.clock.nowMs }),
    ])
    await server.close()
    const { readFile, readdir } = await import('node:fs/promises')
    for (const name of await readdir(server.data)) {
      expect((await readFile(`${server.data}/${name}`)).includes(token)).toBe(false)
    }
  })

  it('[SV1] answers a wrong password and a name nobody has alike; names are one in any case', async () => {
    await server.person('Ada')
    expect(await signIn('Ada', 'wrong password')).toMatchObject({ status: 401, body: error('wrong-password') })
    expect(await signIn('Nobody', 'wrong password')).toMatchObject({ status: 401, body: error('wrong-password') })
    expect(await signIn('aDA', PASSWORD)).toMatchObject({ status: 200, body: { user: 'Ada' } })
  })

  it('[SV12] lets a name wait after too many wrong passwords, known or not, and only that name', async () => {
    await server.person('Ada')
    for (const name of ['ada', 'nobody']) {
      for (let tries = 0; tries < 10; tries += 1) expect((await signIn(name, 'wrong')).status).toBe(401)
      const refused = await signIn(name, PASSWORD)
      expect(refused).toMatchObject({ status: 429, body: error('too-many', { retryAfterMs: 30_000 }) })
      expect(refused.headers.get('retry-after')).toBe('30')
    }
    await server.person('Bob')
    server.clock.jump(30_000)
    expect((await signIn('ada', PASSWORD)).status).toBe(200)
    // Right passwords are not counted.
    for (let times = 0; times < 15; times += 1) expect((await signIn('bob', PASSWORD)).status).toBe(200)
  })

  it('[SV12] lets an address wait that tries many names', async () => {
    await server.remove()
    server = await TestServer.start({ limits: { guestsPerMinute: 3 } })
    for (const name of ['a', 'b', 'c']) expect((await signIn(name, 'wrong')).status).toBe(401)
    const refused = await signIn('d', 'wrong')
    expect(refused).toMatchObject({ status: 429, body: error('too-many') })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('[SV3] a device that was signed out is told so, and only its own person can do it', async () => {
    const phone = await server.person('Ada')
    server.clock.jump(1000)
    const laptop = await server.signIn('Ada')
    const stranger = await server.person('Bob')
    const [phoneId, laptopId] = (await devices(phone)).map(({ id }) => id)
    expect(await server.ask('DELETE', `/devices/${phoneId}`, { token: stranger })).toMatchObject({ status: 400 })
    await server.get('DELETE', `/devices/${phoneId}`, { token: laptop })
    expect(await server.ask('GET', '/devices', { token: phone })).toMatchObject({
      status: 401,
      body: error('not-signed-in', { reason: 'revoked' }),
    })
    expect((await devices(laptop)).map(({ id }) => id)).toEqual([laptopId])
    await server.get('DELETE', '/devices/current', { token: laptop })
    expect(await server.ask('GET', '/devices', { token: laptop })).toMatchObject({ status: 401 })
  })

  it('[SV2] says why a token is no good', async () => {
    const token = await server.person('Ada')
    const reasonOf = async (asked: string | undefined): Promise<unknown> =>
      ((await server.ask('GET', '/devices', { token: asked })).body as { error: { reason: string } }).error.reason
    expect(await reasonOf(undefined)).toBe('missing')
    expect(await reasonOf('x'.repeat(43))).toBe('unknown')
    server.clock.jump(181 * 24 * 3600 * 1000)
    expect(await reasonOf(token)).toBe('expired')
  })

  it('[SV3] a new password signs out all other devices', async () => {
    const phone = await server.person('Ada')
    const laptop = await server.signIn('Ada')
    const change = (oldPassword: string, newPassword: string): ReturnType<TestServer['ask']> =>
      server.ask('POST', '/password', { token: laptop, body: { oldPassword, newPassword } })
    expect(await change('wrong', NEW_PASSWORD)).toMatchObject({ status: 401, body: error('wrong-password') })
    expect(await change(PASSWORD, 'short')).toMatchObject({
      status: 400,
      body: error('weak-password', { minLength: 8 }),
    })
    expect(await change(PASSWORD, NEW_PASSWORD)).toMatchObject({ status: 200 })
    expect((await server.ask('GET', '/devices', { token: phone })).status).toBe(401)
    expect((await server.ask('GET', '/devices', { token: laptop })).status).toBe(200)
    expect((await signIn('Ada', PASSWORD)).status).toBe(401)
    expect((await signIn('Ada', NEW_PASSWORD)).status).toBe(200)
  })
})
