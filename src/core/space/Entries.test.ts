import { beforeEach, describe, expect, it } from 'vitest'
import { TestEnvironment } from '../testing/TestEnvironment'
import { newSpaceId, Space } from './Space'

let space: Space
beforeEach(() => {
  const environment = new TestEnvironment(1)
  const look = { name: 'Test', color: 'green', icon: '🌳' }
  space = Space.create(
    newSpaceId(environment),
    look,
    environment,
    async function* () {},
    () => undefined,
  )
})

function names(parentId = space.contentId): string[] {
  return space.entries.children(parentId).map((entry) => entry.name)
}

describe('Entries', () => {
  it('[SP8] keep the order people give them', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => space.entries.createFolder(space.contentId, name)) as [
      string,
      string,
      string,
    ]
    space.entries.move(c, space.contentId, { before: a })
    space.entries.move(a, space.contentId, { after: b })
    expect(names()).toEqual(['c', 'b', 'a'])
    space.entries.move(c, b)
    expect(names()).toEqual(['b', 'a'])
    expect(names(b)).toEqual(['c'])
  })

  it('[SP8] never come to lie in themselves', () => {
    const outer = space.entries.createFolder(space.contentId, 'outer')
    const inner = space.entries.createFolder(outer, 'inner')
    expect(space.entries.move(outer, inner)).toBe(false)
    expect(space.entries.move(outer, outer)).toBe(false)
    expect(names()).toEqual(['outer'])
  })

  it('[SP9] go to the trash with all below them and come back to their place', () => {
    const folder = space.entries.createFolder(space.contentId, 'folder')
    const page = space.createPage(folder, 'page').entryId
    space.entries.trash(page)
    expect(names(folder)).toEqual([])
    expect(names(space.trashId)).toEqual(['page'])
    expect(space.entries.isInTrash(page)).toBe(true)
    space.entries.restore(page)
    expect(names(folder)).toEqual(['page'])
    space.entries.trash(page)
    space.entries.trash(folder)
    space.entries.restore(page)
    expect(names()).toEqual(['page'])
  })

  it('[SP9] deleted for ever are gone from content and trash', () => {
    const page = space.createPage(space.contentId, 'page').entryId
    space.entries.trash(page)
    Array.from(space.entries.deletingForever([page]))
    expect(names(space.trashId)).toEqual([])
    expect(space.entries.isLive(page)).toBe(false)
  })

  it('[SP10] each step can be taken back and done again', () => {
    const { history } = space.entries
    const folder = space.entries.createFolder(space.contentId, 'folder')
    const page = space.createPage(space.contentId, 'page').entryId
    space.entries.rename(page, 'renamed')
    space.entries.move(page, folder)
    space.entries.trash(page)
    expect(history.state.current).toEqual({ undoLabel: 'Move to trash', redoLabel: undefined })
    history.undo()
    expect(names(folder)).toEqual(['renamed'])
    history.undo()
    expect(names()).toEqual(['folder', 'renamed'])
    history.undo()
    expect(names()).toEqual(['folder', 'page'])
    history.undo()
    expect(names()).toEqual(['folder'])
    for (let i = 0; i < 4; i++) history.redo()
    expect(names(space.trashId)).toEqual(['renamed'])
    expect(history.redo()).toBe(false)
  })

  it('[SP10] something new forgets what was undone, and a group is one step', () => {
    const { history } = space.entries
    history.group('Two folders', () => {
      space.entries.createFolder(space.contentId, 'a')
      space.entries.createFolder(space.contentId, 'b')
    })
    history.undo()
    expect(names()).toEqual([])
    space.entries.createFolder(space.contentId, 'c')
    expect(history.redo()).toBe(false)
    expect(names()).toEqual(['c'])
  })

  it('[SP11] settings and app configurations are kept, the lower id winning between two of one app', () => {
    space.settings.set('language', 'en')
    space.settings.setAppConfig('page', 'font', 'serif')
    expect(space.settings.get('language')).toBe('en')
    expect(space.settings.appConfig('page')).toEqual({ font: 'serif' })
    expect(space.settings.appConfig('board')).toEqual({})
  })
})
