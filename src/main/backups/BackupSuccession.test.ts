import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ErrorDetail } from '../../core/AppError'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import type { SpaceEntry } from '../../home/keyringData'
import { FakeGroveServer } from '../../home/testing/FakeGroveServer'
import { TestHome } from '../../home/testing/TestHome'
import { BackupSuccession } from './BackupSuccession'
import { placeSpaceBackup, type BackupDoors } from './placeSpaceBackup'
import { makeLayer } from '../spaceManagerSetup'

vi.mock('node:fs/promises', async () => (await import('../../layers/backup/testing/instantFs')).instantFs)

let stick: string
let environment: TestEnvironment
let server: FakeGroveServer
let machine: TestHome
let succession: BackupSuccession
let troubles: ErrorDetail[]
let spaceId: string

const doors = (): BackupDoors => ({ home: machine.home, environment, appVersion: '1', dataFolder: '/nowhere' })
const begin = (): void => {
  succession = new BackupSuccession(doors(), (detail) => troubles.push(detail))
  succession.start()
}
const restart = async (): Promise<void> => {
  await machine.settle(succession.close())
  await machine.restart()
  begin()
}
const layers = (): SpaceEntry['layers'] => machine.home.keyring.space(spaceId)?.layers ?? []
const write = async (title: string): Promise<void> => {
  const space = await machine.space(spaceId)
  space.createPage(space.contentId, title)
  await environment.run(120_000)
}
const contentOf = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join()

describe('a backup of a space that gets a key', () => {
  let old: string

  beforeEach(async () => {
    stick = mkdtempSync(path.join(tmpdir(), 'grove-succession-'))
    environment = new TestEnvironment(8)
    server = new FakeGroveServer(environment)
    machine = await TestHome.start(environment, server, makeLayer)
    troubles = []
    spaceId = (await machine.create('Home')).id
    begin()
    const backup = { isEncrypted: false, isPaused: false }
    const layerId = await machine.settle(placeSpaceBackup(doors(), spaceId, stick, backup))
    old = layerId.replace('backup:', '')
    await write('Written before')
  })
  afterEach(async () => {
    await machine.settle(succession.close())
    await machine.close()
    await server.close()
    rmSync(stick, { recursive: true, force: true })
  })

  it('[BA15] ends once the kit is kept, and a sealed one begins beside it that holds everything', async () => {
    await machine.settle(machine.home.kits.show(spaceId, 'Home'))
    await environment.run(120_000)
    expect(layers()).toMatchObject([{ place: old, isEncrypted: false }])
    await machine.keepKit(spaceId)
    await environment.run(120_000)
    const [sealed] = layers()
    expect(layers()).toEqual([
      {
        kind: 'backup',
        place: path.join(stick, `grove-${spaceId.slice(0, 8)}`),
        isEncrypted: true,
        isPaused: false,
        olderPlace: old,
      },
    ])
    const before = contentOf(old)
    expect(before).toContain('Home')
    await write('Written after')
    expect(contentOf(old)).toBe(before)
    expect(contentOf(sealed?.place ?? '')).not.toContain('Home')
    expect(await machine.layer(spaceId)).toMatchObject({
      state: 'in-step',
      toSend: 0,
      isEncrypted: true,
      olderPlace: old,
    })
    expect(troubles).toEqual([])
  })

  it('[BA15] is not written to while no sealed one can begin, which is said, and begins at a later start', async () => {
    const away = `${stick}-away`
    renameSync(stick, away)
    await machine.keepKit(spaceId)
    await write('Written without a stick')
    expect(await machine.layer(spaceId)).toMatchObject({
      state: 'refused',
      error: { code: 'backup-unsealed', path: old },
    })
    expect(troubles.map(({ code }) => code)).toContain('folder-missing')
    renameSync(away, stick)
    const before = contentOf(old)
    await write('Written with it')
    expect(contentOf(old)).toBe(before)
    await restart()
    await environment.run(120_000)
    expect(layers()).toMatchObject([{ isEncrypted: true, olderPlace: old }])
    expect(contentOf(old)).toBe(before)
  })

  it('[BA15] that was paused is followed by one that is paused, and one that was stopped by none', async () => {
    await machine.settle(machine.home.keyring.pauseLayer(spaceId, `backup:${old}`, true))
    await machine.keepKit(spaceId)
    await environment.run(1000)
    const [sealed] = layers()
    expect(sealed).toMatchObject({ isEncrypted: true, isPaused: true, olderPlace: old })
    await machine.settle(machine.home.keyring.removeLayer(spaceId, `backup:${sealed?.place ?? ''}`))
    await restart()
    await environment.run(1000)
    expect(layers()).toEqual([])
  })
})
