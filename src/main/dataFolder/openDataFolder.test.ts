import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StartScreen } from '../../bridge/contract'
import { SpaceManager } from '../../core/space/SpaceManager'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { pointerFile, pointerText, readDataFolderPointer } from '../../layers/runtime/dataFolderPointer'
import { nodeEnvironment } from '../../layers/runtime/nodeEnvironment'
import { SQLitePersistenceLayer } from '../../layers/sqlite/SQLitePersistenceLayer'
import { lookAtDatabase } from '../../layers/sqlite/lookAtDatabase'
import { SpaceFolderLock } from '../../layers/sqlite/SpaceFolderLock'
import { openDataFolder, type OpenedDataFolder, type StartTalk } from './openDataFolder'

/** A person who answers in order, and then quits. */
class Talk implements StartTalk {
  readonly asked: StartScreen[] = []
  readonly shown: StartScreen[] = []
  folders: string[] = []
  cancelAt = Number.POSITIVE_INFINITY

  constructor(readonly answers: (string | (() => string | Promise<string>))[]) {}

  async ask(screen: StartScreen): Promise<string> {
    this.asked.push(screen)
    const answer = this.answers.shift() ?? 'quit'
    return typeof answer === 'string' ? answer : answer()
  }

  show(screen: StartScreen, onCancel: () => void): void {
    this.shown.push(screen)
    if (this.shown.length >= this.cancelAt) onCancel()
  }

  chooseFolder(): Promise<string | undefined> {
    return Promise.resolve(this.folders.shift())
  }
}

let folder: string
let usual: string
let other: string
let opened: OpenedDataFolder | undefined

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grove-opening-'))
  usual = path.join(folder, 'usual')
  other = path.join(folder, 'other')
  mkdirSync(usual)
})
afterEach(async () => {
  opened?.lock.release()
  opened = undefined
  chmodSync(usual, 0o700)
  await rm(folder, { recursive: true, force: true })
})

async function open(talk: Talk, given?: string): Promise<string | undefined> {
  opened?.lock.release()
  opened = await openDataFolder({ usual, given, talk, lookAt: (at) => Promise.resolve(syncedIn(at)) })
  return opened?.folder.root
}

function syncedIn(at: string): { kind: 'synced'; name: string } | null {
  return at.includes('Dropbox') ? { kind: 'synced', name: 'Dropbox' } : null
}

function point(to: Partial<ReturnType<typeof readDataFolderPointer>>): void {
  writeFileSync(pointerFile(usual), pointerText({ folder: null, previous: [], moveTo: null, ...to }))
}

/** A space with some pages, as Grove leaves it. */
const noKeyStore = { seal: () => undefined, unseal: () => undefined }

async function makeSpace(root: string): Promise<string> {
  const data = new DataFolder(root)
  const manager = new SpaceManager(nodeEnvironment, (spaceId, mode) => {
    const path = data.database(spaceId)
    return {
      journal: new SQLitePersistenceLayer({ spaceId, path, mode, environment: nodeEnvironment, sealer: noKeyStore }),
    }
  })
  const space = await manager.createSpace({ name: 'Home', color: 'green', icon: '🌳' })
  const tree = await space.space()
  for (let page = 1; page <= 20; page++) tree.createPage(tree.contentId, `Page ${page}`)
  await manager.closeAll()
  mkdirSync(data.files(space.id), { recursive: true })
  writeFileSync(path.join(data.files(space.id), 'picture'), Buffer.alloc(3_000_000, 7))
  writeFileSync(data.keyring, '{"format":1}', { mode: 0o600 })
  return space.id
}

