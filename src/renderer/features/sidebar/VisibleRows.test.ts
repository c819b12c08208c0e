import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../core/space/Entry'
import type { VertexId } from '../../../core/tree/ops'
import { SeededRandom } from '../../../core/testing/SeededRandom'
import type { EntrySource } from '../../state/EntrySource'
import { VisibleRows, type TreeRow } from './VisibleRows'

/** A tree that counts what is asked of it. */
class CountedSource implements EntrySource {
  readonly isLive = true
  readonly contentId = 'content'
  readonly childrenByParent = new Map<VertexId, VertexId[]>([['content', []]])
  readonly parentById = new Map<VertexId, VertexId>()
  readonly incomplete = new Set<VertexId>()
  reads = 0

  add(id: VertexId, parentId: VertexId): void {
    this.parentById.set(id, parentId)
    this.childrenByParent.set(parentId, [...this.childIds(parentId), id])
  }

  entry(id: VertexId): Entry | undefined {
    this.reads++
    const parentId = this.parentById.get(id)
    const nothing = { icon: undefined, appId: undefined, treeId: undefined, file: undefined } as const
    return parentId === undefined
      ? undefined
      : { id, parentId, kind: 'folder', name: id, hasChildren: this.childrenByParent.has(id), ...nothing }
  }

  childIds(parentId: VertexId): readonly VertexId[] {
    return this.childrenByParent.get(parentId) ?? []
  }

  hasAll(parentId: VertexId): boolean {
    return !this.incomplete.has(parentId)
  }
}

/** The rows one by one, as a person would say them. */
function expected(source: CountedSource, expanded: ReadonlySet<VertexId>): TreeRow[] {
  const list = (parentId: VertexId, level: number): TreeRow[] => {
    const ids = source.childIds(parentId)
    const count = source.hasAll(parentId) ? ids.length : -1
    return ids.flatMap((id, index) => [
      { id, parentId, level, position: index + 1, count },
      ...(expanded.has(id) ? list(id, level + 1) : []),
    ])
  }
  return list('content', 1)
}

describe('the rows of the sidebar', () => {
  it('[UI204] are those of the open parts of the tree, in order, whatever is open', () => {
    const random = new SeededRandom(204)
    for (let round = 0; round < 200; round++) {
      const source = new CountedSource()
      const ids = ['content']
      const expanded = new Set<VertexId>(['gone'])
      for (let entry = 0; entry < random.integer(60); entry++) {
        const id = `e${entry}`
        source.add(id, ids[random.integer(ids.length)] ?? 'content')
        ids.push(id)
        if (random.integer(2) === 0) expanded.add(id)
        if (random.integer(8) === 0) source.incomplete.add(id)
      }
      const rows = new VisibleRows(source, expanded)
      const all = expected(source, expanded)
      expect(rows.ids).toEqual(all.map(({ id }) => id))
      expect(rows.length).toBe(all.length)
      expect(all.map((_, index) => rows.at(index))).toEqual(all)
      expect([rows.at(-1), rows.at(all.length), rows.indexOf('gone')]).toEqual([undefined, undefined, undefined])
      for (const [index, { id, level }] of all.entries()) {
        expect(rows.indexOf(id)).toBe(index)
        expect(rows.after(index)).toEqual(all.slice(index + 1).find((row) => row.level <= level))
      }
    }
  })

  it('[UI204] cost nothing each: of a long list only what is open in it is looked at', () => {
    const source = new CountedSource()
    source.childrenByParent.set(
      'content',
      Array.from({ length: 50_000 }, (_, index) => `e${index}`),
    )
    source.parentById.set('e7', 'content')
    source.add('below', 'e7')
    const rows = new VisibleRows(source, new Set(['e7', 'gone']))
    expect(rows.at(50_000)).toEqual({ id: 'e49999', parentId: 'content', level: 1, position: 50_000, count: 50_000 })
    expect(source.reads).toBe(2)
    // A list with nothing open in it is the one its parent has.
    expect(new VisibleRows(source, new Set()).ids).toBe(source.childIds('content'))
  })
})
