import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Pack } from '../../core/persistence/Pack'
import type { SecretRecord } from '../../core/space/Secrets'
import { Accounts } from '../accounts/Accounts'
import { testPack, type SocketClient } from '../testing/SocketClient'
import { spaceId, TestServer } from '../testing/TestServer'

const SPACE = spaceId('a')
const KEY = 'c'.repeat(32)

describe('rights on a socket', () => {
  let server: TestServer
  let ada: string
  let bob: string
  let owner: SocketClient

  const start = async (limits: TestServer['options']['limits'] = {}): Promise<void> => {
    server = await TestServer.start({ limits })
    ada = await server.person('Ada')
    bob = await server.person('Bob')
    await server.space(ada, SPACE, KEY)
    owner = await server.socket(ada)
    await owner.attach(SPACE)
  }
  const joined = async (role: string): Promise<SocketClient> => {
    await server.join(ada, SPACE, role, bob)
    const socket = await server.socket(bob)
    await socket.attach(SPACE)
    return socket
  }
  beforeEach(() => start())
  afterEach(() => server.remove())

  it('[SV6] tells a member its role and the key of the space, and gives it what others wrote', async () => {
    expect(await owner.push(SPACE, [testPack(1)])).toMatchObject({ kind: 'ack', refused: [], summary: { opCount: 1 } })
    await server.join(ada, SPACE, 'editor', bob)
    const editor = await server.socket(bob)
    expect(await editor.attach(SPACE)).toMatchObject({ role: 'editor', keyId: KEY, summary: { opCount: 1 } })
    expect(await editor.pull(SPACE)).toEqual([testPack(1)])
    expect(await editor.push(SPACE, [testPack(2)])).toMatchObject({ kind: 'ack' })
  })

  it('[SV6] a viewer reads, and cannot write ops or secrets', async () => {
    await owner.push(SPACE, [testPack(1)])
    const viewer = await joined('viewer')
    expect(await viewer.pull(SPACE)).toHaveLength(1)
    const refused = { kind: 'reject', detail: { code: 'read-only-member' } }
    expect(await viewer.push(SPACE, [testPack(2)])).toMatchObject(refused)
    viewer.send({ kind: 'saveSecrets', space: SPACE, batch: 2, records: [{ key: 'k', version: 1, value: 'v' }] })
    expect(await viewer.next('reject')).toMatchObject({ ...refused, batch: 2 })
    owner.send({ kind: 'secrets', space: SPACE, request: 7 })
    expect(await owner.next('secrets')).toMatchObject({ request: 7, records: [] })
    expect((await owner.pull(SPACE)).length).toBe(0)
  })

  it('[SV5] a space of others is as if it were not there', async () => {
    const stranger = await server.socket(bob)
    for (const space of [SPACE, spaceId('f')]) {
      stranger.send({ kind: 'attach', space })
      expect(await stranger.next('detached')).toEqual({ kind: 'detached', space, detail: { code: 'no-access', space } })
      stranger.send({ kind: 'pull', space, after: 0, credit: 10 })
      stranger.send({ kind: 'push', space, batch: 1, packs: [testPack(1)] })
      expect(await stranger.next('error')).toMatchObject({ detail: { reason: 'not attached' } })
      expect(await stranger.next('error')).toMatchObject({ detail: { reason: 'not attached' } })
    }
    expect(await owner.push(SPACE, [testPack(2)])).toMatchObject({ summary: { opCount: 1 } })
  })

  it('[SY56] who names spaces in its hello gets each as what it is there, and nothing of those of others', async () => {
    await owner.push(SPACE, [testPack(1)])
    await server.join(ada, SPACE, 'viewer', bob)
    await server.space(bob, spaceId('b'))
    const socket = await server.stranger()
    socket.sayHello(bob, [spaceId('f'), SPACE, spaceId('b')])
    expect(await socket.next('welcome')).toMatchObject({ attaches: true })
    const no = { kind: 'detached', space: spaceId('f'), detail: { code: 'no-access', space: spaceId('f') } }
    expect(await socket.next('detached')).toEqual(no)
    const [one, other] = [await socket.next('attached'), await socket.next('attached')]
    const bySpace = { [one.space]: one, [other.space]: other }
    expect(bySpace[SPACE]).toMatchObject({ role: 'viewer', keyId: KEY, summary: { opCount: 1 } })
    expect(bySpace[spaceId('b')]).toMatchObject({ role: 'owner', keyId: null })
    expect(await socket.pull(SPACE)).toEqual([testPack(1)])
    expect(await socket.push(SPACE, [testPack(2)])).toMatchObject({ detail: { code: 'read-only-member' } })
    expect(await socket.push(spaceId('b'), [testPack(2)])).toMatchObject({ kind: 'ack' })
  })

  it('[SV3] a removed member is put out at once and cannot come back', async () => {
    const editor = await joined('editor')
    await server.get('DELETE', `/spaces/${SPACE}/members/Bob`, { token: ada })
    expect(await editor.next('detached')).toMatchObject({ space: SPACE, detail: { code: 'no-access' } })
    await owner.push(SPACE, [testPack(1)])
    editor.send({ kind: 'pull', space: SPACE, after: 0, credit: 10 })
    expect(await editor.next('error')).toMatchObject({ detail: { reason: 'not attached' } })
    editor.send({ kind: 'attach', space: SPACE })
    expect(await editor.next('detached')).toMatchObject({ detail: { code: 'no-access' } })
  })

  it('[SV3] another role holds from the moment it was given', async () => {
    const editor = await joined('editor')
    await server.get('PUT', `/spaces/${SPACE}/members/Bob`, { token: ada, body: { role: 'viewer' } })
    expect(await editor.next('detached')).toMatchObject({ space: SPACE, detail: { code: 'disconnected' } })
    expect(await editor.attach(SPACE)).toMatchObject({ role: 'viewer' })
    expect(await editor.push(SPACE, [testPack(1)])).toMatchObject({ detail: { code: 'read-only-member' } })
  })

  it('[SV3] a revoked device is cut off at once, with the reason; others of the person stay', async () => {
    const other = await server.socket(await server.signIn('Ada'))
    await other.attach(SPACE)
    await server.get('DELETE', '/devices/current', { token: ada })
    expect(await owner.next('error')).toMatchObject({ detail: { code: 'not-signed-in', reason: 'revoked' } })
    await owner.closed
    const again = await server.stranger()
    await expect(again.hello(ada)).rejects.toThrow(/closed/)
    expect(await other.push(SPACE, [testPack(1)])).toMatchObject({ kind: 'ack' })
  })

  it('[SV3] who was removed by another process is cut off within a second', async () => {
    const elsewhere = Accounts.open(server.folder.accounts, server.clock.environment)
    elsewhere.users.remove(elsewhere.users.find('ada')?.id ?? 0)
    elsewhere.close()
    server.clock.advance(1000)
    expect(await owner.next('error')).toMatchObject({ detail: { code: 'not-signed-in', reason: 'unknown' } })
    await owner.closed
  })

  it('[SV3] everybody is put out of a space that is deleted', async () => {
    const editor = await joined('editor')
    await editor.push(SPACE, [testPack(1)])
    await server.get('DELETE', `/spaces/${SPACE}`, { token: ada })
    for (const socket of [owner, editor]) {
      expect(await socket.next('detached')).toMatchObject({ detail: { code: 'no-access' } })
    }
    // Its name may be used anew, and nothing of the old one is in it.
    await server.space(bob, SPACE, null)
    expect(await editor.attach(SPACE)).toMatchObject({ keyId: null, summary: { opCount: 0 } })
  })

  it('[SV2] a socket without a good token is told why and closed', async () => {
    for (const [token, reason] of [[undefined, 'missing'] as const, ['x'.repeat(43), 'unknown'] as const]) {
      const stranger = await server.stranger()
      stranger.sayHello(token, [SPACE])
      expect(await stranger.next('error')).toMatchObject({ detail: { code: 'not-signed-in', reason } })
      await stranger.closed
      await expect(stranger.next('attached')).rejects.toThrow(/closed/)
    }
  })

  it('[SV12] pushes that come too fast are refused for now, with when to come again', async () => {
    await server.remove()
    await start({ pushesPerSecond: 1 })
    for (let batch = 1; batch <= 10; batch += 1) {
      expect(await owner.push(SPACE, [testPack(batch)], batch)).toMatchObject({ kind: 'ack' })
    }
    const refused = await owner.push(SPACE, [testPack(11)], 11)
    expect(refused).toMatchObject({ kind: 'reject', detail: { code: 'too-many', retryAfterMs: 1000 } })
    server.clock.advance(1000)
    expect(await owner.push(SPACE, [testPack(11)], 12)).toMatchObject({ kind: 'ack', summary: { opCount: 11 } })
  })

  it('[SV11] a full space takes nothing more and says how full it is; what it has is still read', async () => {
    await server.remove()
    await start({ spaceBytes: 400 * 1024 })
    const bodies = 'x'.repeat(100 * 1024)
    let answer = await owner.push(SPACE, [testPack(1, bodies)])
    for (let counter = 2; answer.kind === 'ack' && counter < 10; counter += 1) {
      answer = await owner.push(SPACE, [testPack(counter, bodies)], counter)
    }
    expect(answer).toMatchObject({ kind: 'reject', detail: { code: 'quota', limitBytes: 400 * 1024 } })
    const reader = await server.socket(ada)
    await reader.attach(SPACE)
    expect((await reader.pull(SPACE)).length).toBeGreaterThan(0)
  })

  it('[SV43] what has no content counts, too: many small changes and secrets do not go around the quota', async () => {
    await server.remove()
    await start({ spaceBytes: 400 * 1024 })
    const empty = (first: number): Pack[] => Array.from({ length: 1000 }, (_, index) => testPack(first + index, ''))
    let answer = await owner.push(SPACE, empty(1))
    for (let batch = 2; answer.kind === 'ack' && batch < 20; batch += 1) {
      answer = await owner.push(SPACE, empty(batch * 1000), batch)
    }
    expect(answer).toMatchObject({ kind: 'reject', detail: { code: 'quota', limitBytes: 400 * 1024 } })
    const records = [{ key: 'k', version: 1, value: 'x'.repeat(400 * 1024) }]
    owner.send({ kind: 'saveSecrets', space: SPACE, batch: 30, records })
    expect(await owner.next('reject')).toMatchObject({ batch: 30, detail: { code: 'quota' } })
  })

  it('[SV43] secrets of a space have an end; who makes room there is let', async () => {
    const value = 'x'.repeat(1_000_000)
    const save = (batch: number, records: readonly SecretRecord[]): void => {
      owner.send({ kind: 'saveSecrets', space: SPACE, batch, records: [...records] })
    }
    for (let batch = 1; batch <= 8; batch += 1) {
      save(batch, [{ key: `k${batch}`, version: 2, value }])
      expect(await owner.next('ack')).toMatchObject({ batch })
    }
    save(9, [{ key: 'k9', version: 2, value }])
    const full = { kind: 'reject', detail: { code: 'quota', what: 'The room for secrets of this space' } }
    expect(await owner.next('reject')).toMatchObject({ ...full, batch: 9 })
    // An older version takes nothing away, so it makes no room.
    save(10, [
      { key: 'k9', version: 2, value },
      { key: 'k1', version: 1, value: null },
    ])
    expect(await owner.next('reject')).toMatchObject({ ...full, batch: 10 })
    save(11, [
      { key: 'k9', version: 2, value },
      { key: 'k1', version: 3, value: null },
    ])
    expect(await owner.next('ack')).toMatchObject({ batch: 11 })
  })

  it('[SV43] secrets that come too fast are refused for now, like changes', async () => {
    await server.remove()
    await start({ pushesPerSecond: 1 })
    const records = [{ key: 'k', version: 1, value: 'v' }]
    for (let batch = 1; batch <= 11; batch += 1) owner.send({ kind: 'saveSecrets', space: SPACE, batch, records })
    expect(await owner.next('reject')).toMatchObject({ batch: 11, detail: { code: 'too-many', retryAfterMs: 1000 } })
  })

  it('[SV14] a person has only so many connections', async () => {
    await server.remove()
    await start({ connectionsPerUser: 2 })
    await server.socket(ada)
    const third = await server.stranger()
    third.sayHello(ada, [SPACE])
    expect(await third.next('error')).toMatchObject({ detail: { code: 'too-many' } })
    await third.closed
    await expect(third.next('attached')).rejects.toThrow(/closed/)
    owner.webSocket.close()
    await owner.closed
    expect(await server.socket(bob)).toBeDefined()
  })
})
