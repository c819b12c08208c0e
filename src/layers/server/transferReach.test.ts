import { afterEach, describe, expect, it } from 'vitest'
import { refusal, webPage } from './testing/FakeServer'
import { FilesBench } from './testing/FilesBench'

describe('files between here and a server', () => {
  let on = new FilesBench()
  afterEach(async () => {
    const used = on
    on = new FilesBench()
    await used.close()
  })

  it.each([
    ['a full quota', refusal(507, { code: 'quota', what: 'Your room', usedBytes: 9, limitBytes: 9 }), 'quota'],
    ['a viewer', refusal(403, { code: 'read-only-member' }), 'read-only-member'],
  ])('[SC10] %s keeps nothing from being received', async (_, answer, code) => {
    const one = await on.sender(500)
    const other = on.machine()
    for (let i = 0; i < 20; i++) await other.files.put(on.bytes(10))
    on.server.whim = ({ method }) => (method === 'GET' ? undefined : answer.clone())
    await on.settle(other.sync.verify())
    expect(await other.files.has(one.hashes[0] ?? '')).toBe(true)
    expect(other.sync.state.current).toMatchObject({ toSend: 20, toReceive: 0, problem: { code } })
    expect(on.server.times('POST', /missing/)).toBeLessThan(10)
  })

  it('[SC10] a full disk here pauses what comes, not what goes', async () => {
    await on.sender(500, 600)
    const other = on.machine()
    await other.files.put(on.bytes(10))
    other.files.failure = { code: 'disk-full', path: '/' }
    await on.settle(other.sync.syncNow())
    expect(other.sync.state.current).toMatchObject({ toSend: 0, toReceive: 2, problem: { code: 'disk-full' } })
    other.files.failure = null
    await on.environment.run(2000)
    expect(other.sync.state.current).toMatchObject({ toReceive: 0, problem: null })
  })

  it('[SC10] a login that ended pauses all, and says so', async () => {
    const one = on.machine()
    on.server.whim = () => refusal(401, { code: 'not-signed-in', reason: 'revoked' })
    await on.settle(one.sync.syncNow())
    expect(one.sync.state.current.problem).toEqual({ code: 'not-signed-in', reason: 'revoked' })
    on.server.whim = () => webPage()
    await on.settle(one.sync.syncNow())
    expect(one.sync.state.current.problem).toMatchObject({ code: 'not-a-server' })
  })
})
