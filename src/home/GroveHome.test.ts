import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeGroveServer } from './testing/FakeGroveServer'
import { FakeKeyStore } from './testing/FakeKeyStore'
import { HomeBench } from './testing/HomeBench'
import { SERVER } from './testing/TestHome'

let bench: HomeBench
beforeEach(() => {
  bench = new HomeBench()
})
afterEach(() => bench.close())

describe('a server that does not answer', () => {
  it('[HO8] costs nothing here, and is said', async () => {
    const { ada, id } = await bench.connected()
    bench.server.stop()
    const space = await ada.space(id)
    space.entries.createFolder(space.contentId, 'Offline')
    const layer = await ada.layer(id)
    expect(layer).toMatchObject({ state: 'offline', isVerified: false })
    expect(layer.toSend).toBeGreaterThan(0)
    const open = await ada.settle(ada.home.catalogue.hold(id))
    expect(open.saveState.current.state).toBe('saved')
    bench.server.isUp = true
    ada.home.retryNow()
    expect(await ada.layer(id)).toMatchObject({ state: 'in-step', isVerified: true, toSend: 0 })
  })

  it('[HO8] a login that ended is told, stays ended after a restart, and a new one goes on', async () => {
    const { ada, id } = await bench.connected()
    bench.server.revokeAll()
    await bench.environment.run(5000)
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
    const { ada } = await bench.connected()
    bench.server.stop()
    await ada.settle(ada.home.servers.signOut(SERVER))
    expect(ada.home.serverSummaries.current).toMatchObject([{ isSignedIn: false, problem: null }])
    expect(ada.store.text).not.toContain('token:')
    await bench.environment.run(60_000)
  })
})

describe('layers', () => {
  it('[HO9] one that was paused rests over a restart, says what it lacks, and goes on', async () => {
    const { ada, id } = await bench.connected()
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
    const { ada, id } = await bench.connected()
    await ada.layer(id)
    const there = bench.server.medium(id).packs.length
    await ada.settle(ada.home.connecting.disconnect(id, `server:${SERVER}`))
    await bench.environment.run(1000)
    expect(ada.home.syncSummaries.current).toMatchObject([{ spaceId: id, layers: [] }])
    const space = await ada.space(id)
    space.entries.createFolder(space.contentId, 'Only here')
    await bench.environment.run(5000)
    expect(bench.server.medium(id).packs.length).toBe(there)
    await ada.settle(ada.home.connecting.connect(id, SERVER, true))
    expect((await ada.layer(id)).isVerified).toBe(true)
  })

  it('[HO9] are told of at most every 100 ms', async () => {
    const { ada, id } = await bench.connected()
    await ada.layer(id)
    const space = await ada.space(id)
    const before = ada.told.length
    for (let count = 0; count < 50; count++) {
      space.entries.createFolder(space.contentId, `Folder ${count}`)
      await bench.environment.run(10)
    }
    expect(ada.told.length - before).toBeLessThanOrEqual(6)
  })

  it('[HO9] verify compares both sides and gives each what it lacks', async () => {
    const { ada, id } = await bench.connected()
    await ada.layer(id)
    const run = await ada.settle(ada.home.desk.run(id, `server:${SERVER}`))
    expect(await ada.settle(run.verify())).toEqual({ isEqual: true, sent: 0, received: 0 })
  })
})

describe('several servers', () => {
  it('[HO7] a space on two of them brings together those who know only one', async () => {
    const other = new FakeGroveServer(bench.environment)
    const OTHER = 'https://other.test'
    const of = (url: string): FakeGroveServer => (url.startsWith(OTHER) ? other : bench.server)
    const ada = await bench.machine({
      fetch: (url, init) => of(url).fetch(url, init),
      connect: (url) => of(url).connect(url),
    })
    const bob = await bench.machine(other)
    const eve = await bench.machine()
    const { id } = await ada.create()
    await ada.signIn()
    await ada.signIn('ada', OTHER)
    const words = await ada.connect(id)
    await ada.settle(ada.home.connecting.connect(id, OTHER, true))
    await bench.environment.run(5000)
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
    bench.server.stop()
    await bench.environment.run(1000)
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
    const { ada, id, words } = await bench.connected()
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
    const { ada, id, words } = await bench.connected()
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
