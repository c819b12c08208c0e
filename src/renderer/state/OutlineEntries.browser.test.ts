import { describe, expect, it } from 'vitest'
import type { Entry } from '../../core/space/Entry'
import { OutlineEntries } from './OutlineEntries'

function entry(id: string): Entry {
  const none = { icon: undefined, appId: undefined, treeId: undefined, file: undefined }
  return { id, parentId: 'content', kind: 'folder', name: id, hasChildren: false, ...none }
}

describe('entries from the node table', () => {
  it('[UI180] are there as soon as the first are known, and all when the others have come', async () => {
    const [first, all] = [[entry('a')], [entry('a'), entry('b')]]
    let finish: (entries: readonly Entry[]) => void = () => undefined
    const outline = new OutlineEntries((_parentId, onFirst) => {
      onFirst(first)
      return new Promise((resolve) => (finish = resolve))
    })
    await outline.load(['content'])
    expect([outline.childIds('content'), outline.hasAll('content')]).toEqual([['a'], false])
    finish(all)
    await expect.poll(() => outline.hasAll('content')).toBe(true)
    expect(outline.childIds('content')).toEqual(['a', 'b'])
    expect(outline.entry('b')?.name).toBe('b')
  })

  it('[UI180] say so when they cannot be read', async () => {
    const outline = new OutlineEntries(() => Promise.reject(new Error('no')))
    await expect(outline.load(['content'])).rejects.toThrow('no')
    expect(outline.childIds('content')).toEqual([])
  })
})
