import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appLinkOf, readJoinLink } from '../core/keys/JoinLink'
import { TestEnvironment } from '../core/testing/TestEnvironment'
import type { Network } from './ServerConnection'
import { FakeGroveServer } from './testing/FakeGroveServer'
import { FakeKeyStore } from './testing/FakeKeyStore'
import { SERVER, TestHome } from './testing/TestHome'

let environment: TestEnvironment
let server: FakeGroveServer
let machines: TestHome[]

const machine = async (network: Network = server): Promise<TestHome> => {
  const started = await TestHome.start(environment, network)
  machines.push(started)
  return started
}

beforeEach(() => {
  environment = new TestEnvironment(5)
  server = new FakeGroveServer(environment)
  machines = []
})

afterEach(async () => {
  for (const home of machines) await home.close()
  await server.close()
  await environment.run(1000)
  expect(environment.waiting).toBe(0)
})

/** Ada's machine with a space that is on the server. */
async function connected(): Promise<{ ada: TestHome; id: string; words: string }> {
  const ada = await machine()
  const { id } = await ada.create('Garden')
  await ada.signIn()
  const words = await ada.connect(id)
  return { ada, id, words }
}

describe('connecting a space', () => {
  it('[HO6] sends nothing of an encrypted space before its recovery kit was checked', async () => {
    const ada = await machine()
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
    expect(server.spaceById.size).toBe(0)

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
    const { ada, id, words } = await connected()
    const laptop = await machine()
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
    const stored = server
      .medium(id)
      .packs.map(({ body }) => new TextDecoder('latin1').decode(body))
      .join()
    for (const word of ['From', 'there', 'Garden']) expect(stored).not.toContain(word)
    expect(JSON.stringify([...server.spaceById.values()])).not.toContain('Garden')
  })

  it('[HO6] a key of another space makes nothing', async () => {
    const { ada, id } = await connected()
    const { words } = await ada.settle(ada.home.kits.show((await ada.create()).id, ''))
    const laptop = await machine()
    await laptop.signIn()
    const bring = (with_?: string): Promise<void> => laptop.settle(laptop.home.connecting.bring(SERVER, id, with_))
    await expect(bring(words.join(' '))).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    await expect(bring()).rejects.toMatchObject({ detail: { code: 'key-missing' } })
    await expect(bring('abandon abandon')).rejects.toMatchObject({ detail: { code: 'wrong-words' } })
    expect([laptop.mediumById.size, laptop.home.keyring.space(id)]).toEqual([0, undefined])
  })

  it('[HO6] a server that has the space under another key gets nothing', async () => {
    const ada = await machine()
    const { id } = await ada.create()
    await ada.signIn()
    server.spaceById.set(id, { keyId: 'f'.repeat(32), label: null, roleByUser: new Map([['ada', 'owner']]) })
    await expect(ada.connect(id)).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    await environment.run(5000)
    expect(ada.home.keyring.space(id)?.layers).toEqual([])
    expect(server.medium(id).packs).toEqual([])
  })
})

describe('a server that does not answer', () => {
  it('[HO8] costs nothing here, and is said', async () => {
    const { ada, id } = await connected()
    server.stop()
    const space = await ada.space(id)
    space.entries.createFolder(space.contentId, 'Offline')
    const layer = await ada.layer(id)
    expect(layer).toMatchObject({ state: 'offline', isVerified: false })
    expect(layer.toSend).toBeGreaterThan(0)
    const open = await ada.settle(ada.home.catalogue.hold(id))
    expect(open.saveState.current.state).toBe('saved')
    server.isUp = true
    ada.home.retryNow()
    expect(await ada.layer(id)).toMatchObject({ state: 'in-step', isVerified: true, toSend: 0 })
  })

  it('[HO8] a login that ended is told, stays ended after a restart, and a new one goes on', async () => {
    const { ada, id } = await connected()
    server.revokeAll()
    await environment.run(5000)
    expect(ada.home.serverSummaries.current).toMatchObject([
      { url: SERVER, user: 'ada', isSignedIn: false, problem: { code: 'not-signed-in' } },
    ])
    await ada.restart()
    const space = await ada.space(id)
    space.entries.createFolder(space.contentId, 'Still mine')
    expect((await ada.layer(id)).error).toMatchObject({ code: 'not-signed-in' })
    await ada.signIn()
    expect(ada.home.serverSummaries.current).toMatchObject([{ isSignedIn: true, problem: null }])
    expect(await ada.layer(id)).toMatchObject({ state: 'in-step', isVerified: true })
  })

  it('[HO8] signing out is in effect at once, whether the server hears of it or not', async () => {
    const { ada } = await connected()
    server.stop()
    await ada.settle(ada.home.servers.signOut(SERVER))
    expect(ada.home.serverSummaries.current).toMatchObject([{ isSignedIn: false, problem: null }])
    expect(ada.store.text).not.toContain('token:')
    await environment.run(60_000)
  })
})

