import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { error, PASSWORD, spaceId, TestServer } from '../testing/TestServer'

const SPACE = spaceId('a')
const KEY = 'c'.repeat(32)
const HOUR_MS = 3600 * 1000

describe('spaces, members and invitations', () => {
  let server: TestServer
  let ada: string
  let bob: string
  let eve: string
  const ask = (method: string, route: string, token: string, body?: object): ReturnType<TestServer['ask']> =>
    server.ask(method, route, { token, body })
  const invite = async (role: string, hours = 1, token = ada): Promise<{ id: string; code: string }> =>
    server.get('POST', `/spaces/${SPACE}/invites`, { token, body: { role, hours } })
  const members = async (): Promise<unknown> =>
    (await server.get<{ members: unknown }>('GET', `/spaces/${SPACE}/members`, { token: ada })).members

  beforeEach(async () => {
    server = await TestServer.start()
    ada = await server.person('Ada')
    bob = await server.person('Bob')
    eve = await server.person('Eve')
    await server.space(ada, SPACE, KEY)
  })
  afterEach(() => server.remove())

  it('[SV4] making a space again changes nothing for a member, but with another key it is refused', async () => {
    const body = { id: SPACE, keyId: KEY, label: 'sealed' }
    const expected = { id: SPACE, keyId: KEY, label: 'sealed', role: 'owner', members: 1, sizeBytes: 0, fileBytes: 0 }
    expect(await ask('POST', '/spaces', ada, body)).toMatchObject({ status: 200, body: expected })
    expect(await ask('GET', '/spaces', ada)).toMatchObject({ body: { spaces: [expected] } })
    const another = { ...body, keyId: 'd'.repeat(32) }
    expect(await ask('POST', '/spaces', ada, another)).toMatchObject({ status: 409, body: error('wrong-key') })
  })

  it('[SV5] answers about spaces of others as about those that are not here', async () => {
    for (const id of [SPACE, spaceId('f')]) {
      const refused = { status: 403, body: { error: { code: 'no-access', space: id } } }
      expect(await ask('GET', `/spaces/${id}/members`, eve)).toMatchObject(refused)
      expect(await ask('GET', `/spaces/${id}/files`, eve)).toMatchObject(refused)
      expect(await ask('DELETE', `/spaces/${id}`, eve)).toMatchObject(refused)
      expect(await ask('POST', `/spaces/${id}/invites`, eve, { role: 'owner', hours: 1 })).toMatchObject(refused)
    }
    expect(await ask('POST', '/spaces', eve, { id: SPACE, keyId: KEY, label: null })).toMatchObject({ status: 403 })
    expect(await ask('GET', '/spaces', eve)).toMatchObject({ body: { spaces: [] } })
  })

  it('[SV7] an invitation lets in one person, once', async () => {
    const { code } = await invite('editor')
    const looked = await server.ask('POST', '/invites/look', { body: { code } })
    expect(looked.body).toEqual({
      spaceId: SPACE,
      keyId: KEY,
      label: null,
      role: 'editor',
      expiresAt: server.clock.nowMs + HOUR_MS,
    })
    const joined = { spaceId: SPACE, role: 'editor' }
    expect(await ask('POST', '/invites/accept', bob, { code })).toMatchObject({ status: 200, body: joined })
    const used = { status: 410, body: error('invite-invalid', { reason: 'used' }) }
    expect(await ask('POST', '/invites/accept', eve, { code })).toMatchObject(used)
    expect(await server.ask('POST', '/invites/look', { body: { code } })).toMatchObject(used)
    // The answer may have been lost: whoever used it may ask again, for as long as it is true.
    expect(await ask('POST', '/invites/accept', bob, { code })).toMatchObject({ body: joined })
    await server.get('DELETE', `/spaces/${SPACE}/members/bob`, { token: ada })
    expect(await ask('POST', '/invites/accept', bob, { code })).toMatchObject(used)
  })

  it('[SV7] an invitation expires, can be taken back, and is worth nothing when it is guessed', async () => {
    const { code } = await invite('viewer', 2)
    server.clock.jump(2 * HOUR_MS)
    const refused = (reason: string): object => ({ status: 410, body: error('invite-invalid', { reason }) })
    expect(await ask('POST', '/invites/accept', bob, { code })).toMatchObject(refused('expired'))
    const other = await invite('viewer')
    expect(await ask('GET', `/spaces/${SPACE}/invites`, ada)).toMatchObject({
      body: { invites: [{ id: other.id, role: 'viewer', madeBy: 'Ada' }] },
    })
    await server.get('DELETE', `/spaces/${SPACE}/invites/${other.id}`, { token: ada })
    expect(await ask('POST', '/invites/accept', bob, { code: other.code })).toMatchObject(refused('unknown'))
    expect(await ask('POST', '/invites/accept', bob, { code: 'x'.repeat(43) })).toMatchObject(refused('unknown'))
  })

  it('[SV7] a member keeps the higher role, and an invitation that gives nothing is not used up', async () => {
    const { code } = await invite('viewer')
    expect(await ask('POST', '/invites/accept', ada, { code })).toMatchObject({ body: { role: 'owner' } })
    expect(await ask('POST', '/invites/accept', bob, { code })).toMatchObject({ body: { role: 'viewer' } })
    const better = await invite('editor')
    expect(await ask('POST', '/invites/accept', bob, { code: better.code })).toMatchObject({ body: { role: 'editor' } })
  })

  it('[SV7] an invitation can bring an account', async () => {
    const { code } = await invite('editor')
    const body = { code, user: 'Bob', password: PASSWORD, deviceName: 'tablet' }
    expect(await server.ask('POST', '/invites/register', { body })).toMatchObject({
      status: 409,
      body: error('name-taken', { name: 'Bob' }),
    })
    const registered = await server.ask('POST', '/invites/register', { body: { ...body, user: 'Dora' } })
    expect(registered.body).toMatchObject({ user: 'Dora', spaceId: SPACE, role: 'editor' })
    const { token } = registered.body as { token: string }
    expect(await ask('GET', '/spaces', token)).toMatchObject({ body: { spaces: [{ id: SPACE, members: 2 }] } })
    const again = await server.ask('POST', '/invites/register', { body: { ...body, user: 'Emil' } })
    expect(again).toMatchObject({ status: 410, body: error('invite-invalid', { reason: 'used' }) })
    expect(await server.ask('POST', '/devices', { body: { ...body, user: 'Emil' } })).toMatchObject({ status: 401 })
  })

  it('[SV6] only owners invite, look at invitations, change members and delete the space', async () => {
    await server.join(ada, SPACE, 'editor', bob)
    const refused = { status: 400, body: error('bad-request') }
    expect(await ask('POST', `/spaces/${SPACE}/invites`, bob, { role: 'owner', hours: 1 })).toMatchObject(refused)
    expect(await ask('GET', `/spaces/${SPACE}/invites`, bob)).toMatchObject(refused)
    expect(await ask('PUT', `/spaces/${SPACE}/members/Bob`, bob, { role: 'owner' })).toMatchObject(refused)
    expect(await ask('DELETE', `/spaces/${SPACE}/members/Ada`, bob)).toMatchObject(refused)
    expect(await ask('DELETE', `/spaces/${SPACE}`, bob)).toMatchObject(refused)
    expect(await members()).toMatchObject([
      { user: 'Ada', role: 'owner' },
      { user: 'Bob', role: 'editor' },
    ])
    // Anyone may leave.
    expect(await ask('DELETE', `/spaces/${SPACE}/members/bob`, bob)).toMatchObject({ status: 200 })
    expect(await members()).toHaveLength(1)
  })

  it('[SV8] the last owner stays; invitations of a former owner are void', async () => {
    await server.join(ada, SPACE, 'editor', bob)
    for (const [method, body] of [['DELETE', undefined] as const, ['PUT', { role: 'viewer' }] as const]) {
      expect(await ask(method, `/spaces/${SPACE}/members/Ada`, ada, body)).toMatchObject({
        status: 400,
        body: error('bad-request', { reason: 'a space keeps at least one owner; make somebody else one first' }),
      })
    }
    await server.get('PUT', `/spaces/${SPACE}/members/Bob`, { token: ada, body: { role: 'owner' } })
    const { code } = await invite('owner', 1, bob)
    await server.get('PUT', `/spaces/${SPACE}/members/Bob`, { token: ada, body: { role: 'viewer' } })
    expect(await ask('POST', '/invites/accept', eve, { code })).toMatchObject({ status: 410 })
    expect(await members()).toMatchObject([{ user: 'Ada' }, { user: 'Bob', role: 'viewer' }])
    expect(await ask('PUT', `/spaces/${SPACE}/members/Nobody`, ada, { role: 'viewer' })).toMatchObject({ status: 400 })
  })

  it('[SV6] a deleted space is gone for everybody, and its name is free again', async () => {
    await server.join(ada, SPACE, 'editor', bob)
    const { code } = await invite('viewer')
    await server.get('DELETE', `/spaces/${SPACE}`, { token: ada })
    expect(await ask('GET', '/spaces', bob)).toMatchObject({ body: { spaces: [] } })
    expect(await ask('POST', '/invites/accept', eve, { code })).toMatchObject({ status: 410 })
    await server.space(eve, SPACE, null)
    expect(await ask('GET', `/spaces/${SPACE}/members`, ada)).toMatchObject({ status: 403 })
  })
})
