import { afterEach, describe, expect, it } from 'vitest'
import { PLAIN_CIPHER } from '../../core/keys/plainCipher'
import { sealedCipher } from '../../core/keys/sealedCipher'
import { newSpaceKey } from '../../core/keys/SpaceKey'
import { packOps } from '../../core/persistence/packBody'
import { MAX_BODY_BYTES, packKey, type Pack } from '../../core/persistence/Pack'
import type { PackBatch } from '../../core/persistence/PersistenceLayer'
import type { PresenceNote } from '../../core/sync/PresenceChannel'
import { persistenceLayerContract, TREE_A, TREE_B } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import type { ServerPersistenceLayer } from './ServerPersistenceLayer'
import { SealedHost } from './testing/SealedHost'

for (const kind of ['sealed', 'plain'] as const) {
  persistenceLayerContract(`ServerPersistenceLayer, ${kind}`, (seed) => {
    const environment = new TestEnvironment(seed)
    const cipher = kind === 'sealed' ? sealedCipher(newSpaceKey(environment), environment) : PLAIN_CIPHER
    let host = new SealedHost(environment, TREE_A, cipher.keyId)
    return Promise.resolve({
      environment,
      makeLayer: () => host.layer(cipher),
      crash: () => {
        host.crash()
        return Promise.resolve()
      },
      startOver: async () => {
        await host.close()
        host = new SealedHost(environment, TREE_A, cipher.keyId)
      },
      breakMedium: () => {
        host.medium.failure = { code: 'read-only', path: 'memory' }
      },
      healMedium: () => {
        host.medium.failure = null
      },
      brokenCode: 'server-error',
      dispose: () => host.close(),
    })
  })
}

class Bench {
  readonly environment = new TestEnvironment(1)
  readonly cipher = sealedCipher(newSpaceKey(this.environment), this.environment)
  readonly host = new SealedHost(this.environment, TREE_A, this.cipher.keyId)
  readonly #opened: ServerPersistenceLayer[] = []

  async open(deliver: (batch: PackBatch) => void = () => undefined): Promise<ServerPersistenceLayer> {
    const layer = this.host.layer(this.cipher)
    this.#opened.push(layer)
    await this.settle(layer.open(deliver))
    return layer
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.environment.settle(promise)
  }

  /** A tree with words to search for. */
  write(count: number): Pack[] {
    const tree = SpaceTree.create({
      treeId: TREE_B,
      peerId: newPeerId(this.environment),
      environment: this.environment,
    })
    const packs: Pack[] = []
    while (packs.length < count) {
      if (tree.root) tree.setProperty(tree.root.id, `marigold${packs.length}`, 'chrysanthemum')
      // Plain bytes, as they come back: in Node the codec makes Buffers.
      packs.push(...packOps(TREE_B, tree.takeLocalOps()).map((pack) => ({ ...pack, body: Uint8Array.from(pack.body) })))
    }
    return packs
  }