describe('the data folder at a start', () => {
  it('[DS1] is the usual one while nobody chose another, and --data-dir wins over both', async () => {
    expect(await open(new Talk([]))).toBe(usual)
    mkdirSync(path.join(other, 'spaces'), { recursive: true })
    point({ folder: other })
    expect(await open(new Talk([]))).toBe(other)
    expect(await open(new Talk([]), path.join(folder, 'given'))).toBe(path.join(folder, 'given'))
  })

  it.each([
    ['gone', () => undefined, 'Your data folder is not there'],
    ['empty, as where a disk is not connected', () => mkdirSync(other), 'Your data folder is empty'],
  ])('[DS2] that is %s is never replaced by a new one unasked', async (_what, make, title) => {
    point({ folder: other })
    make()
    const talk = new Talk(['again', 'quit'])
    expect(await open(talk)).toBeUndefined()
    expect(talk.asked.map((screen) => screen.title)).toEqual([title, title])
    expect(talk.asked[0]?.choices.map(({ id }) => id)).toEqual(['again', 'choose', 'empty', 'quit'])
    expect(talk.asked[0]?.text.join(' ')).toContain(other)
    expect(existsSync(path.join(other, 'spaces'))).toBe(false)
    expect(readDataFolderPointer(usual).folder).toBe(other)
  })

  it('[DS2] that came back is opened by trying again', async () => {
    await makeSpace(other)
    point({ folder: other })
    await rename(other, `${other}-away`)
    const talk = new Talk([() => rename(`${other}-away`, other).then(() => 'again')])
    expect(await open(talk)).toBe(other)
  })

  it('[DS2] can be begun anew, beside what is in the usual one and never over it', async () => {
    await makeSpace(usual)
    point({ folder: other })
    expect(await open(new Talk(['empty']))).toBe(path.join(usual, 'data-2'))
    expect(await opened?.folder.spaceIds()).toEqual([])
    expect(await new DataFolder(usual).spaceIds()).toHaveLength(1)
    // And it is the one from then on.
    expect(await open(new Talk([]))).toBe(path.join(usual, 'data-2'))
  })

  it('[DS2] can be another one: with data at once, an empty one only after it was said that it is', async () => {
    point({ folder: path.join(folder, 'gone') })
    mkdirSync(other)
    const careful = new Talk(['choose', 'back', 'quit'])
    careful.folders = [other]
    expect(await open(careful)).toBeUndefined()
    expect(careful.asked[1]?.title).toBe('Start with nothing in it?')
    await makeSpace(other)
    const sure = new Talk(['choose'])
    sure.folders = [other]
    expect(await open(sure)).toBe(other)
  })

  it('[DS2] is asked for when the file that names it cannot be read', async () => {
    writeFileSync(pointerFile(usual), 'torn')
    const talk = new Talk(['quit'])
    expect(await open(talk)).toBeUndefined()
    expect(talk.asked[0]?.title).toBe('Where is your data?')
    expect(readFileSync(pointerFile(usual), 'utf8')).toBe('torn')
    expect(await open(new Talk(['usual']))).toBe(usual)
  })

  it('[DS3] that another Grove uses, or that is a file, is explained', async () => {
    const lock = SpaceFolderLock.acquire(usual)
    const talk = new Talk([])
    expect(await open(talk)).toBeUndefined()
    expect(talk.asked[0]?.text[0]).toMatch(/Another Grove is using/)
    lock.release()
    writeFileSync(other, 'a letter')
    const second = new Talk([])
    expect(await open(second, other)).toBeUndefined()
    expect(second.asked[0]?.title).toBe('Your data folder is not a folder')
    expect(second.asked[0]?.text.at(-1)).toMatch(/--data-dir/)
    expect(second.asked[0]?.choices.map(({ id }) => id)).toEqual(['again', 'quit'])
  })

  it('[DS6] in a synced folder is not opened, and moves out of it when the person says so', async () => {
    const synced = path.join(folder, 'Dropbox/Grove')
    const id = await makeSpace(synced)
    point({ folder: synced })
    const talk = new Talk(['move', 'go'])
    talk.folders = [other]
    expect(await open(talk)).toBe(other)
    expect(talk.asked[0]?.title).toBe('Your data is not safe where it is')
    expect(talk.asked[0]?.text[0]).toMatch(/kept in step by Dropbox/)
    expect(talk.asked[0]?.choices.map(({ id: choice }) => choice)).toEqual(['move', 'again', 'quit'])
    expect(await opened?.folder.spaceIds()).toEqual([id])
  })

  it('[DS6] is not moved into a synced folder, nor over other data', async () => {
    const synced = path.join(folder, 'Dropbox/Grove')
    await makeSpace(synced)
    await makeSpace(other)
    point({ folder: synced })
    const talk = new Talk(['move', 'back', 'move', 'back', 'quit'])
    talk.folders = [path.join(folder, 'Dropbox'), other]
    expect(await open(talk)).toBeUndefined()
    expect(talk.asked[1]?.text[0]).toMatch(/Dropbox: it is kept in step by Dropbox/)
    expect(talk.asked[3]?.text[0]).toMatch(/holds the data of a Grove already/)
  })
})