describe('layers', () => {
  it('[HO9] one that was paused rests over a restart, says what it lacks, and goes on', async () => {
    const { ada, id } = await connected()
    await ada.layer(id)
    const layerId = `server:${SERVER}`
    const space = await ada.space(id)
    const treeId = space.createPage(space.contentId, 'Page').treeId
    await ada.layer(id)
    await ada.settle(ada.home.keyring.pauseLayer(id, layerId, true))
    space.entries.createFolder(space.contentId, 'Later')
    for (const again of [false, true]) {
      if (again) await ada.restart()
      expect(await ada.layer(id)).toMatchObject({ layerId, state: 'paused', isVerified: false, toSend: 1 })
    }
    expect(await ada.settle(ada.home.desk.placesOf(id, treeId))).toMatchObject([{ isThere: true, isVerified: false }])
    expect(await ada.settle(ada.home.desk.placesOf(id, id))).toMatchObject([{ isThere: false }])
    await expect(ada.settle(ada.home.desk.run(id, layerId))).rejects.toMatchObject({ detail: { code: 'bad-request' } })
    await ada.settle(ada.home.keyring.pauseLayer(id, layerId, false))
    expect(await ada.layer(id)).toMatchObject({ state: 'in-step', toSend: 0 })
    expect(await ada.settle(ada.home.desk.placesOf(id, id))).toMatchObject([{ isThere: true, isVerified: true }])
  })

  it('[HO9] one that was disconnected is gone here and untouched there', async () => {
    const { ada, id } = await connected()
    await ada.layer(id)
    const there = server.medium(id).packs.length
    await ada.settle(ada.home.connecting.disconnect(id, `server:${SERVER}`))
    await environment.run(1000)
    expect(ada.home.syncSummaries.current).toMatchObject([{ spaceId: id, layers: [] }])
    const space = await ada.space(id)
    space.entries.createFolder(space.contentId, 'Only here')
    await environment.run(5000)
    expect(server.medium(id).packs.length).toBe(there)
    await ada.settle(ada.home.connecting.connect(id, SERVER, true))
    expect((await ada.layer(id)).isVerified).toBe(true)
  })

  it('[HO9] are told of at most every 100 ms', async () => {
    const { ada, id } = await connected()
    await ada.layer(id)
    const space = await ada.space(id)
    const before = ada.told.length
    for (let count = 0; count < 50; count++) {
      space.entries.createFolder(space.contentId, `Folder ${count}`)
      await environment.run(10)
    }
    expect(ada.told.length - before).toBeLessThanOrEqual(6)
  })

  it('[HO9] verify compares both sides and gives each what it lacks', async () => {
    const { ada, id } = await connected()
    await ada.layer(id)
    const run = await ada.settle(ada.home.desk.run(id, `server:${SERVER}`))
    expect(await ada.settle(run.verify())).toEqual({ isEqual: true, sent: 0, received: 0 })
  })
})

