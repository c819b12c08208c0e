import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HomeBench } from './testing/HomeBench'
import { SERVER } from './testing/TestHome'

let bench: HomeBench
beforeEach(() => {
  bench = new HomeBench()
})
afterEach(() => bench.close())

describe('connecting a space', () => {
  it('[HO6] sends nothing of an encrypted space before its recovery kit was checked', async () => {
    const ada = await bench.machine()
    const { id } = await ada.create()
    await ada.signIn()
    const connect = (): Promise<void> => ada.settle(ada.home.connecting.connect(id, SERVER, true))
    await expect(connect()).rejects.toMatchObject({ detail: { code: 'kit-unchecked' } })
    const { kits } = ada.home
    const { words, ask } = await ada.settle(kits.show(id, 'Home'))
    const typed = ask.map((index) => ({ index, word: words[index] ?? '' }))
    expect(await ada.settle(kits.check(id, [...typed.slice(1), { index: 0, word: 'wrong' }]))).toBe(false)
    expect(
      await ada.settle(
        kits.check(
          id,
          [typed[0], typed[0]].flatMap((word) => word ?? []),
        ),
      ),
    ).toBe(false)
    await expect(connect()).rejects.toMatchObject({ detail: { code: 'kit-unchecked' } })
    expect(bench.server.spaceById.size).toBe(0)

    expect(
      await ada.settle(
        kits.check(
          id,
          typed.map(({ index, word }) => ({ index, word: ` ${word.toUpperCase()}` })),
        ),
      ),
    ).toBe(true)
    await connect()
    expect(await ada.layer(id)).toMatchObject({
      state: 'in-step',
      isVerified: true,
      role: 'owner',
      isEncrypted: true,
      toSend: 0,
    })
  })

  it('[HO7] two machines of one account are in step through a server that can read nothing', async () => {
    const { ada, id, words } = await bench.connected()
    const laptop = await bench.machine()
    await laptop.signIn()
    const [offered] = await laptop.settle(laptop.home.connecting.spacesOn(SERVER))
    expect(offered).toMatchObject({ id, name: null, isHere: false, needsKey: true, isEncrypted: true })
    await laptop.settle(laptop.home.connecting.bring(SERVER, id, words))
    expect(await laptop.settle(laptop.home.connecting.spacesOn(SERVER))).toMatchObject([
      { name: 'Garden', isHere: true, needsKey: false },
    ])

    const [near, far] = [await ada.space(id), await laptop.space(id)]
    near.entries.createFolder(near.contentId, 'From here')
    far.entries.createFolder(far.contentId, 'From there')
    expect((await laptop.layer(id)).isVerified).toBe(true)
    expect((await ada.layer(id)).isVerified).toBe(true)
    const names = ['From here', 'From there']
    for (const space of [near, far]) {
      expect(
        space.entries
          .children(space.contentId)
          .map((entry) => entry.name)
          .sort(),
      ).toEqual(names)
    }
    const stored = bench.server
      .medium(id)
      .packs.map(({ body }) => new TextDecoder('latin1').decode(body))
      .join()
    for (const word of ['From', 'there', 'Garden']) expect(stored).not.toContain(word)
    expect(JSON.stringify([...bench.server.spaceById.values()])).not.toContain('Garden')
  })

  it('[HO6] a key of another space makes nothing', async () => {
    const { ada, id } = await bench.connected()
    const { words } = await ada.settle(ada.home.kits.show((await ada.create()).id, ''))
    const laptop = await bench.machine()
    await laptop.signIn()
    const bring = (with_?: string): Promise<void> => laptop.settle(laptop.home.connecting.bring(SERVER, id, with_))
    await expect(bring(words.join(' '))).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    await expect(bring()).rejects.toMatchObject({ detail: { code: 'key-missing' } })
    await expect(bring('abandon abandon')).rejects.toMatchObject({ detail: { code: 'wrong-words' } })
    expect([laptop.mediumById.size, laptop.home.keyring.space(id)]).toEqual([0, undefined])
  })

  it('[HO6] a server that has the space under another key gets nothing', async () => {
    const ada = await bench.machine()
    const { id } = await ada.create()
    await ada.signIn()
    bench.server.spaceById.set(id, { keyId: 'f'.repeat(32), label: null, roleByUser: new Map([['ada', 'owner']]) })
    await expect(ada.connect(id)).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    await bench.environment.run(5000)
    expect(ada.home.keyring.space(id)?.layers).toEqual([])
    expect(bench.server.medium(id).packs).toEqual([])
  })
})
