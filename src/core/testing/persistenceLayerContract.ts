import { describe, expect, it } from 'vitest'
import { opCountOf, packKey } from '../persistence/Pack'
import { onBench, type ContractBench, type LayerUnderTest } from './ContractBench'

export const TREE_A = 'a'.repeat(32)
export const TREE_B = 'b'.repeat(32)

/** The one suite every layer passes (SPEC PL). */
export function persistenceLayerContract(name: string, make: (seed: number) => Promise<LayerUnderTest>): void {
  describe(`PersistenceLayer contract: ${name}`, () => {
    let seed = 1
    const check = (title: string, test: (on: ContractBench) => Promise<void>): void => {
      it(title, async () => {
        await onBench(await make(seed++), test)
      })
    }

    check('[PL1] what flush confirmed is there after a crash, in the order it was appended', async (on) => {
      const layer = await on.open()
      const packs = on.write(TREE_A, 25)
      layer.append(packs)
      await on.settle(layer.flush())
      await on.crash()
      const again = await on.open()
      expect((await on.all(again)).map(packKey)).toEqual(packs.map(packKey))
      expect(again.summary().opCount).toBe(opCountOf(packs))
    })

    check('[PL1] bodies come back byte for byte', async (on) => {
      const layer = await on.open()
      const packs = on.write(TREE_A, 3)
      layer.append(packs)
      await on.settle(layer.flush())
      await on.crash()
      const found = await on.all(await on.open())
      expect(found.map((pack) => [...pack.body])).toEqual(packs.map((pack) => [...pack.body]))
    })

    check('[PL2] appending what it holds changes nothing', async (on) => {
      const layer = await on.open()
      const packs = on.write(TREE_A, 5)
      layer.append(packs)
      await on.settle(layer.flush())
      const before = layer.summary()
      layer.append([...packs].reverse())
      layer.append(packs.slice(1, 3))
      await on.settle(layer.flush())
      expect(layer.summary()).toEqual(before)
    })

    check('[PL3] reading since a position gives exactly what came after it', async (on) => {
      const layer = await on.open()
      const first = on.write(TREE_A, 4)
      layer.append(first)
      const middle = await on.settle(layer.flush())
      const second = on.write(TREE_B, 6)
      layer.append(second)
      await on.settle(layer.flush())
      expect((await on.all(layer, middle)).map(packKey)).toEqual(second.map(packKey))
      expect((await on.all(layer)).map(packKey)).toEqual([...first, ...second].map(packKey))
    })

    check('[PL3] a page holds about what was asked for, and at least one pack', async (on) => {
      const layer = await on.open()
      layer.append(on.write(TREE_A, 6))
      await on.settle(layer.flush())
      const page = await on.settle(layer.readSince(0, 1))
      expect(page.packs).toHaveLength(1)
      expect(page.through).toBeLessThan(page.head)
    })

    check('[PL4] count and fingerprint depend on the ops alone, not on order or batches', async (on) => {
      const layer = await on.open()
      const packs = [...on.write(TREE_A, 7), ...on.write(TREE_B, 5)]
      layer.append(packs.slice(0, 5))
      await on.settle(layer.flush())
      layer.append(packs.slice(5))
      await on.settle(layer.flush())
      const forward = layer.summary()
      await on.startOver()
      const other = await on.open()
      other.append(on.under.environment.random.shuffled(packs))
      await on.settle(other.flush())
      expect(other.summary().fingerprint).toBe(forward.fingerprint)
      expect(other.summary().opCount).toBe(forward.opCount)
      expect(forward.fingerprint).not.toBe('0000000000000000')
    })

    check('[PL5] a tree loads with all of its packs and no others', async (on) => {
      const layer = await on.open()
      const ofA = on.write(TREE_A, 9)
      const ofB = on.write(TREE_B, 4)
      layer.append([...ofB.slice(0, 2), ...ofA, ...ofB.slice(2)])
      await on.settle(layer.flush())
      expect((await on.tree(layer, TREE_A)).map(packKey).sort()).toEqual(ofA.map(packKey).sort())
      expect(await on.tree(layer, 'c'.repeat(32))).toEqual([])
    })

    check('[PL20] a tree loads from a position on: what came after it, and nothing twice', async (on) => {
      const layer = await on.open()
      const before = on.write(TREE_A, 5)
      layer.append([...before, ...on.write(TREE_B, 2)])
      const middle = await on.settle(layer.flush())
      const after = on.write(TREE_A, 3)
      layer.append([...after, ...on.write(TREE_B, 1)])
      const head = await on.settle(layer.flush())
      expect((await on.tree(layer, TREE_A, middle)).map(packKey).sort()).toEqual(after.map(packKey).sort())
      expect(await on.tree(layer, TREE_A, head)).toEqual([])
      expect(await on.tree(layer, TREE_A, 0)).toHaveLength(8)
    })

    check('[PL11] what is accepted and not durable yet can be told from what is', async (on) => {
      const layer = await on.open()
      const packs = on.write(TREE_A, 3)
      layer.append(packs.slice(0, 2))
      await on.settle(layer.flush())
      layer.append(packs.slice(2))
      expect(layer.pendingOf(TREE_A)).toEqual(packs.slice(2))
      expect(layer.pendingOf(TREE_B)).toEqual([])
      await on.settle(layer.flush())
      expect(layer.pendingOf(TREE_A)).toEqual([])
    })

    check('[PL17] comparing tells what it holds, range by range, and fetching gives those packs', async (on) => {
      const layer = await on.open()
      const packs = [...on.write(TREE_A, 300), ...on.write(TREE_B, 20)]
      layer.append(packs)
      await on.settle(layer.flush())
      const all = await on.settle(layer.compare(''))
      expect(all.opCount).toBe(opCountOf(packs))
      expect(all.fingerprint).toBe(layer.summary().fingerprint)
      const found: string[] = []
      for (const digit of '0123456789abcdef') {
        const part = await on.settle(layer.compare(digit))
        found.push(...(part.headers ?? []).map(packKey))
      }
      expect(found.sort()).toEqual(packs.map(packKey).sort())
      const wanted = [packs[3], packs[310]].filter((pack) => pack !== undefined)
      const fetched = await on.settle(layer.fetch([...wanted, { treeId: TREE_A, peerId: '9'.repeat(20), counter: 5 }]))
      expect(fetched.map(packKey).sort()).toEqual(wanted.map(packKey).sort())
      expect(fetched.map((pack) => pack.body.byteLength).sort()).toEqual(wanted.map((p) => p.body.byteLength).sort())
      expect(layer.takeRefused()).toEqual([])
    })

    check('[PL6] another body under a known id is an alarm, and the first body stands', async (on) => {
      const layer = await on.open()
      const [pack] = on.write(TREE_A, 1)
      if (!pack) throw new Error('nothing was written')
      layer.append([pack])
      await on.settle(layer.flush())
      const before = layer.summary()
      const forged = { ...pack, body: Uint8Array.from([...pack.body].reverse()) }
      const heard = on.errorsOf(layer)
      layer.append([forged])
      await on.settle(layer.flush().catch(() => 0))
      await on.under.environment.run()
      expect(heard().map((error) => error.code)).toContain('divergent-op')
      expect(layer.summary().fingerprint).toBe(before.fingerprint)
      expect([...((await on.tree(layer, TREE_A))[0]?.body ?? [])]).toEqual([...pack.body])
    })

    check('[PL7] a broken medium keeps nothing from being accepted, and healing saves it all', async (on) => {
      const layer = await on.open()
      const before = on.write(TREE_A, 2)
      layer.append(before)
      await on.settle(layer.flush())
      await on.under.breakMedium()
      const during = on.write(TREE_A, 3)
      layer.append(during)
      await expect(on.settle(layer.flush())).rejects.toMatchObject({ detail: { code: on.under.brokenCode } })
      expect(layer.status.current).toMatchObject({ state: 'failing', pendingOps: opCountOf(during) })
      expect(layer.status.current.lastError?.code).toBe(on.under.brokenCode)
      await on.under.healMedium()
      await on.under.environment.run(120_000)
      expect(layer.status.current).toMatchObject({ state: 'ready', pendingOps: 0 })
      await on.crash()
      expect((await on.all(await on.open())).map(packKey)).toEqual([...before, ...during].map(packKey))
    })

    check('[PL8] status counts what is accepted and not durable yet', async (on) => {
      const layer = await on.open()
      const packs = on.write(TREE_A, 4)
      layer.append(packs)
      expect(layer.status.current.pendingOps).toBe(opCountOf(packs))
      await on.settle(layer.flush())
      expect(layer.status.current).toMatchObject({ state: 'ready', pendingOps: 0, lastError: null })
    })

    check('[PL9] secrets keep the newest version, deletion included, over a restart', async (on) => {
      const layer = await on.open()
      layer.saveSecrets([
        { key: 'token', version: 2, value: 'two' },
        { key: 'gone', version: 1, value: 'x' },
      ])
      layer.saveSecrets([
        { key: 'token', version: 1, value: 'one' },
        { key: 'gone', version: 2, value: null },
      ])
      await on.settle(layer.flush())
      await on.crash()
      const again = await on.open()
      const found = new Map((await on.settle(again.loadSecrets())).map((secret) => [secret.key, secret]))
      expect(found.get('token')).toEqual({ key: 'token', version: 2, value: 'two' })
      expect(found.get('gone')).toEqual({ key: 'gone', version: 2, value: null })
    })

    check('[PL10] close flushes, may be called twice, and then nothing is accepted', async (on) => {
      const layer = await on.open()
      const packs = on.write(TREE_A, 3)
      layer.append(packs)
      await on.settle(Promise.all([layer.close(), layer.close()]))
      expect(layer.status.current.state).toBe('closed')
      await expect(on.settle(layer.flush())).rejects.toMatchObject({ detail: { code: 'closed' } })
      expect((await on.all(await on.open())).map(packKey)).toEqual(packs.map(packKey))
    })
  })
}
