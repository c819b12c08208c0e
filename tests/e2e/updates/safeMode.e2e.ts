import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolder } from '../../../src/layers/runtime/DataFolder'
import { copyDatabase } from '../../../src/layers/sqlite/copyDatabase'
import { DataCopies } from '../../../src/main/updates/DataCopies'
import { launchGrove, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { removeFolder } from '../removeFolder'

interface Question {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly string[]
}

const root = path.resolve(import.meta.dirname, '../../..')
const answering = path.join(import.meta.dirname, 'answerDialogs.cjs')

describe('after starts that failed', () => {
  let folder: string
  let data: DataFolder
  let grove: RunningGrove | undefined

  const start = async (answers: readonly string[] = [], args: readonly string[] = []): Promise<WorkspaceView> => {
    grove = await launchGrove({
      userDataDir: folder,
      before: ['-r', answering],
      args,
      env: { GROVE_TEST_ANSWERS: JSON.stringify(answers), GROVE_TEST_QUESTIONS: path.join(folder, 'questions') },
    })
    return new WorkspaceView(grove.window)
  }
  const close = async (): Promise<void> => {
    await grove?.close()
    grove = undefined
  }
  const questions = (): Question[] => {
    const file = path.join(folder, 'questions')
    if (!existsSync(file)) return []
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    return lines.map((line) => JSON.parse(line) as Question)
  }
  const failed = (times: number): void =>
    writeFileSync(data.starting, JSON.stringify({ version: '0.1.0', failed: times }))
  const write = async (text: string): Promise<void> => {
    const view = await start()
    if ((await data.spaceIds()).length === 0) {
      await view.createSpace('Home')
      await view.createPage('Diary')
    } else await view.openPage('Diary')
    await view.page.keyboard.press('Control+End')
    await view.page.keyboard.type(text)
    await view.saved()
    await close()
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-starts-'))
    data = new DataFolder(folder)
  })
  afterEach(async () => {
    await close()
    await removeFolder(folder)
  })

  it('[UP11] three starts that were killed before there was a window are offered safe mode', async () => {
    await write('kept')
    expect(existsSync(data.starting)).toBe(false)
    for (const failures of [1, 2, 3]) {
      await startAndKill(folder, data.starting)
      expect(JSON.parse(readFileSync(data.starting, 'utf8'))).toEqual({ version: '0.1.0', failed: failures })
    }
    const view = await start(['Safe Mode'])
    await view.page.getByText(/^\s*Safe mode: Grove does not sync/).waitFor()
    expect(questions()).toHaveLength(1)
    expect(questions()[0]?.buttons).toEqual(['Safe Mode', 'Start Normally', 'Show Data Folder', 'Quit'])
    await view.openPage('Diary')
    expect(await view.readText()).toBe('kept')
    expect(existsSync(data.starting)).toBe(false)
  })

  it('[UP11] starting normally is offered too, and a usable window ends the counting', async () => {
    await write('kept')
    failed(3)
    const view = await start(['Start Normally'])
    await view.text.waitFor()
    expect(await view.page.getByText('Safe mode:').count()).toBe(0)
    expect(existsSync(data.starting)).toBe(false)
    await close()
    await (await start()).text.waitFor()
    expect(questions()).toHaveLength(1)
  })

  it('[UP12] safe mode shows itself, and leaves settings, windows and places as they were', async () => {
    await write('kept')
    const settings = JSON.parse(readFileSync(data.settings, 'utf8')) as Record<string, unknown>
    writeFileSync(data.settings, JSON.stringify({ ...settings, theme: 'dark', looksForUpdates: true }))
    const before = [readFileSync(data.settings, 'utf8'), readFileSync(data.windows, 'utf8')]
    const view = await start([], ['--safe-mode'])
    await view.page.getByText('Safe mode:').waitFor()
    await view.tree.waitFor()
    // Not the page of last time, and not the dark of the settings.
    expect(await view.text.count()).toBe(0)
    expect(await view.page.locator('html').getAttribute('data-theme')).toBeNull()
    await view.openPage('Diary')
    await view.page.keyboard.press('Control+End')
    await view.page.keyboard.type(' in safe mode')
    await view.saved()
    await close()
    expect([readFileSync(data.settings, 'utf8'), readFileSync(data.windows, 'utf8')]).toEqual(before)
    const again = await start()
    await again.text.waitFor()
    expect(await again.readText()).toBe('kept in safe mode')
    expect(await again.page.locator('html').getAttribute('data-theme')).toBe('dark')
  })

  it('[UP13] the data of before the update comes back, and what gave way is kept', async () => {
    await write('before')
    const copies = new DataCopies({
      folder: data,
      copyDatabase: async (from, to) => copyDatabase(from, to),
      now: () => Date.now(),
    })
    await copies.make('0.0.9')
    await write(' and after')
    failed(3)
    const view = await start(['Earlier Data…', 'Go Back', 'Start Grove'])
    await view.openPage('Diary')
    expect(await view.readText()).toBe('before')
    await view.page.keyboard.press('Control+End')
    await view.page.keyboard.type(' it goes on')
    await view.saved()
    expect(questions().map(({ message }) => message)).toEqual([
      'Grove could not open a window the last times.',
      expect.stringMatching(/^Go back to the data of .+\?$/),
      'The earlier data is back.',
    ])
    const [aside = ''] = readdirSync(data.setAside)
    const [id = ''] = await data.spaceIds()
    const kept = new DataFolder(path.join(data.setAside, aside))
    expect(existsSync(kept.database(id))).toBe(true)
    expect(questions().at(-1)?.detail).toContain(kept.root)

    // What gave way is a whole database: put in the same place again, it has it all.
    await close()
    failed(0)
    for (const end of ['', '-wal', '-shm']) await rm(data.database(id) + end, { force: true })
    copyDatabase(kept.database(id), data.database(id))
    const later = await start()
    await later.openPage('Diary')
    expect(await later.readText()).toBe('before and after')
  })

  it('[UP13] one may decide otherwise, and quit', async () => {
    await write('before')
    failed(3)
    const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '-r', answering, root]
    const child = spawn(process.env['GROVE_ELECTRON_PATH'] ?? '', [...args, `--user-data-dir=${folder}`], {
      env: {
        ...process.env,
        GROVE_TEST_ANSWERS: '["Quit"]',
        GROVE_TEST_QUESTIONS: path.join(folder, 'questions'),
      },
      stdio: 'ignore',
    })
    await new Promise((resolve) => child.once('exit', resolve))
    expect(child.exitCode).toBe(0)
    // It is asked again.
    await (await start(['Start Normally'])).text.waitFor()
    expect(questions()).toHaveLength(2)
  })
})

/** Ends it as soon as it has begun: long before there is a window. */
async function startAndKill(folder: string, marker: string): Promise<void> {
  const begun = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_event, name) => {
      if (name !== path.basename(marker)) return
      watcher.close()
      resolve()
    })
  })
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(process.env['GROVE_ELECTRON_PATH'] ?? '', [...asRoot, root, `--user-data-dir=${folder}`], {
    stdio: 'ignore',
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  await begun
  child.kill('SIGKILL')
  await gone
}
