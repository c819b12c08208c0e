import { describe, expect, it } from 'vitest'
import { readAllRows } from '../persistence/outline/readAllRows'
import type { Pack } from '../persistence/Pack'
import { packOps } from '../persistence/packBody'
import type { Journal, Position, SyncMemory } from '../persistence/PersistenceLayer'
import { newPeerId } from '../tree/PeerId'
import { SpaceTree } from '../tree/SpaceTree'
import type { TreeId, TreeOp, VertexId } from '../tree/ops'
import { onBench, type ContractBench, type LayerUnderTest } from './ContractBench'
import { TREE_A, TREE_B } from './persistenceLayerContract'

/** One that keeps its log itself. */
export type LocalJournal = Journal & SyncMemory

/** What a journal under test lets a test do to what it keeps. */
export interface JournalUnderTest extends LayerUnderTest<LocalJournal> {
  /** Damages the stored snapshot of a tree, as a bad disk does. */
  readonly damageSnapshot: (treeId: string) => Promise<void> | void
}

/** What a journal that keeps a log promises beyond what every layer does (SPEC PL). */
export function journalContract(name: string, make: (seed: number) => Promise<JournalUnderTest>): void {
  describe(`Journal contract: ${name}`, () => {
    let seed = 1000
    const check = (
      title: string,
      test: (on: ContractBench<LocalJournal>, under: JournalUnderTest) => Promise<void>,
    ): void => {
      it(title, async () => {
        const under = await make(seed++)
        await onBench(under, (on) => test(on, under))
      })
    }
    const bytes = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, index) => (index * 7) % 251)

    /** A journal with some packs of tree A; resolves with its head. */
    async function filled(on: ContractBench<LocalJournal>): Promise<{ journal: LocalJournal; head: number }> {
      const journal = await on.open()
      journal.append(on.write(TREE_A, 6))
      return { journal, head: await on.settle(journal.flush()) }
    }

    check('[PL21] a snapshot comes back as it was saved, also after a restart', async (on) => {
      const { journal, head } = await filled(on)
      expect(await on.settle(journal.loadSnapshot(TREE_A))).toBeUndefined()
      const snapshot = { treeId: TREE_A, through: head - 1, bytes: bytes(100_000) }
      await on.settle(journal.saveSnapshot(snapshot))
      expect(await on.settle(journal.loadSnapshot(TREE_B))).toBeUndefined()
      await on.settle(journal.close())
      expect(await on.settle((await on.open()).loadSnapshot(TREE_A))).toEqual(snapshot)
    })

    check('[PL21] a newer snapshot takes the place of the one before, an older one does not', async (on) => {
      const { journal, head } = await filled(on)
      await on.settle(journal.saveSnapshot({ treeId: TREE_A, through: head - 1, bytes: bytes(50) }))
      const newer = { treeId: TREE_A, through: head, bytes: bytes(60) }
      await on.settle(journal.saveSnapshot(newer))
      await on.settle(journal.saveSnapshot({ treeId: TREE_A, through: head - 2, bytes: bytes(40) }))
      expect(await on.settle(journal.loadSnapshot(TREE_A))).toEqual(newer)
      const mended = { ...newer, bytes: bytes(61) }
      await on.settle(journal.saveSnapshot(mended))
      expect(await on.settle(journal.loadSnapshot(TREE_A))).toEqual(mended)
    })

    check('[PL22] a snapshot changes nothing of the log', async (on) => {
      const { journal, head } = await filled(on)
      const before = journal.summary()
      await on.settle(journal.saveSnapshot({ treeId: TREE_A, through: head, bytes: bytes(10) }))
      expect(journal.summary()).toEqual(before)
      expect(await on.tree(journal, TREE_A)).toHaveLength(6)
      expect(await on.all(journal)).toHaveLength(6)
    })

    check('[PL22] a damaged snapshot is none, and can be made anew', async (on, under) => {
      const { journal, head } = await filled(on)
      await on.settle(journal.saveSnapshot({ treeId: TREE_A, through: head, bytes: bytes(5000) }))
      await on.settle(journal.close())
      await under.damageSnapshot(TREE_A)
      const again = await on.open()
      expect(await on.settle(again.loadSnapshot(TREE_A))).toBeUndefined()
      expect(await on.tree(again, TREE_A)).toHaveLength(6)
      const whole = { treeId: TREE_A, through: head, bytes: bytes(5001) }
      await on.settle(again.saveSnapshot(whole))
      expect(await on.settle(again.loadSnapshot(TREE_A))).toEqual(whole)
    })

    check('[PL22] one that somebody could not read is dropped, its successor is not', async (on) => {
      const { journal, head } = await filled(on)
      const older = { treeId: TREE_A, through: head - 1, bytes: bytes(30) }
      await on.settle(journal.saveSnapshot(older))
      await on.settle(journal.dropSnapshot({ treeId: TREE_A, through: head - 1 }))
      expect(await on.settle(journal.loadSnapshot(TREE_A))).toBeUndefined()
      const newer = { ...older, through: head }
      await on.settle(journal.saveSnapshot(newer))
      await on.settle(journal.dropSnapshot(older))
      expect(await on.settle(journal.loadSnapshot(TREE_A))).toEqual(newer)
    })

    check('[PL22] a snapshot of more than the log holds is none', async (on) => {
      const { journal, head } = await filled(on)
      await on.settle(journal.saveSnapshot({ treeId: TREE_A, through: head + 1, bytes: bytes(10) }))
      expect(await on.settle(journal.loadSnapshot(TREE_A))).toBeUndefined()
    })

    check('[EV5] a journal says where the packs of a tree stand', async (on) => {
      const journal = await on.open()
      for (const treeId of [TREE_A, TREE_B, TREE_A]) {
        journal.append(on.write(treeId, 3))
        await on.settle(journal.flush())
      }
      const placed = async (layer: LocalJournal, treeId: TreeId): Promise<Position[]> => {
        const [positions, packs, loaded]: [Position[], Pack[], Pack[]] = [[], [], []]
        for await (const part of layer.placesOf(treeId)) {
          positions.push(...part.positions)
          packs.push(...part.packs)
        }
        for await (const part of layer.loadTree(treeId)) loaded.push(...part)
        expect(packs).toEqual(loaded)
        return positions
      }
      expect(await on.settle(placed(journal, TREE_A))).toEqual([1, 2, 3, 7, 8, 9])
      expect(await on.settle(placed(journal, TREE_B))).toEqual([4, 5, 6])
      await on.settle(journal.close())
      const again = await on.open()
      expect(await on.settle(placed(again, TREE_A))).toEqual([1, 2, 3, 7, 8, 9])
      expect(await on.settle(placed(again, 'c'.repeat(32)))).toEqual([])
    })

    check('[PL16] the node table is right also where it was read while a move waited for its parent', async (on) => {
      const { environment } = on.under
      const journal = await on.open()
      const tree = SpaceTree.create({ treeId: TREE_A, peerId: newPeerId(environment), environment })
      const write = async (ops: readonly TreeOp[]): Promise<void> => {
        journal.append(packOps(TREE_A, ops))
        await on.settle(journal.flush())
      }
      const namesIn = async (id: VertexId): Promise<unknown[]> =>
        (await on.settle(readAllRows(journal, id))).map((row) => row.properties['name'])
      const rootId = tree.root?.id ?? ''
      await write(tree.takeLocalOps())
      const folderId = tree.createVertex(rootId, { kind: 'folder', name: 'Folder' })
      const folder = tree.takeLocalOps()
      const pageId = tree.createVertex(rootId, { kind: 'entry', name: 'Page' })
      await write(tree.takeLocalOps())
      tree.moveVertex(pageId, folderId)
      await write(tree.takeLocalOps())
      expect(await namesIn(rootId)).toEqual(['Page'])
      await write(folder)
      expect(await namesIn(rootId)).toEqual(['Folder'])
      expect(await namesIn(folderId)).toEqual(['Page'])
    })
  })
}
