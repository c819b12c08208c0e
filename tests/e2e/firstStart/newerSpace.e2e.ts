import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setUpSpaceManager } from '../../../src/cli/spaceManagerSetup'
import { DataFolder } from '../../../src/layers/runtime/DataFolder'
import { nodeEnvironment } from '../../../src/layers/runtime/nodeEnvironment'
import { launchGrove, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { removeFolder } from '../removeFolder'

describe('a space of a newer Grove', () => {
  let folder: string
  let grove: RunningGrove | undefined

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-newer-'))
  })
  afterEach(async () => {
    await grove?.close()
    await removeFolder(folder)
  })

  const makeSpace = async (name: string): Promise<string> => {
    const data = new DataFolder(folder)
    const manager = setUpSpaceManager(data, nodeEnvironment)
    const open = await manager.createSpace({ name, color: 'green', icon: '🌳' })
    const space = await open.space()
    space.createPage(space.contentId, `${name} page`)
    await manager.closeAll()
    return data.database(open.id)
  }
  const withDatabase = <T>(file: string, work: (db: Database.Database) => T): T => {
    const db = new Database(file)
    try {
      return work(db)
    } finally {
      db.close()
    }
  }

  it('[DS9] is listed with a sentence that says so, nothing of it is touched, and the others work', async () => {
    await makeSpace('Old')
    const newer = await makeSpace('New')
    withDatabase(newer, (db) => db.exec('CREATE TABLE future (x); PRAGMA user_version = 99'))
    grove = await launchGrove({ userDataDir: folder })
    const view = new WorkspaceView(grove.window)
    await view.openPage('Old page')
    await view.page.keyboard.type('works')
    await view.saved()
    await view.page.getByRole('button', { name: 'Space Old, switch' }).click()
    const line = view.page
      .getByRole('menuitem')
      .or(view.page.getByRole('menuitemcheckbox'))
      .filter({ hasText: 'newer Grove' })
    expect(await line.innerText()).toMatch(
      /was written by a newer Grove \(format 99, .*Update Grove to open it; nothing was changed/,
    )
    expect(await line.getAttribute('aria-disabled')).toBe('true')
    await view.page.keyboard.press('Escape')
    await grove.close()
    grove = undefined
    expect(withDatabase(newer, (db) => db.pragma('user_version', { simple: true }))).toBe(99)
    expect(withDatabase(newer, (db) => db.prepare('SELECT count(*) FROM future').pluck().get())).toBe(0)
  })
})
