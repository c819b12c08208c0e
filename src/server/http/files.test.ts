import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CHUNK_LIMIT_BYTES, type FilePage } from '../../core/account/serverApi'
import { error, sha256, spaceId, TestServer } from '../testing/TestServer'

const SPACE = spaceId('a')
const NAME = 'b'.repeat(64)
const KiB = 1024

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text))

describe('files', () => {
  let server: TestServer
  let ada: string
  let viewer: string
  const chunkRoute = (hash: string): string => `/spaces/${SPACE}/chunks/${hash}`
  const put = (bytes: Uint8Array<ArrayBuffer>, hash = sha256(bytes), token = ada): ReturnType<TestServer['ask']> =>
    server.ask('PUT', chunkRoute(hash), { token, bytes })
  const record = (name: string, chunks: string[], token = ada): ReturnType<TestServer['ask']> =>
    server.ask('PUT', `/spaces/${SPACE}/files/${name}`, { token, body: { info: 'c2VhbGVk', chunks } })
  const missing = async (hashes: string[]): Promise<string[]> =>
    (
      await server.get<{ missing: string[] }>('POST', `/spaces/${SPACE}/chunks/missing`, {
        token: ada,
        body: { hashes },
      })
    ).missing

  const start = async (limits: TestServer['options']['limits'] = {}): Promise<void> => {
    server = await TestServer.start({ limits })
    ada = await server.person('Ada')
    viewer = await server.person('Viewer')
    await server.space(ada, SPACE)
    await server.join(ada, SPACE, 'viewer', viewer)
  }
  beforeEach(() => start())
  afterEach(() => server.remove())

  it('[SV9] come in parts that are asked for, verified and given back as they were', async () => {
    const [one, two] = [bytesOf('first part'), bytesOf('second part')]
    const [first, second] = [sha256(one), sha256(two)]
    expect(await missing([first, second])).toEqual([first, second])
    expect(await put(one)).toMatchObject({ status: 200, body: {} })
    // An upload that was cut off goes on where it was.
    expect(await missing([first, second])).toEqual([second])
    expect(await record(NAME, [first, second])).toMatchObject({ status: 400, body: error('bad-request') })
    await put(two)
    expect(await put(two)).toMatchObject({ status: 200 })
    expect(await record(NAME, [first, second, first])).toMatchObject({ body: { no: 1 } })
    const page = await server.get<FilePage>('GET', `/spaces/${SPACE}/files`, { token: viewer })
    const sizeBytes = 2 * one.length + two.length
    expect(page).toEqual({
      files: [{ no: 1, name: NAME, info: 'c2VhbGVk', chunks: [first, second, first], sizeBytes }],
      head: 1,
    })
    const got = await server.ask('GET', chunkRoute(second), { token: viewer })
    expect(got.body).toEqual(Buffer.from(two))
    expect(await server.get('GET', '/spaces', { token: ada })).toMatchObject({
      spaces: [{ fileBytes: one.length + two.length }],
    })
  })

  it('[SV9] a part whose bytes are not those of its hash is refused, and leaves nothing', async () => {
    expect(await put(bytesOf('changed on the way'), sha256(bytesOf('as it was')))).toMatchObject({ status: 400 })
    const large = new Uint8Array(CHUNK_LIMIT_BYTES + 1)
    expect(await put(large)).toMatchObject({ status: 413, body: error('too-large', { limitBytes: CHUNK_LIMIT_BYTES }) })
    expect(await readdir(server.folder.incoming)).toEqual([])
    expect(existsSync(server.folder.space(SPACE))).toBe(false)
  })

  it('[SV9] an upload that breaks off leaves nothing, and the server goes on', async () => {
    const bytes = bytesOf('x'.repeat(64 * KiB))
    const upload = request(`${server.address}/api/v1${chunkRoute(sha256(bytes))}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${ada}`,
        'content-type': 'application/octet-stream',
        'content-length': bytes.length,
      },
    })
    const ended = new Promise((resolve) => upload.on('error', resolve))
    upload.write(bytes.subarray(0, 1000), () => upload.destroy())
    await ended
    expect(await put(bytes)).toMatchObject({ status: 200 })
    expect(await missing([sha256(bytes)])).toEqual([])
  })

  it('[SV9] a part that was damaged or lost on the disk is asked for again', async () => {
    const bytes = bytesOf('whole')
    const hash = sha256(bytes)
    await put(bytes)
    await record(NAME, [hash])
    await writeFile(server.folder.chunk(SPACE, hash), 'whale')
    const damaged = { status: 404, body: error('bad-file', { path: hash }) }
    expect(await server.ask('GET', chunkRoute(hash), { token: ada })).toMatchObject(damaged)
    expect(await missing([hash])).toEqual([hash])
    await put(bytes)
    expect(await missing([hash])).toEqual([])
    expect((await server.ask('GET', chunkRoute(hash), { token: ada })).body).toEqual(Buffer.from(bytes))
  })

  it('[SV10] are recorded once; another file under a known name is refused', async () => {
    const hashes = await Promise.all(
      ['one', 'two', 'three'].map(async (text) => {
        await put(bytesOf(text))
        return sha256(bytesOf(text))
      }),
    )
    const [one = '', two = '', three = ''] = hashes
    expect(await record(NAME, [one, two])).toMatchObject({ body: { no: 1 } })
    expect(await record(NAME, [one, two])).toMatchObject({ status: 200, body: { no: 1 } })
    expect(await record(NAME, [three])).toMatchObject({ status: 400, body: error('bad-request') })
    expect(await record('d'.repeat(64), [])).toMatchObject({ body: { no: 2 } })
    const page = await server.get<FilePage>('GET', `/spaces/${SPACE}/files?after=1`, { token: ada })
    expect(page).toMatchObject({ files: [{ no: 2, chunks: [] }], head: 2 })
  })

  it('[SV5] of one space are not to be had through another', async () => {
    const bytes = bytesOf('of Ada')
    await put(bytes)
    const eve = await server.person('Eve')
    await server.space(eve, spaceId('e'))
    const route = `/spaces/${spaceId('e')}/chunks/${sha256(bytes)}`
    expect(await server.ask('GET', route, { token: eve })).toMatchObject({ status: 404 })
    expect(await server.ask('GET', chunkRoute(sha256(bytes)), { token: eve })).toMatchObject({ status: 403 })
    const body = { hashes: [sha256(bytes)] }
    expect(await server.get('POST', `/spaces/${spaceId('e')}/chunks/missing`, { token: eve, body })).toEqual({
      missing: body.hashes,
    })
  })

  it('[SV6] a viewer reads them and sends none', async () => {
    const refused = { status: 403, body: error('read-only-member') }
    expect(await put(bytesOf('x'), sha256(bytesOf('x')), viewer)).toMatchObject(refused)
    expect(await record(NAME, [], viewer)).toMatchObject(refused)
  })

  it('[SV11] fill the space and the room of its maker, and no more', async () => {
    await server.remove()
    await start({ spaceBytes: 100 * KiB, userBytes: 150 * KiB })
    const full = (limitBytes: number): object => ({ status: 507, body: error('quota', { limitBytes }) })
    expect(await put(bytesOf('1'.repeat(90 * KiB)))).toMatchObject({ status: 200 })
    expect(await put(bytesOf('2'.repeat(20 * KiB)))).toMatchObject(full(100 * KiB))
    const other = spaceId('f')
    await server.space(ada, other)
    const bytes = bytesOf('3'.repeat(80 * KiB))
    const route = `/spaces/${other}/chunks/${sha256(bytes)}`
    expect(await server.ask('PUT', route, { token: ada, bytes })).toMatchObject(full(150 * KiB))
    expect(await readdir(server.folder.incoming)).toEqual([])
    await server.get('DELETE', `/spaces/${SPACE}`, { token: ada })
    expect(existsSync(server.folder.space(SPACE))).toBe(false)
    expect(await server.ask('PUT', route, { token: ada, bytes })).toMatchObject({ status: 200 })
  })

  it('[SV9] parts that never became a file are forgotten after a week', async () => {
    const [used, given] = [bytesOf('used'), bytesOf('given up')]
    await put(used)
    await put(given)
    await record(NAME, [sha256(used)])
    server.clock.jump(8 * 24 * 3600 * 1000)
    await server.close()
    await server.startAgain()
    expect(await missing([sha256(used), sha256(given)])).toEqual([sha256(given)])
    expect(existsSync(server.folder.chunk(SPACE, sha256(given)))).toBe(false)
    expect(await readFile(server.folder.chunk(SPACE, sha256(used)), 'utf8')).toBe('used')
  })
})
