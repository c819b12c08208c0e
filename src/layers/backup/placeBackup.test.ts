import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PLAIN_CIPHER } from '../../core/keys/plainCipher'
import { sealedCipher } from '../../core/keys/sealedCipher'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { BACKUP_FORMAT, LABEL_FILE } from './BackupLabel'
import { lookAtBackup, lookAtBackups } from './lookAtBackup'
import { placeBackup } from './placeBackup'
import { BackupBench, SPACE_ID } from './testing/BackupBench'

vi.mock('node:fs/promises', async () => (await import('./testing/instantFs')).instantFs)

const OTHER_ID = 'cd'.repeat(16)
const sealed = sealedCipher(new Uint8Array(32).fill(1), new TestEnvironment(1))
const unknown = (): undefined => undefined
let bench: BackupBench
beforeEach(() => {
  bench = new BackupBench()
})
afterEach(() => bench.dispose())

describe('placeBackup', () => {
  it('[BA6] makes one folder for each space, and finds it again from where it is or from around it', async () => {
    const mine = await bench.place({ spaceName: 'My Notes / Köln 2024!' })
    const other = await bench.place({ spaceId: OTHER_ID, spaceName: '🌳' })
    expect(basename(mine)).toBe('my-notes-köln-2024-abababab')
    expect(basename(other)).toBe('space-cdcdcdcd')
    expect(await bench.place({ spaceName: 'Renamed' })).toBe(mine)
    expect(await bench.place({ folder: mine })).toBe(mine)
    await expect(bench.place({ folder: other })).rejects.toMatchObject({
      detail: { code: 'other-backup', path: other },
    })
  })

  it('[BA6] leaves what lies there under its name alone', async () => {
    mkdirSync(join(bench.root, 'my-notes-abababab'))
    writeFileSync(join(bench.root, 'my-notes-abababab', 'thesis.odt'), 'mine')
    mkdirSync(join(bench.root, 'my-notes-abababab-2'))
    expect(basename(await bench.place())).toBe('my-notes-abababab-2')
    expect(bench.everything(join(bench.root, 'my-notes-abababab'))).toBe('thesis.odtmine')
  })

  it('[BA6] keeps a backup with a key apart from one without, and does not tell its name', async () => {
    const plain = await bench.place()
    const secret = await bench.place({ cipher: sealed })
    expect(basename(secret)).toBe('grove-abababab')
    expect(await bench.place({ cipher: sealed })).toBe(secret)
    expect(await bench.place({ cipher: PLAIN_CIPHER })).toBe(plain)
    await expect(bench.place({ cipher: sealed, folder: plain })).rejects.toMatchObject({
      detail: { code: 'backup-place' },
    })
    expect(bench.everything(secret)).not.toContain('My Notes')
    const layer = bench.layer(plain, { cipher: sealed })
    await expect(layer.open()).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    await expect(bench.layer(plain, { spaceId: OTHER_ID }).open()).rejects.toMatchObject({
      detail: { code: 'other-backup' },
    })
  })

  it('[BA6] refuses Grove’s own data folder, by whatever way one gets there', async () => {
    const data = join(bench.root, 'Grove')
    mkdirSync(join(data, 'spaces'), { recursive: true })
    symlinkSync(join(data, 'spaces'), join(bench.root, 'shortcut'))
    const into = (folder: string): Promise<string> => {
      const { environment } = bench
      const space = { spaceId: SPACE_ID, spaceName: 'x', cipher: PLAIN_CIPHER, environment, appVersion: '1' }
      return placeBackup({ ...space, folder, dataFolder: data })
    }
    for (const folder of [data, join(data, 'spaces'), join(bench.root, 'shortcut')]) {
      await expect(into(folder)).rejects.toMatchObject({ detail: { code: 'backup-place', path: folder } })
    }
    await expect(into(join(bench.root, 'nowhere'))).rejects.toMatchObject({ detail: { code: 'folder-missing' } })
    expect(dirname(await into(bench.root))).toBe(bench.root)
  })
})

describe('lookAtBackup', () => {
  it('[BA10] tells of a sealed backup which key it takes, and its name to whoever has that', async () => {
    const folder = await bench.place({ cipher: sealed })
    const layer = await bench.open(folder, { cipher: sealed })
    const look = { folder, spaceId: SPACE_ID, keyId: sealed.keyId, spaceName: null, writtenAt: null }
    expect(await lookAtBackup(folder, unknown)).toEqual(look)
    await bench.store(layer, bench.write(1))
    const written = { ...look, spaceName: 'My Notes', writtenAt: bench.environment.now() }
    await bench.environment.run(5000)
    expect(await lookAtBackup(bench.root, () => sealed)).toEqual(written)
    expect((await lookAtBackup(folder, () => PLAIN_CIPHER)).spaceName).toBeNull()
  })

  it('[BA10] says plainly that there is none, and which there are when there are several', async () => {
    await expect(lookAtBackup(bench.root, unknown)).rejects.toMatchObject({ detail: { code: 'no-backup' } })
    await expect(lookAtBackup(join(bench.root, 'x'), unknown)).rejects.toMatchObject({
      detail: { code: 'folder-missing' },
    })
    await bench.place()
    await bench.place({ spaceId: OTHER_ID, spaceName: 'Other' })
    await expect(lookAtBackup(bench.root, unknown)).rejects.toMatchObject({
      detail: { code: 'ambiguous', candidates: ['my-notes-abababab', 'other-cdcdcdcd'] },
    })
    const names = (await lookAtBackups(bench.root, () => PLAIN_CIPHER)).map((info) => info.spaceName)
    expect(names).toEqual(['My Notes', 'Other'])
  })

  it('[BA10] knows a backup that lost its label by its log', async () => {
    const folder = await bench.place()
    const layer = await bench.open(folder)
    await bench.store(layer, bench.write(1))
    for (const spoil of [() => rmSync(join(folder, LABEL_FILE)), () => writeFileSync(join(folder, LABEL_FILE), '{')]) {
      spoil()
      expect(await lookAtBackup(bench.root, () => PLAIN_CIPHER)).toMatchObject({ folder, spaceName: 'My Notes' })
    }
    // Whoever writes to it next puts the label back.
    const again = await bench.open(folder)
    await bench.store(again, bench.write(1))
    expect(bench.everything(folder)).toContain('"app": "1.2.3"')
  })

  it('[BA10] says when a newer Grove wrote it', async () => {
    const folder = await bench.place()
    const newer = { format: BACKUP_FORMAT + 1, spaceId: SPACE_ID }
    writeFileSync(join(folder, LABEL_FILE), JSON.stringify(newer))
    await expect(lookAtBackup(bench.root, unknown)).rejects.toMatchObject({
      detail: { code: 'newer-schema', found: 2 },
    })
    await expect(bench.layer(folder).open()).rejects.toMatchObject({ detail: { code: 'newer-schema' } })
  })
})
