import { RepTree, Vertex, type VertexChangeEvent, type VertexOperation } from 'reptree'
import { describe, expect, it } from 'vitest'
import { plainRepTree } from '../testing/plainRepTree'
import { TestEnvironment } from '../testing/TestEnvironment'
import { newPeerId } from './PeerId'
import { SpaceTree } from './SpaceTree'

const environment = new TestEnvironment(1)

function started(): SpaceTree {
  return SpaceTree.create({ treeId: 't'.repeat(32), peerId: newPeerId(environment), environment })
}

describe('RepTree methods on a SpaceTree', () => {
  it('[TR21] vertices and bound objects read and write it', () => {
    const tree = started()
    const folder = tree.root!.newNamedChild('folder', { color: 'red' })
    const page = folder.newChild({ name: 'page' })
    const bound = page.bind<{ name: string; size: number | undefined }>()
    bound.size = 3
    bound.name = 'renamed'
    expect(tree).toBeInstanceOf(RepTree)
    expect(page).toBeInstanceOf(Vertex)
    expect(page.getProperties()).toMatchObject({ name: 'renamed', size: 3 })
    expect(tree.getVertexByPath('folder/renamed')?.id).toBe(page.id)
    expect(page.ancestors.map((vertex) => vertex.id)).toEqual([folder.id, tree.root!.id])
    expect(page.createdAt.getTime()).toBe(environment.now())
    page.moveTo(tree.root!)
    expect(tree.root!.children.map((vertex) => vertex.name)).toEqual([
      ...tree.root!.children.map((vertex) => vertex.name),
    ])
    expect(folder.childrenIds).toEqual([])
    page.delete()
    expect(tree.isRemoved(page.id)).toBe(true)
    expect(tree.printTree()).toContain('folder')
    expect(tree.takeLocalOps()).toHaveLength(tree.opCount)
  })

  it('[TR21] syncs with plain RepTree both ways', () => {
    const tree = started()
    const plain = plainRepTree('5'.repeat(20), tree.heldOps())
    const child = plain.root!.newNamedChild('from plain')
    tree.merge(plain.popLocalOps())
    tree.root!.newNamedChild('from space')
    plain.merge(tree.popLocalOps())
    expect(plain.compareStructure(tree)).toBe(true)
    expect(tree.compareStructure(plain)).toBe(true)
    expect(tree.compareMoveOps(plain)).toBe(true)
    expect(tree.getVertex(child.id)?.name).toBe('from plain')
    expect(tree.replicate('6'.repeat(20)).compareStructure(plain)).toBe(true)
  })

  it('[TR21] popLocalOps leaves text ops for takeLocalOps', () => {
    const tree = started()
    tree.text(tree.root!.id, 'body').getText('body').insert(0, 'hi')
    tree.root!.name = 'x'
    expect(tree.popLocalOps()).toHaveLength(4)
    expect(tree.takeLocalOps()).toEqual([expect.objectContaining({ key: 'body' })])
  })

  it('[TR12] [TR21] observers answer synchronously, once per change', () => {
    const tree = started()
    const page = tree.root!.newNamedChild('page')
    const events: VertexChangeEvent[][] = []
    const ops: VertexOperation[] = []
    const moves: [string, boolean][] = []
    let children = 0
    const cancels = [
      tree.observe(page.id, (batch) => events.push(batch)),
      tree.observeOpApplied((op) => ops.push(op)),
      tree.observeVertexMove((vertex, isNew) => moves.push([vertex.id, isNew])),
      tree.root!.observeChildren(() => children++),
    ]
    tree.transact(() => {
      page.name = 'renamed'
      page.name = 'again'
    })
    expect(events).toEqual([[{ type: 'property', vertexId: page.id, key: 'name', value: 'again' }]])
    expect([ops.length, children]).toEqual([2, 1])
    const child = page.newChild()
    page.delete()
    expect(events[1]).toEqual([{ type: 'children', vertexId: page.id }])
    expect(events[2]?.[0]).toMatchObject({ type: 'move', oldParentId: tree.root!.id, newParentId: '0' })
    expect(moves).toEqual([
      [child.id, true],
      [page.id, false],
    ])
    for (const cancel of cancels) cancel()
    page.name = 'unheard'
    expect(events).toHaveLength(3)
  })

  it('[TR21] refuses transient properties and drops those of others', () => {
    const tree = started()
    const rootId = tree.root!.id
    expect(() => tree.setTransientVertexProperty(rootId, 'hover', true)).toThrow('not supported')
    tree.merge([
      { id: { counter: 9, peerId: '1'.repeat(20) }, targetId: rootId, key: 'hover', value: true, transient: true },
    ])
    expect(tree.property(rootId, 'hover')).toBeUndefined()
    expect([tree.stateVectorEnabled, tree.getStateVector()]).toEqual([false, null])
    expect(tree.getMissingOps()).toHaveLength(tree.opCount)
  })
})
