import Database from 'better-sqlite3'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkSpace, type CheckedSpace } from '../../../src/cli/checkSpace'
import { DataFolder } from '../../../src/layers/runtime/DataFolder'
import { nodeEnvironment } from '../../../src/layers/runtime/nodeEnvironment'
import { launchGrove, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { AppLog } from './AppLog'
import { fillSpace } from './fillSpace'
import { removeFolder } from '../removeFolder'

const PACKS = 60_000

/** How many rows a table of the space has; read as anyone may, while the app writes. */
function rows(folder: string, spaceId: string, table: string): number {
  const db = new Database(new DataFolder(folder).database(spaceId), { readonly: true })
  try {
    return db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0
  } finally {
    db.close()
  }
}

function check(folder: string, spaceId: string): Promise<CheckedSpace> {
  return checkSpace(new DataFolder(folder), spaceId, nodeEnvironment)
}

/** Ends a process in the middle of whatever it does; resolves when it is gone. */
async function kill({ app }: RunningGrove): Promise<void> {
  const process = app.process()
  const gone = new Promise((resolve) => process.once('exit', resolve))
  process.kill('SIGKILL')
  await gone
}

/** The process is started when compaction has begun, and shows a little later. */
async function helperPid({ app }: RunningGrove): Promise<number> {
  const find = (): Promise<number | undefined> =>
    app.evaluate(({ app: grove }) => grove.getAppMetrics().find(({ name }) => name === 'Grove compaction')?.pid)
  let pid: number | undefined
  await expect.poll(async () => (pid = await find()), { interval: 10, timeout: 10_000 }).toBeDefined()
  if (pid === undefined) throw new Error('the compaction process is not there')
  return pid
}

describe('a page that has grown', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-compaction-'))
  })
  afterAll(() => removeFolder(folder))

  it('[SP25] is packed when it is quiet, and is whole after a restart', async () => {
    const log = new AppLog(folder)
    const first = await launchGrove({ userDataDir: folder })
    const view = new WorkspaceView(first.window)
    await view.createSpace('Home')
    await view.createPage('Diary')
    await view.page.keyboard.type('word '.repeat(140))
    await view.saved()
    expect(await log.next('compaction', 'done')).toContain('"snapshots":1')
    const text = await view.readText()
    await first.close()
    const [spaceId = ''] = await new DataFolder(folder).spaceIds()
    expect(rows(folder, spaceId, 'snapshot')).toBe(1)
    const second = await launchGrove({ userDataDir: folder })
    const again = new WorkspaceView(second.window)
    await again.openPage('Diary')
    expect(await again.readText()).toBe(text)
    await second.close()
    expect(await check(folder, spaceId)).toMatchObject({ ok: true })
  })
})

describe('compaction that is cut off', () => {
  let full: string
  let spaceId: string
  let before: CheckedSpace
  beforeAll(async () => {
    full = await mkdtemp(path.join(tmpdir(), 'grove-compaction-'))
    spaceId = await fillSpace(full, 'Full', PACKS)
    before = await check(full, spaceId)
  })
  afterAll(() => removeFolder(full))

  /** What was there is there, each once: count and fingerprint are of the ops alone. */
  async function expectWhole(folder: string): Promise<void> {
    const { ok, problems, ops, fingerprint } = await check(folder, spaceId)
    expect(problems).toEqual([])
    expect({ ok, ops, fingerprint }).toEqual({ ok: true, ops: before.ops, fingerprint: before.fingerprint })
  }

  async function copy(): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'grove-compaction-'))
    await cp(full, folder, { recursive: true })
    return folder
  }

  it('[SP26] by the end of its process: nothing is lost, and the next changes have it finished', async () => {
    const folder = await copy()
    const log = new AppLog(folder)
    const grove = await launchGrove({ userDataDir: folder })
    await log.next('compaction', 'begun')
    process.kill(await helperPid(grove), 'SIGKILL')
    await log.next('compaction', 'failed')
    await expectWhole(folder)
    const view = new WorkspaceView(grove.window)
    await view.createPage('After')
    await view.saved()
    expect(await log.next('compaction', 'done')).toMatch(/"snapshots":[1-9]/)
    await grove.close()
    expect(await check(folder, spaceId)).toMatchObject({ ok: true, problems: [] })
    await removeFolder(folder)
  })

  it.each([0, 1, 2])(
    '[SP26] by the end of the app, after %i steps: nothing is lost and nothing is there twice',
    async (steps) => {
      const folder = await copy()
      const log = new AppLog(folder)
      const grove = await launchGrove({ userDataDir: folder })
      await log.next('compaction', 'begun')
      for (let step = 0; step < steps; step++) await log.next('compaction', 'stored')
      await kill(grove)
      await expectWhole(folder)
      const again = await launchGrove({ userDataDir: folder })
      await log.next('compaction', 'done')
      await again.close()
      await expectWhole(folder)
      expect(rows(folder, spaceId, 'segment WHERE isPacked = 1')).toBeGreaterThan(0)
      await removeFolder(folder)
    },
  )
})
