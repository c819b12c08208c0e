import { afterEach, describe, expect, it } from 'vitest'
import { CHUNK_BYTES } from '../../core/account/serverApi'
import { PLAIN_CIPHER } from '../../core/keys/plainCipher'
import { refusal } from './testing/FakeServer'
import { FilesBench } from './testing/FilesBench'

const MINUTE_MS = 60_000
const unreachable = new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })

describe('files of a space on a server', () => {
  let on = new FilesBench()
  afterEach(async () => {
    const used = on
    on = new FilesBench()
    await used.close()
  })

  it('[SC8] come to another machine as they were, of any size', async () => {
    const sizes = [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5]
    const one = await on.sender(...sizes)
    expect(one.sync.state.current).toEqual({ toSend: 0, toReceive: 0, problem: null, activeBytes: 0 })
    const other = on.machine()
    await on.settle(other.sync.syncNow())
    expect(other.files.hashes).toEqual(one.files.hashes)
    expect(other.sync.state.current).toEqual({ toSend: 0, toReceive: 0, problem: null, activeBytes: 0 })
  })

  it('[SC8] leave nothing readable there: no content, hash or name', async () => {
    const { hashes, files } = await on.sender(100)
    const kept = Buffer.concat([...on.server.chunks.values(), Buffer.from(JSON.stringify(on.server.files))])
    const [bytes] = files.bytesByHash.values()
    expect(kept.includes(Buffer.from(bytes?.subarray(0, 32) ?? []))).toBe(false)
    expect(kept.includes(hashes[0] ?? '')).toBe(false)
  })

  it('[SC8] of a space that is not sealed lie there by their own hash', async () => {
    on.cipher = PLAIN_CIPHER
    const one = await on.sender(CHUNK_BYTES + 10)
    expect(on.server.files.map(({ name }) => name)).toEqual(one.hashes)
    const other = on.machine()
    await on.settle(other.sync.syncNow())
    expect(other.files.hashes).toEqual(one.files.hashes)
  })

  it('[SC9] send no part twice, whichever machine began', async () => {
    on.server.whim = ({ method, path }) =>
      method === 'PUT' && path.includes('/chunks/') && on.server.chunks.size === 3 ? unreachable : undefined
    const one = await on.sender(5 * CHUNK_BYTES)
    expect(one.sync.state.current).toMatchObject({ toSend: 1, problem: { code: 'server-unreachable' } })
    await on.settle(one.sync.close())
    on.server.whim = () => undefined
    const before = on.server.times('PUT', /chunks/)
    const other = on.machine()
    for (const bytes of one.files.bytesByHash.values()) await other.files.put(bytes)
    await on.settle(other.sync.syncNow())
    expect(on.server.times('PUT', /chunks/) - before).toBe(2)
    expect(on.server.files).toHaveLength(1)
  })

  it('[SC9] are named only when all parts are there, and one that is there is not sent again', async () => {
    const one = await on.sender(2 * CHUNK_BYTES)
    const order = on.server.asked.filter(({ method }) => method === 'PUT').map(({ path }) => path.split('/')[3])
    expect(order).toEqual(['chunks', 'chunks', 'files'])
    const asked = on.server.asked.length
    await on.settle(one.sync.syncNow())
    one.sync.add(one.hashes[0] ?? '')
    await on.environment.run(0)
    expect(on.server.asked.slice(asked).map(({ method }) => method)).toEqual(['GET', 'GET'])
  })

  it('[SC9] are sent as soon as they are added', async () => {
    const one = on.machine()
    one.sync.start()
    await on.environment.run(10)
    const { hash } = await one.files.put(on.bytes(10))
    one.sync.add(hash)
    expect(one.sync.state.current.toSend).toBe(1)
    await on.environment.run(100)
    expect(one.sync.state.current.toSend).toBe(0)
    expect(on.server.files).toHaveLength(1)
  })

  it('[SC9] of others come by themselves within a minute', async () => {
    const other = on.machine()
    other.sync.start()
    await on.environment.run(10)
    const one = await on.sender(10)
    await on.environment.run(MINUTE_MS)
    expect(other.files.hashes).toEqual(one.files.hashes)
  })

  it('[SC11] go on where a lost connection stopped them', async () => {
    const one = await on.sender(4 * CHUNK_BYTES)
    let given = 0
    on.server.whim = ({ method, path }) =>
      method === 'GET' && path.includes('/chunks/') && ++given === 3 ? unreachable : undefined
    const before = on.server.times('GET', /chunks/)
    const other = on.machine()
    await on.settle(other.sync.syncNow())
    expect(other.sync.state.current).toMatchObject({ toReceive: 1, problem: { code: 'server-unreachable' } })
    await on.environment.run(2000)
    expect(other.files.hashes).toEqual(one.files.hashes)
    expect(on.server.times('GET', /chunks/) - before).toBe(5)
  })

  it('[SC11] wait longer and longer for a server that is away, and go on when it is back', async () => {
    const one = on.machine()
    await one.files.put(on.bytes(10))
    on.server.whim = () => unreachable
    one.sync.start()
    await on.environment.run(20 * MINUTE_MS)
    expect(on.server.asked.length).toBeLessThan(120)
    expect(one.sync.state.current.problem).toMatchObject({ code: 'server-unreachable' })
    on.server.whim = () => undefined
    await on.environment.run(MINUTE_MS)
    expect(on.server.files).toHaveLength(1)
    expect(one.sync.state.current.problem).toBeNull()
  })

  it('[SC11] wait as long as a server asks for', async () => {
    const one = on.machine()
    await one.files.put(on.bytes(10))
    on.server.whim = ({ method }) =>
      method === 'PUT' ? refusal(429, { code: 'too-many', retryAfterMs: 30_000 }) : undefined
    await on.settle(one.sync.syncNow())
    expect(one.sync.state.current.problem).toEqual({ code: 'too-many', retryAfterMs: 30_000 })
    const before = on.server.times('PUT', /chunks/)
    await on.environment.run(29_000)
    expect(on.server.times('PUT', /chunks/)).toBe(before)
    on.server.whim = () => undefined
    await on.environment.run(3000)
    expect(on.server.files).toHaveLength(1)
  })

  it('[SC12] that are asked for come first', async () => {
    const one = await on.sender(...Array.from({ length: 40 }, (_, index) => 100 + index))
    const wanted = one.hashes[39] ?? ''
    on.server.filesAPage = 20
    const other = on.machine()
    other.sync.start()
    const heldThen = other.sync.fetch(wanted).then(() => other.files.hashes)
    const held = await on.settle(heldThen)
    expect(held).toContain(wanted)
    expect(held.length).toBeLessThan(35)
    expect(other.files.hashes).toEqual(one.files.hashes)
    await on.settle(other.sync.fetch(wanted))
  })

  it('[SC12] that are asked for and cannot be had say why', async () => {
    const one = await on.sender(100)
    const other = on.machine()
    await expect(on.settle(other.sync.fetch('c'.repeat(64)))).rejects.toMatchObject({ detail: { code: 'bad-file' } })
    other.files.bytesByHash.clear()
    on.server.whim = () => unreachable
    await expect(on.settle(other.sync.fetch(one.hashes[0] ?? ''))).rejects.toMatchObject({
      detail: { code: 'server-unreachable' },
    })
    on.server.whim = () => undefined
    await on.settle(other.sync.fetch(one.hashes[0] ?? ''))
    expect(await other.files.has(one.hashes[0] ?? '')).toBe(true)
  })

  it('[SC12] that were here and have gone from this disk are had again', async () => {
    const one = await on.sender(100)
    await on.settle(one.sync.syncNow())
    one.files.bytesByHash.clear()
    await on.settle(one.sync.fetch(one.hashes[0] ?? ''))
    expect(await one.files.has(one.hashes[0] ?? '')).toBe(true)
  })

  it('[SC13] are offered again to a server that lost them', async () => {
    const one = await on.sender(100, 200, 300)
    await on.settle(one.sync.syncNow())
    Object.assign(on.server, { files: [], head: 0 })
    on.server.chunks.clear()
    await on.settle(one.sync.syncNow())
    expect(on.server.files).toHaveLength(3)
    expect(on.server.chunks.size).toBe(3)
  })

  it('[SC13] are mended there by who has them, when somebody verifies', async () => {
    const one = await on.sender(2 * CHUNK_BYTES, 300)
    await on.settle(one.sync.syncNow())
    const [lost] = on.server.chunks.keys()
    on.server.chunks.delete(lost ?? '')
    on.server.whim = () => unreachable
    await on.settle(one.sync.verify())
    on.server.whim = () => undefined
    const before = on.server.times('PUT', /chunks/)
    await on.environment.run(MINUTE_MS)
    expect(on.server.chunks.has(lost ?? '')).toBe(true)
    expect(on.server.times('PUT', /chunks/) - before).toBe(1)
  })

  it('[SC14] are moved three at a time', async () => {
    await on.sender(...Array.from({ length: 10 }, (_, index) => 100 + index))
    expect(on.server.mostAtOnce).toBe(3)
  })

  it('[SC14] stop at once when the space is closed', async () => {
    const one = on.machine()
    for (let i = 0; i < 5; i++) await one.files.put(on.bytes(10))
    on.server.whim = ({ method }) => (method === 'PUT' ? 'never' : undefined)
    one.sync.start()
    await on.environment.run(10)
    const wanted = one.sync.fetch('c'.repeat(64)).catch((error: unknown) => error)
    await on.settle(one.sync.close())
    await on.settle(wanted)
    const asked = on.server.asked.length
    one.sync.add('d'.repeat(64))
    await on.environment.run(10 * MINUTE_MS)
    expect(on.server.asked.length).toBe(asked)
  })

  it('[SC14] a server whose list never ends keeps nobody busy for ever', async () => {
    const one = await on.sender(100)
    const [file] = on.server.files
    on.server.whim = ({ path }) => (path.includes('files?') ? Response.json({ files: [file], head: 9 }) : undefined)
    await on.settle(one.sync.syncNow())
    expect(one.sync.state.current.problem).toBeNull()
  })
})
