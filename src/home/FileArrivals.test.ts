import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../core/AppError'
import { HomeBench } from './testing/HomeBench'
import { SERVER } from './testing/TestHome'

let bench: HomeBench
beforeEach(() => {
  bench = new HomeBench()
})
afterEach(() => bench.close())

describe('files', () => {
  it('[HO13] come by themselves, and at once when they are shown', async () => {
    const { ada, id, words } = await bench.connected()
    await ada.layer(id)
    const bob = await bench.machine()
    await bob.signIn()
    await bob.settle(bob.home.connecting.bring(SERVER, id, words))
    await bob.layer(id)
    const { hash } = await ada.files.put(new Uint8Array([1, 2, 3]))
    const waiting = bob.home.arrivals.fetch(id, hash)
    await bench.environment.run(1500)
    expect(bob.files.hashes).toEqual([])
    ada.home.desk.fileAdded(id, hash)
    await bob.settle(waiting)
    expect(bob.files.hashes).toEqual([hash])
    expect(ada.files.hashes).toEqual([hash])
    expect([...bench.server.files.chunks.values()].map((bytes) => bytes.byteLength > 3)).toEqual([true])
  })

  it('[SY44] are given again to a server that was restored and has lost them', async () => {
    const { ada, id } = await bench.connected()
    const { hash } = await ada.files.put(new Uint8Array([1, 2, 3]))
    ada.home.desk.fileAdded(id, hash)
    // Until it was seen in the server's list, too.
    await bench.environment.run(70_000)
    const [file] = bench.server.files.files
    expect(file).toBeDefined()

    bench.server.stop()
    await bench.environment.run(1000)
    bench.server.files.files = []
    bench.server.files.chunks.clear()
    bench.server.medium(id).logId = 'b'.repeat(32)
    bench.server.isUp = true
    await bench.environment.run(60_000)
    expect(bench.server.files.files.map(({ name }) => name)).toEqual([file?.name])
  })

  it('[HO13] that nobody has are said to be missing after a while, and at once where nobody answers', async () => {
    const { ada, id } = await bench.connected()
    await ada.layer(id)
    const missing = { detail: { code: 'bad-file' } }
    await expect(ada.settle(ada.home.arrivals.fetch(id, 'a'.repeat(64)))).rejects.toMatchObject(missing)
    bench.server.stop()
    await bench.environment.run(1000)
    const before = bench.environment.now()
    await expect(ada.settle(ada.home.arrivals.fetch(id, 'a'.repeat(64)))).rejects.toMatchObject(missing)
    expect(bench.environment.now() - before).toBeLessThan(1000)
    const alone = (await ada.create()).id
    await expect(ada.settle(ada.home.arrivals.fetch(alone, 'a'.repeat(64)))).rejects.toMatchObject(missing)
  })

  it('[EX7, EX8] for whoever needs many are brought at once, and nobody waits for one that cannot be had', async () => {
    const { ada, id } = await bench.connected()
    await ada.layer(id)
    const { hash } = await ada.files.put(new Uint8Array([1, 2, 3]))
    ada.home.desk.fileAdded(id, hash)
    await bench.environment.run(70_000)
    ada.files.bytesByHash.clear()
    await ada.settle(ada.home.arrivals.bring(id, hash))
    expect(ada.files.hashes).toEqual([hash])

    const before = bench.environment.now()
    const without = async (spaceId: string): Promise<unknown> => {
      const brought = ada.home.arrivals.bring(spaceId, 'a'.repeat(64))
      return ada.settle(brought.catch((error: unknown) => AppError.detailOf(error)))
    }
    expect(await without(id)).toEqual({ code: 'file-elsewhere', asked: 'not-there' })
    expect(bench.environment.now() - before).toBeLessThan(1000)
    bench.server.stop()
    await bench.environment.run(1000)
    expect(await without(id)).toEqual({ code: 'file-elsewhere', asked: 'offline' })
    expect(await without((await ada.create()).id)).toEqual({ code: 'file-elsewhere', asked: 'nobody' })
  })
})