describe('several servers', () => {
  it('[HO7] a space on two of them brings together those who know only one', async () => {
    const other = new FakeGroveServer(environment)
    const OTHER = 'https://other.test'
    const of = (url: string): FakeGroveServer => (url.startsWith(OTHER) ? other : server)
    const ada = await machine({
      fetch: (url, init) => of(url).fetch(url, init),
      connect: (url) => of(url).connect(url),
    })
    const bob = await machine(other)
    const eve = await machine()
    const { id } = await ada.create()
    await ada.signIn()
    await ada.signIn('ada', OTHER)
    const words = await ada.connect(id)
    await ada.settle(ada.home.connecting.connect(id, OTHER, true))
    await environment.run(5000)
    await bob.signIn('ada', OTHER)
    await bob.settle(bob.home.connecting.bring(OTHER, id, words))
    await eve.signIn()
    await eve.settle(eve.home.connecting.bring(SERVER, id, words))
    const spaces = [await bob.space(id), await eve.space(id)]
    for (const [index, space] of spaces.entries()) space.entries.createFolder(space.contentId, `Folder ${index}`)
    for (const one of [ada, bob, eve]) expect((await one.layer(id)).isVerified).toBe(true)
    for (const space of spaces) {
      const names = space.entries.children(space.contentId).map((entry) => entry.name)
      expect(names.sort()).toEqual(['Folder 0', 'Folder 1'])
    }
    server.stop()
    await environment.run(1000)
    const layers = ada.home.syncSummaries.current[0]?.layers ?? []
    expect(layers.map(({ place, state }) => [place, state])).toEqual([
      [SERVER, 'offline'],
      [OTHER, 'in-step'],
    ])
    await other.close()
  })
})

describe('a passphrase', () => {
  it('[HO4] that was not entered yet keeps layers waiting and nothing else', async () => {
    const { ada, id, words } = await connected()
    await ada.layer(id)
    await ada.settle(ada.home.keyring.setPassphrase('correct horse'))
    await ada.restart(null)
    expect((await ada.layer(id)).error).not.toBeNull()
    await ada.settle(ada.home.keyring.unlock('correct horse'))
    expect(await ada.layer(id)).toMatchObject({ state: 'refused', error: { code: 'key-missing' } })
    await ada.settle(ada.home.kits.enter(id, words))
    await ada.signIn()
    expect(await ada.layer(id)).toMatchObject({ state: 'in-step', isVerified: true })

    await ada.restart(null)
    const layer = await ada.layer(id)
    expect(layer).toMatchObject({ state: 'refused', error: { code: 'keys-locked' } })
    const space = await ada.space(id)
    space.entries.createFolder(space.contentId, 'Locked out of nothing')
    await ada.settle(ada.home.keyring.unlock('correct horse'))
    expect(await ada.layer(id)).toMatchObject({ state: 'in-step', isVerified: true, toSend: 0 })
  })
})

describe('a key store that changed', () => {
  it('[HO12] keeps the space and what is known of it, and the words of the kit put it right', async () => {
    const { ada, id, words } = await connected()
    await ada.layer(id)
    await ada.restart(new FakeKeyStore('another'))
    expect(await ada.layer(id)).toMatchObject({ state: 'refused', error: { code: 'key-missing' }, toSend: 0 })
    expect(ada.home.syncSummaries.current).toMatchObject([{ hasKey: false, isKitChecked: true }])
    await expect(ada.settle(ada.home.kits.show(id, ''))).rejects.toMatchObject({ detail: { code: 'key-missing' } })
    await ada.settle(ada.home.kits.enter(id, words))
    await ada.signIn()
    expect(await ada.layer(id)).toMatchObject({ state: 'in-step', isVerified: true })
  })
})

