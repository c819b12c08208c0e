import Database from 'better-sqlite3'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SeededRandom } from '../../src/core/testing/SeededRandom'
import { DataFolder } from '../../src/layers/runtime/DataFolder'
import { launchGrove, type RunningGrove } from './harness'
import { WorkspaceView } from './WorkspaceView'
import { removeFolder } from './removeFolder'

/** 50 and more for the full proof; each takes a few seconds. */
const rounds = Number(process.env['GROVE_KILL_ROUNDS'] ?? 5)
const words = 'oak ash elm yew fir larch rowan hazel alder birch'.split(' ')

describe('kill -9', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-kill-'))
    const grove = await start()
    const view = new WorkspaceView(grove.window)
    await view.createSpace('Home')
    await view.createPage('Diary')
    await view.saved()
    await grove.close()
  })
  afterAll(() => removeFolder(folder))

  const start = (): Promise<RunningGrove> => launchGrove({ userDataDir: folder })

  const integrity = async (): Promise<unknown[]> => {
    const data = new DataFolder(folder)
    return (await data.spaceIds()).map((id) => {
      const db = new Database(data.database(id), { readonly: true })
      const verdict: unknown = db.pragma('integrity_check', { simple: true })
      db.close()
      return verdict
    })
  }

  it(
    `[UI66] no character that was shown as saved is ever lost, in ${rounds} rounds`,
    async () => {
      const random = new SeededRandom(20261122)
      let shownAsSaved = ''
      let moments = 0
      for (let round = 0; round < rounds; round++) {
        const grove = await start()
        const view = new WorkspaceView(grove.window)
        await view.openPage('Diary')
        expect((await view.readText()).slice(0, shownAsSaved.length)).toBe(shownAsSaved)
        await view.page.keyboard.press('Control+End')
        for (let word = random.integer(12); word >= 0; word--) {
          await view.page.keyboard.type(`${words[random.integer(words.length)] ?? ''}${round} `)
          const saved = await view.readTextIfSaved()
          if (saved !== undefined) {
            shownAsSaved = saved
            moments += 1
          }
        }
        // Typing goes on while the process dies.
        const typing = view.page.keyboard.type('unfinished words of this round ').catch(() => undefined)
        for (let look = random.integer(6); look > 0; look--)
          shownAsSaved = (await view.readTextIfSaved()) ?? shownAsSaved
        await kill(grove)
        await typing
        expect(await integrity()).toEqual(['ok'])
      }
      expect(moments).toBeGreaterThan(0)
    },
    rounds * 20_000,
  )
})

/** Ends the process in the middle of whatever it does; resolves when it is gone. */
async function kill({ app }: RunningGrove): Promise<void> {
  const process = app.process()
  const gone = new Promise((resolve) => process.once('exit', resolve))
  process.kill('SIGKILL')
  await gone
}