  async close(): Promise<void> {
    await this.settle(Promise.all(this.#opened.map((layer) => layer.close())))
    await this.host.close()
    // What was still on the wire arrives at nobody.
    await this.environment.run(10)
    expect(this.environment.waiting, 'timers left').toBe(0)
  }
}

describe('a space on a server', () => {
  let on = new Bench()
  afterEach(async () => {
    const used = on
    on = new Bench()
    await used.close()
  })

  it('[SC1] leaves nothing readable there, and another machine with the key reads it', async () => {
    const layer = await on.open()
    const packs = on.write(20)
    layer.append(packs)
    layer.saveSecrets([{ key: 'marigold-token', version: 1, value: 'chrysanthemum' }])
    await on.settle(layer.flush())
    const kept = Buffer.concat([
      ...on.host.medium.packs.map(({ body }) => body),
      Buffer.from(JSON.stringify(on.host.medium.secrets)),
    ])
    for (const word of ['marigold', 'chrysanthemum']) {
      expect(kept.includes(word)).toBe(false)
      expect(Buffer.concat(packs.map(({ body }) => body)).includes(word)).toBe(true)
    }
    const received: Pack[] = []
    const other = await on.open(({ packs: some }) => void received.push(...some))
    other.follow(0)
    await on.environment.run(1000)
    expect(received).toEqual(packs)
    expect(await on.settle(other.loadSecrets())).toEqual([
      { key: 'marigold-token', version: 1, value: 'chrysanthemum' },
    ])
  })

  it('[SC2] with the wrong key is refused before anything is sent', async () => {
    const stranger = sealedCipher(newSpaceKey(on.environment), on.environment)
    for (const cipher of [stranger, PLAIN_CIPHER]) {
      const layer = on.host.layer(cipher)
      layer.append(on.write(1))
      await expect(on.settle(layer.open(() => undefined))).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
      await on.settle(layer.close())
    }
    expect(on.host.medium.packs).toEqual([])
  })

  it('[SC3] leaves out what does not open, counts it, and goes on with the rest', async () => {
    const layer = await on.open()
    const packs = on.write(6)
    layer.append(packs)
    await on.settle(layer.flush())
    const kept = on.host.medium.packs
    const swap = (index: number, body: Uint8Array): void => {
      const pack = kept[index]
      if (pack) kept[index] = { ...pack, body }
    }
    swap(1, kept[2]?.body ?? new Uint8Array())
    swap(4, new Uint8Array(60))
    const good = [0, 2, 3, 5].map((index) => packs[index])

    const batches: PackBatch[] = []
    const other = await on.open((batch) => void batches.push(batch))
    other.follow(0)
    await on.environment.run(1000)
    expect(batches.flatMap((batch) => batch.packs)).toEqual(good)
    expect(batches.at(-1)?.through).toBe(6)
    expect(other.status.current).toMatchObject({
      state: 'ready',
      lastError: { code: 'bad-op', reason: '2 on the server do not open with the key of this space' },
    })

    const parts: Pack[] = []
    const read = async (): Promise<void> => {
      for await (const part of other.loadTree(TREE_B)) parts.push(...part)
    }
    await on.settle(read())
    expect(parts).toEqual(good)
    expect((await on.settle(other.fetch(packs))).map(packKey).sort()).toEqual(good.map((pack) => packKey(pack!)).sort())
    expect(await on.settle(other.readSince(3, 1000))).toMatchObject({ packs: good.slice(2), through: 6, head: 6 })
    expect(other.status.current.lastError).toMatchObject({
      code: 'bad-op',
      reason: expect.stringMatching(/^2 /) as unknown,
    })
  })

  it('[SC3] leaves out secrets that were not sealed with this key', async () => {
    const layer = await on.open()
    on.host.medium.secrets = []
    layer.saveSecrets([{ key: 'token', version: 1, value: 'right' }])
    await on.settle(layer.flush())
    on.host.crash()
    on.host.medium.secrets.push({ key: 'token', version: 9, value: 'forged' })
    const again = await on.open()
    expect(await on.settle(again.loadSecrets())).toEqual([{ key: 'token', version: 1, value: 'right' }])
  })

  it('[SC4] sends the same bytes again whichever machine offers a pack, so nothing diverges', async () => {
    const [one, other] = [await on.open(), await on.open()]
    const packs = on.write(3)
    one.append(packs)
    other.append(packs)
    await on.settle(Promise.all([one.flush(), other.flush()]))
    expect(on.host.medium.packs).toHaveLength(3)
    expect(on.host.medium.divergent).toEqual([])
    expect(one.status.current.lastError).toBeNull()
  })

  it('[SC3] refuses for good what is too large to be sealed, and takes the rest', async () => {
    const layer = await on.open()
    const [first, second] = on.write(2)
    if (!first || !second) throw new Error('nothing was written')
    layer.append([{ ...first, body: new Uint8Array(MAX_BODY_BYTES) }, second])
    await on.settle(layer.flush())
    expect(layer.status.current.lastError).toMatchObject({ code: 'too-large' })
    expect(layer.takeRefused()).toMatchObject([{ counter: first.counter, detail: { code: 'too-large' } }])
    expect(layer.takeRefused()).toEqual([])
    expect(on.host.medium.packs.map(packKey)).toEqual([packKey(second)])
    expect(layer.status.current.lastError).toBeNull()
  })

  it('[SC3] a secret no server takes is named, and the others are saved', async () => {
    const layer = await on.open()
    layer.saveSecrets([
      { key: 'long', version: 1, value: 'x'.repeat(800_000) },
      { key: 'token', version: 1, value: 'y' },
    ])
    await on.settle(layer.flush())
    expect(await on.settle(layer.loadSecrets())).toEqual([{ key: 'token', version: 1, value: 'y' }])
    expect(layer.status.current.lastError).toMatchObject({ code: 'too-large', what: 'A secret of this space' })
  })

  it('[SC1] seals who is here, and drops what a stranger says', async () => {
    const [one, other] = [await on.open(), await on.open()]
    const heard: PresenceNote[] = []
    other.presence.onPresence((note) => heard.push(note))
    const who = '1'.repeat(20)
    one.presence.sendPresence({ who, state: Uint8Array.of(1, 2) })
    one.presence.sendPresence({ who, state: null })
    await on.environment.run(1000)
    expect(heard).toEqual([
      { who, state: Uint8Array.of(1, 2) },
      { who, state: null },
    ])
    expect(one.role).toBe('owner')
  })
})
