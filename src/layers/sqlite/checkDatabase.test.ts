import Database from 'better-sqlite3'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SpaceManager } from '../../core/space/SpaceManager'
import { nodeEnvironment as environment } from '../runtime/nodeEnvironment'
import { checkDatabase, type CheckedDatabase } from './checkDatabase'
import { SQLiteOutlineStore } from './SQLiteOutlineStore'
import { SQLitePersistenceLayer } from './SQLitePersistenceLayer'
import { testSealer } from './testing/testSealer'

describe('checkDatabase', () => {
  let folder: string
  let path: string
  let spaceId: string
  let folderId: string
  const check = (): CheckedDatabase => checkDatabase({ path, spaceId, environment, onTree: () => undefined })
  const tamper = (sql: string): void => {
    const db = new Database(path)
    db.exec(sql)
    db.close()
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'grove-check-'))
    const manager = new SpaceManager(environment, (id, mode) => {
      path = join(folder, id, 'space.sqlite')
      return { journal: new SQLitePersistenceLayer({ spaceId: id, path, mode, environment, sealer: testSealer }) }
    })
    const open = await manager.createSpace({ name: 'Home', color: 'green', icon: '🌳' })
    spaceId = open.id
    const space = await open.space()
    folderId = space.entries.createFolder(space.contentId, 'Plans')
    const { entryId } = space.createPage(folderId, 'Garden', {
      write: ({ tree }) =>
        tree
          .text(tree.root?.id ?? '', 'body')
          .getText('body')
          .insert(0, 'Plant trees'),
    })
    await open.flush()
    space.entries.rename(entryId, 'The garden')
    space.entries.move(entryId, space.contentId)
    await manager.closeAll()
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('[CL6] finds nothing wrong with a sound space, and changes nothing', () => {
    const first = check()
    expect(first.problems).toEqual([])
    expect(first).toMatchObject({ trees: 2, fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string })
    expect(first.ops).toBeGreaterThan(10)
    expect(check()).toEqual(first)
  })

  it.each([
    ['UPDATE pack SET body = zeroblob(length(body)) WHERE position = 2', /position 2 do not match their checksum/],
    ["UPDATE log SET fingerprint = '0123456789abcdef'", /fingerprint of the log/],
    ['UPDATE log SET opCount = opCount + 1', /holds \d+ changes, but says/],
    ['UPDATE log SET maxCounter = 1', /clock of the log/],
    ['DELETE FROM pack WHERE position = 1', /but says|no root|wait for/],
    ['UPDATE nodeBlock SET bytes = zeroblob(length(bytes))', /differs from the tree/],
    ['UPDATE nodePlace SET bytes = zeroblob(length(bytes))', /differs from the tree/],
    ["INSERT INTO divergent VALUES (1, 1, 1, 1, x'00')", /an id that another change already had/],
    ['PRAGMA user_version = 99', /newer Grove/],
    ['PRAGMA application_id = 7', /another application/],
    ["UPDATE log SET spaceId = 'other'", /lies in the folder of/],
  ])('[CL6] notices %s', (sql, sentence) => {
    tamper(sql)
    expect(check().problems.join('\n')).toMatch(sentence)
  })

  it.each<[string, (outline: SQLiteOutlineStore) => void, RegExp]>([
    [
      'another name',
      (outline) => outline.putProperty(folderId, 'name', 'Other', { counter: 99, peerId: '1'.repeat(20) }),
      /differs from the tree/,
    ],
    ['an entry too many', (outline) => outline.putNode('ghost', 'nowhere'), /lie nowhere in the tree/],
  ])('[CL6] notices %s in the list of what is there', (_what, change, sentence) => {
    const db = new Database(path)
    const outline = new SQLiteOutlineStore(db)
    change(outline)
    outline.write()
    db.close()
    expect(check().problems.join('\n')).toMatch(sentence)
  })

  it('[CL6] says so when the file is no database, cut off or missing', () => {
    truncateSync(path, 5000)
    expect(check().problems).not.toEqual([])
    writeFileSync(path, 'not a database at all')
    expect(check().problems.join()).toMatch(/damaged|another application/)
    rmSync(path)
    expect(check().problems.join()).not.toBe('')
  })
})