describe('an invitation', () => {
  it('[HO11] brings somebody new in with one link, once', async () => {
    const { ada, id } = await connected()
    await ada.layer(id)
    const { link } = await ada.settle(ada.home.invitations.make(id, SERVER, 'editor', 24))
    const eve = await machine()
    expect(await eve.settle(eve.home.invitations.look(link))).toMatchObject({
      server: SERVER,
      spaceId: id,
      spaceName: 'Garden',
      role: 'editor',
      signedInAs: null,
      isHere: false,
    })
    const account = { user: 'eve', password: 'long enough', isNew: true }
    expect(await eve.settle(eve.home.invitations.join(link, account))).toBe(id)
    expect(await eve.settle(eve.home.catalogue.summary(id))).toMatchObject({
      name: 'Garden',
      canOpen: true,
      problem: null,
    })
    expect(await eve.layer(id)).toMatchObject({ state: 'in-step', isVerified: true, role: 'editor' })

    const bob = await machine()
    const joining = bob.settle(
      bob.home.invitations.join(link, { ...account, user: 'bob', password: 'password of bob', isNew: false }),
    )
    await expect(joining).rejects.toMatchObject({ detail: { code: 'invite-invalid', reason: 'used' } })
    expect(bob.mediumById.size).toBe(0)
  })

  it('[HO11] that was used and went wrong afterwards works again for who used it', async () => {
    const { ada, id } = await connected()
    await ada.layer(id)
    const { link } = await ada.settle(ada.home.invitations.make(id, SERVER, 'editor', 24))
    const bob = await machine()
    await bob.signIn('bob')
    bob.store.failure = { code: 'disk-full', path: '/' }
    await expect(bob.settle(bob.home.invitations.join(link))).rejects.toMatchObject({ detail: { code: 'disk-full' } })
    bob.store.failure = null
    expect(await bob.settle(bob.home.invitations.join(link))).toBe(id)
    expect((await bob.layer(id)).isVerified).toBe(true)
  })

  it('[HO6, HO11] with another key, or none, makes nothing and leaves the invite unused', async () => {
    const { ada, id } = await connected()
    const { link } = await ada.settle(ada.home.invitations.make(id, SERVER, 'editor', 24))
    const bob = await machine()
    await bob.signIn('bob')
    for (const [key, code] of [
      [new Uint8Array(32), 'wrong-key'],
      [null, 'bad-link'],
    ] as const) {
      const forged = appLinkOf({ ...readJoinLink(link), key })
      await expect(bob.settle(bob.home.invitations.look(forged))).rejects.toMatchObject({ detail: { code } })
      await expect(bob.settle(bob.home.invitations.join(forged))).rejects.toMatchObject({ detail: { code } })
    }
    expect([bob.mediumById.size, bob.home.keyring.space(id)]).toEqual([0, undefined])
    expect([...server.inviteByCode.values()].map(({ isUsed }) => isUsed)).toEqual([false])
  })
})

describe('files', () => {
  it('[HO13] come by themselves, and at once when they are shown', async () => {
    const { ada, id, words } = await connected()
    await ada.layer(id)
    const bob = await machine()
    await bob.signIn()
    await bob.settle(bob.home.connecting.bring(SERVER, id, words))
    await bob.layer(id)
    const { hash } = await ada.files.put(new Uint8Array([1, 2, 3]))
    const waiting = bob.home.arrivals.fetch(id, hash)
    await environment.run(1500)
    expect(bob.files.hashes).toEqual([])
    ada.home.desk.fileAdded(id, hash)
    await bob.settle(waiting)
    expect(bob.files.hashes).toEqual([hash])
    expect(ada.files.hashes).toEqual([hash])
    expect([...server.files.chunks.values()].map((bytes) => bytes.byteLength > 3)).toEqual([true])
  })

  it('[SY44] are given again to a server that was restored and has lost them', async () => {
    const { ada, id } = await connected()
    const { hash } = await ada.files.put(new Uint8Array([1, 2, 3]))
    ada.home.desk.fileAdded(id, hash)
    // Until it was seen in the server's list, too.
    await environment.run(70_000)
    const [file] = server.files.files
    expect(file).toBeDefined()

    server.stop()
    await environment.run(1000)
    server.files.files = []
    server.files.chunks.clear()
    server.medium(id).logId = 'b'.repeat(32)
    server.isUp = true
    await environment.run(60_000)
    expect(server.files.files.map(({ name }) => name)).toEqual([file?.name])
  })

  it('[HO13] that nobody has are said to be missing after a while, and at once where nobody answers', async () => {
    const { ada, id } = await connected()
    await ada.layer(id)
    const missing = { detail: { code: 'bad-file' } }
    await expect(ada.settle(ada.home.arrivals.fetch(id, 'a'.repeat(64)))).rejects.toMatchObject(missing)
    server.stop()
    await environment.run(1000)
    const before = environment.now()
    await expect(ada.settle(ada.home.arrivals.fetch(id, 'a'.repeat(64)))).rejects.toMatchObject(missing)
    expect(environment.now() - before).toBeLessThan(1000)
    const alone = (await ada.create()).id
    await expect(ada.settle(ada.home.arrivals.fetch(alone, 'a'.repeat(64)))).rejects.toMatchObject(missing)
  })
})
