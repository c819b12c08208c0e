import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { SpaceFolderLock } from '../../layers/sqlite/SpaceFolderLock'
import { placeForData } from './placeForData'
import { removeData } from './removeData'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grove-place-for-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (...names: string[]): string => path.join(folder, ...names)
const notSynced = (): Promise<null> => Promise.resolve(null)

function data(root: string): DataFolder {
  const made = new DataFolder(root)
  mkdirSync(made.space('a'.repeat(32)), { recursive: true })
  writeFileSync(made.settings, '{}')
  return made
}

describe('a folder chosen for the data', () => {
  it('[DS4] is taken when it is empty, whatever the system puts into folders', async () => {
    mkdirSync(at('new/lost+found'), { recursive: true })
    writeFileSync(at('new/.DS_Store'), '')
    expect(await placeForData(at('new'), at('old'), notSynced)).toMatchObject({ folder: at('new'), holds: 'nothing' })
  })

  it('[DS4] that holds other things gets a folder of Grove’s in it, not before the move', async () => {
    writeFileSync(at('letter.txt'), '')
    expect(await placeForData(folder, at('old'), notSynced)).toMatchObject({ folder: at('Grove'), holds: 'nothing' })
    expect(existsSync(at('Grove'))).toBe(false)
  })

  it('[DS4] that holds a Grove’s data is told apart', async () => {
    data(at('there'))
    expect(await placeForData(at('there'), at('old'), notSynced)).toMatchObject({ holds: 'grove', spaces: 1 })
  })

  it.each([
    ['the one in use', 'used', /it is there already/],
    ['inside the one in use', 'used/deeper', /lies inside the data folder in use/],
    ['around the one in use', 'around', /the data folder in use lies inside it/],
  ])('[DS4] is refused when it is %s', async (_what, name, reason) => {
    mkdirSync(at('used/deeper'), { recursive: true })
    mkdirSync(at('around/used'), { recursive: true })
    const current = name === 'around' ? at('around/used') : at('used')
    data(name === 'around' ? at('around') : current)
    await expect(placeForData(at(name), current, notSynced)).rejects.toThrow(reason)
  })

  it('[DS5] is refused when it is synced, with what to do instead', async () => {
    const synced = placeForData(at('new'), at('old'), () => Promise.resolve({ kind: 'synced', name: 'OneDrive' }))
    await expect(synced).rejects.toThrow(/kept in step by OneDrive.* Choose a folder on a disk of this machine/)
  })
})

describe('removing the data from an old folder', () => {
  it('[DS7] leaves what is not Grove’s', async () => {
    data(at('old'))
    writeFileSync(at('old/Preferences'), 'of Chromium')
    data(at('new'))
    await removeData(at('old'), at('new'))
    expect(existsSync(at('old/spaces'))).toBe(false)
    expect(existsSync(at('old/Preferences'))).toBe(true)
    expect(existsSync(at('new/spaces'))).toBe(true)
  })

  it('[DS7] takes the folder too when nothing else was in it', async () => {
    data(at('old'))
    data(at('new'))
    await removeData(at('old'), at('new'))
    expect(existsSync(at('old'))).toBe(false)
  })

  it('[DS7] is refused for the one in use, and for one another program uses', async () => {
    data(at('used'))
    await expect(removeData(at('used'), at('used'))).rejects.toThrow(/in use/)
    data(at('old'))
    const lock = SpaceFolderLock.acquire(at('old'))
    await expect(removeData(at('old'), at('used'))).rejects.toThrow(/Another Grove/)
    lock.release()
    expect(existsSync(at('old/settings.json'))).toBe(true)
  })
})