describe('moving the data folder', () => {
  it('[DS4] copies everything, proves the copy, and keeps the old folder', async () => {
    const id = await makeSpace(usual)
    const before = lookAtDatabase(new DataFolder(usual).database(id))
    writeFileSync(path.join(usual, 'Preferences'), 'of Chromium')
    point({ moveTo: other })
    const talk = new Talk(['go'])
    expect(await open(talk)).toBe(other)
    expect(talk.asked[0]?.title).toBe('Your data was moved')
    expect(lookAtDatabase(new DataFolder(other).database(id))).toEqual(before)
    expect(before).toMatchObject({ verdict: 'ok', trees: 21 })
    expect(readFileSync(path.join(new DataFolder(other).files(id), 'picture')).equals(Buffer.alloc(3_000_000, 7))).toBe(
      true,
    )
    expect((await stat(new DataFolder(other).keyring)).mode & 0o777).toBe(0o600)
    expect(existsSync(path.join(other, 'Preferences'))).toBe(false)
    expect(existsSync(new DataFolder(usual).database(id))).toBe(true)
    expect(readDataFolderPointer(usual)).toEqual({ folder: other, previous: [usual], moveTo: null })
    const shares = talk.shown.map(({ progress }) => progress?.share ?? 0)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    expect(talk.shown.map(({ title }) => title)).toContain('Checking the copy')
  })

  it('[DS4] that is cancelled leaves the old folder in use and nothing of the copy', async () => {
    await makeSpace(usual)
    point({ moveTo: other })
    const talk = new Talk(['go'])
    talk.cancelAt = 2
    expect(await open(talk)).toBe(usual)
    expect(talk.asked[0]?.title).toBe('Moving was cancelled')
    expect(existsSync(other)).toBe(false)
    expect(readDataFolderPointer(usual)).toEqual({ folder: null, previous: [], moveTo: null })
  })

  it('[DS4] that fails leaves the old folder in use and says why', async () => {
    await makeSpace(usual)
    writeFileSync(path.join(folder, 'file'), '')
    point({ moveTo: path.join(folder, 'file/inside') })
    const talk = new Talk(['go'])
    expect(await open(talk)).toBe(usual)
    expect(talk.asked[0]?.title).toBe('Your data was not moved')
    expect(talk.asked[0]?.text[1]).toContain(usual)
  })

  it('[DS4] that a kill cut short is not begun again by itself, and can be', async () => {
    const id = await makeSpace(usual)
    mkdirSync(path.join(other, 'spaces', id), { recursive: true })
    writeFileSync(path.join(other, 'grove-move-unfinished'), '')
    writeFileSync(new DataFolder(other).database(id), 'half')
    expect(await open(new Talk([]))).toBe(usual)
    point({ moveTo: other })
    expect(await open(new Talk(['go']))).toBe(other)
    expect(lookAtDatabase(new DataFolder(other).database(id)).verdict).toBe('ok')
    expect(await readdir(other)).not.toContain('grove-move-unfinished')
  })
})
