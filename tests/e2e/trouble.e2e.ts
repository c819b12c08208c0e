import { execFile, execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setUpSpaceManager } from '../../src/cli/spaceManagerSetup'
import { DataFolder } from '../../src/layers/runtime/DataFolder'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { SpaceFolderLock } from '../../src/layers/sqlite/SpaceFolderLock'
import { launchGrove, type RunningGrove } from './harness'
import { WorkspaceView } from './WorkspaceView'
import { removeFolder } from './removeFolder'

describe('trouble', () => {
  let folder: string
  let data: DataFolder
  let grove: RunningGrove | undefined

  const start = async (args: readonly string[] = []): Promise<WorkspaceView> => {
    grove = await launchGrove({ userDataDir: path.join(folder, 'profile'), args: [`--data-dir=${data.root}`, ...args] })
    return new WorkspaceView(grove.window)
  }

  /** Made without the app, as an earlier run left it. */
  const makeSpace = async (name: string): Promise<string> => {
    const manager = setUpSpaceManager(data, nodeEnvironment)
    const open = await manager.createSpace({ name, color: 'green', icon: '🌳' })
    const space = await open.space()
    for (let page = 1; page <= 40; page++) space.createPage(space.contentId, `${name} page ${page}`)
    await manager.closeAll()
    return data.database(open.id)
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-trouble-'))
    data = new DataFolder(path.join(folder, 'data'))
  })
  afterEach(async () => {
    await grove?.close()
    grove = undefined
    await removeFolder(folder)
  })

  it.each<[string, (file: string) => void, RegExp]>([
    ['is empty', (file) => writeFileSync(file, ''), /is damaged \(it is empty/],
    ['is cut off', (file) => truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096), /is damaged/],
    ['is of another application', becomeForeign, /belongs to another application/],
    ['is of a newer Grove', (file) => alter(file, 'PRAGMA user_version = 99'), /written by a newer Grove/],
    [
      'is no database at all',
      (file) => writeFileSync(file, 'Once upon a time. '.repeat(200)),
      /is damaged \(it is not a database/,
    ],
    ['has a flipped byte in its header', (file) => flip(file, 3), /is damaged .*changes recovered/],
  ])('[UI67] a space whose file %s is listed with the reason, and the others work', async (_what, damage, sentence) => {
    await makeSpace('Fine')
    damage(await makeSpace('Hurt'))
    const view = await start()
    await view.openPage('Fine page 7')
    await view.page.keyboard.type('still works')
    await view.saved()
    const spaces = await view.page.evaluate(async () => {
      const answer = await window.grove.request('spaces.list', undefined)
      return answer.ok ? answer.value : []
    })
    expect(spaces).toHaveLength(2)
    expect(spaces.find((space) => space.name === 'Fine')).toMatchObject({ canOpen: true, problem: null })
    expect(spaces.find((space) => space.name !== 'Fine')?.problem ?? 'recovered').toMatch(sentence)
  })

  it('[UI160] a window without a space opens the one that was recovered beside it', async () => {
    flip(await makeSpace('Hurt'), 3)
    const view = await start()
    await view.openPage('Hurt page 7')
    await view.page.keyboard.type('still works')
    await view.saved()
  })

  it('[UI51] a second start brings the first window to the front', async () => {
    await makeSpace('Home')
    const view = await start()
    await view.tree.waitFor()
    const executable = process.env['GROVE_ELECTRON_PATH'] ?? ''
    const focused = grove?.app.evaluate(
      ({ app }) => new Promise<string>((resolve) => app.once('second-instance', () => resolve('told'))),
    )
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const root = path.resolve(import.meta.dirname, '../..')
    await promisify(execFile)(executable, [...asRoot, root, `--user-data-dir=${path.join(folder, 'profile')}`])
    expect(await focused).toBe('told')
    expect(grove?.app.windows()).toHaveLength(1)
  })

  it('[UI51] the command line may not write what the app has open', async () => {
    await makeSpace('Home')
    const view = await start()
    await view.tree.waitFor()
    expect(() => SpaceFolderLock.acquire(data.root)).toThrow(/Another Grove is using/)
  })

  it('[UI51] does not start on a folder another program uses, and says so', async () => {
    const lock = SpaceFolderLock.acquire(data.root)
    const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const root = path.resolve(import.meta.dirname, '../..')
    const started = spawn(process.env['GROVE_ELECTRON_PATH'] ?? '', [...asRoot, root, `--data-dir=${data.root}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const gone = new Promise((resolve) => started.once('exit', resolve))
    try {
      expect(await firstLineWith(started.stderr, 'Another Grove')).toMatch(/is using .*\. Close it, or choose another/)
    } finally {
      started.kill('SIGKILL')
      await gone
      lock.release()
    }
  })

  it('[UI68] says that a change is not saved, and saves it by itself when the trouble is over', async () => {
    const file = await makeSpace('Home')
    const view = await start()
    await view.openPage('Home page 3')
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    await view.page.keyboard.type('kept in the meantime')
    await view.notSaved()
    expect(await view.page.getByRole('alert').first().textContent()).toMatch(/Another Grove is using/)
    other.close()
    await view.saved()
    await grove?.close()
    const again = await start()
    await again.openPage('Home page 3')
    expect(await again.readText()).toBe('kept in the meantime')
  })

  it('[UI68] keeps what is written while the folder of the space is away', async () => {
    const file = await makeSpace('Home')
    const view = await start()
    await view.openPage('Home page 3')
    await view.saved()
    const home = path.dirname(file)
    await rename(home, `${home}-away`)
    await view.page.keyboard.type('written without a disk')
    await view.notSaved()
    await rename(`${home}-away`, home)
    await view.saved()
    await grove?.close()
    const again = await start()
    await again.openPage('Home page 3')
    expect(await again.readText()).toBe('written without a disk')
  })

  it('[UI59] closing while nothing can be saved asks, and staying is what Enter means', async () => {
    const file = await makeSpace('Home')
    const view = await start()
    await view.openPage('Home page 3')
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    await view.page.keyboard.type('not lost yet')
    await view.notSaved()
    const asked = grove?.app.evaluate(
      ({ app, dialog }) =>
        new Promise<{ message: string; detail: string; isStaying: boolean }>((resolve) => {
          dialog.showMessageBox = ((_window: unknown, options: Electron.MessageBoxOptions) => {
            const stay = options.defaultId ?? -1
            resolve({
              message: options.message,
              detail: options.detail ?? '',
              isStaying: options.buttons?.[stay] === 'Keep Open' && options.cancelId === stay,
            })
            return Promise.resolve({ response: stay, checkboxChecked: false })
          }) as typeof dialog.showMessageBox
          app.quit()
        }),
    )
    expect(await asked).toEqual({
      message: 'Not everything is saved yet.',
      detail: expect.stringMatching(/in “Home” (is|are) not saved\. Another Grove is using/) as string,
      isStaying: true,
    })
    expect(await view.readText()).toBe('not lost yet')
    other.close()
    await view.saved()
  })

  it.each(smallDisks())('[UI68] a full disk (%s): nothing is lost, and all is saved once there is room', async () => {
    await mkdir(data.root, { recursive: true })
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', data.root])
    try {
      const file = await makeSpace('Home')
      const view = await start()
      await view.openPage('Home page 3')
      await view.saved()
      fill(path.join(path.dirname(file), 'filler'))
      for (let word = 0; word < 60; word++) await view.page.keyboard.type(`word${word} `)
      await view.notSaved()
      expect(await view.page.getByRole('alert').first().textContent()).toMatch(/disk is full/)
      await rm(path.join(path.dirname(file), 'filler'))
      await view.saved()
      const text = await view.readText()
      await grove?.close()
      const again = await start()
      await again.openPage('Home page 3')
      expect(await again.readText()).toBe(text)
      await grove?.close()
    } finally {
      execFileSync('umount', ['--lazy', data.root])
    }
  })
})

async function firstLineWith(stream: Readable, words: string): Promise<string | undefined> {
  for await (const line of createInterface(stream)) if (line.includes(words)) return line
  return undefined
}

function alter(file: string, sql: string): void {
  const db = new Database(file)
  db.exec(sql)
  db.close()
}

function becomeForeign(file: string): void {
  writeFileSync(file, '')
  alter(file, 'PRAGMA application_id = 1234567; CREATE TABLE bookmark (url TEXT)')
}

function flip(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ 0xff
  writeFileSync(file, bytes)
}

/** Takes every byte the file system has left. */
function fill(file: string): void {
  const handle = openSync(file, 'w')
  try {
    for (let size = 65536; size >= 1; size = size === 1 ? 0 : size / 16) writeWhileRoom(handle, size)
  } finally {
    closeSync(handle)
  }
}

function writeWhileRoom(handle: number, sizeBytes: number): void {
  try {
    for (;;) if (writeSync(handle, Buffer.alloc(sizeBytes, 1)) < sizeBytes) return
  } catch {
    // No room for a piece of this size: that is the point.
  }
}

/**
 * A full disk of one's own takes a mount, which takes root: CI is root. Elsewhere the tests around this one break the
 * same commit in ways that need no rights.
 */
function smallDisks(): string[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  const capabilities = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  return (BigInt(`0x${capabilities}`) & (1n << 21n)) !== 0n ? ['6 MB'] : []
}
