import { afterEach, describe, expect, it } from 'vitest'
import { CHUNK_BYTES, type FileOnServer } from '../../core/account/serverApi'
import { octets, type FakeServer } from './testing/FakeServer'
import { FilesBench } from './testing/FilesBench'

describe('files from a server', () => {
  let on = new FilesBench()
  afterEach(async () => {
    const used = on
    on = new FilesBench()
    await used.close()
  })

  it.each<[string, (server: FakeServer) => unknown]>([
    ['a part that arrives altered', (server) => alterPart(server, flipBit)],
    ['a part that arrives cut', (server) => alterPart(server, (bytes) => bytes.subarray(0, 50))],
    ['a part that is gone', (server) => alterPart(server, () => undefined)],
    ['parts in another order', (server) => longFile(server).chunks.reverse()],
    ['a part too few', (server) => longFile(server).chunks.pop()],
    [
      'another description',
      (server) => (longFile(server).info = server.files.find((file) => file !== longFile(server))?.info ?? ''),
    ],
    ['a description of garbage', (server) => (longFile(server).info = '!!')],
    ['a web page for a part', (server) => (server.whim = pageForOnePart(server))],
  ])('[SC10] one with %s is set aside and shown, and the others come', async (_, spoil) => {
    const one = await on.sender(2 * CHUNK_BYTES, 500, 600)
    spoil(on.server)
    const other = on.machine()
    await on.settle(other.sync.syncNow())
    expect(other.files.hashes).toEqual(one.hashes.slice(1).sort())
    expect(other.sync.state.current).toMatchObject({ toReceive: 1, problem: { code: 'bad-file' } })
  })

  it('[SC10] that arrived damaged are asked for again by themselves', async () => {
    const one = await on.sender(500)
    let isBad = true
    on.server.whim = ({ method, path }) =>
      isBad && method === 'GET' && path.includes('/chunks/') ? octets(new Uint8Array(541)) : undefined
    const other = on.machine()
    await on.settle(other.sync.syncNow())
    expect(other.sync.state.current.problem).toMatchObject({ code: 'bad-file', reason: 'a part of it arrived damaged' })
    isBad = false
    await on.environment.run(10_000)
    expect(other.files.hashes).toEqual(one.files.hashes)
    expect(other.sync.state.current.problem).toBeNull()
  })
})

/** The one of several parts. */
function longFile(server: FakeServer): FileOnServer {
  const found = server.files.find(({ chunks }) => chunks.length > 1)
  if (!found) throw new Error('there is no long file')
  return found
}

/** The first part of the long file, under the name it has. */
function alterPart(server: FakeServer, alter: (bytes: Uint8Array) => Uint8Array | undefined): void {
  const hash = longFile(server).chunks[0] ?? ''
  const altered = alter(server.chunks.get(hash)?.slice() ?? new Uint8Array())
  if (altered) server.chunks.set(hash, altered)
  else server.chunks.delete(hash)
}

function flipBit(bytes: Uint8Array): Uint8Array {
  bytes[40] = (bytes[40] ?? 0) ^ 1
  return bytes
}

/** With the content type of bytes, as some proxies do. */
function pageForOnePart(server: FakeServer): FakeServer['whim'] {
  const hash = longFile(server).chunks[0] ?? ''
  return ({ path }) => (path.endsWith(hash) ? octets(Buffer.from('<!doctype html>')) : undefined)
}
