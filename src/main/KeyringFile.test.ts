import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EMPTY_KEYRING } from '../home/keyringData'
import type { JsonFileTrouble } from './JsonFile'
import { KeyringFile } from './KeyringFile'

describe('KeyringFile', () => {
  let folder: string
  let file: string
  let troubles: JsonFileTrouble[]
  const open = (): KeyringFile => new KeyringFile(file, (trouble) => troubles.push(trouble))

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-keyring-'))
    file = path.join(folder, 'keyring.json')
    troubles = []
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('[HO5] is read as it was written, by its owner only', async () => {
    const keyring = { ...EMPTY_KEYRING, sealed: { 'token:https://grove.example': 'AQID' } }
    await open().write(keyring)
    expect(await open().read()).toEqual(keyring)
    expect(troubles).toEqual([])
    expect((await stat(file)).mode & 0o077).toBe(0)
  })

  it.each(['', '{"format":1', '{"format":9,"servers":[]}', '[]'])(
    '[HO5] sets a file aside that cannot be understood, and begins empty: %j',
    async (content) => {
      await writeFile(file, content)
      expect(await open().read()).toEqual(EMPTY_KEYRING)
      expect(troubles).toMatchObject([{ what: 'set-aside' }])
      await open().write(EMPTY_KEYRING)
      expect(await readFile(`${file}.broken`, 'utf8')).toBe(content)
    },
  )

  it('[HO5] says why it cannot be written', async () => {
    await rm(folder, { recursive: true })
    await expect(open().write(EMPTY_KEYRING)).rejects.toMatchObject({ detail: { code: 'folder-missing' } })
  })
})
