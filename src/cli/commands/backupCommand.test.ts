import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wordsOfKey } from '../../core/keys/RecoveryKit'
import { keyIdOf } from '../../core/keys/SpaceKey'
import { EMPTY_KEYRING, type KeyringData } from '../../home/keyringData'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { nodeEnvironment } from '../../layers/runtime/nodeEnvironment'
import { buildProgram } from '../buildProgram'

const KEY = new Uint8Array(32).fill(5)
const WORDS = wordsOfKey(KEY).join(' ')
const OTHER_WORDS = wordsOfKey(new Uint8Array(32).fill(6)).join(' ')

interface Ran {
  readonly result: string
  readonly notices: readonly string[]
  readonly exitCode: number
}

describe('grove backup and grove restore', () => {
  let folder: string
  let here: DataFolder
  let there: DataFolder
  let stick: string

  const grove = async (data: DataFolder, args: readonly string[], words = ''): Promise<Ran> => {
    const results: string[] = []
    const notices: string[] = []
    let exitCode = 0
    const program = buildProgram({
      environment: nodeEnvironment,
      terminal: {
        result: (text) => void results.push(text),
        progress: () => undefined,
        notice: (sentence) => void notices.push(sentence),
      },
      setExitCode: (code) => {
        exitCode = code
      },
      readInput: () => Promise.resolve(words),
    })
    const piped = words === '' ? [] : ['--words-from-stdin']
    await program.parseAsync([...args, ...piped, '--data', data.root], { from: 'user' })
    return { result: results.join('\n'), notices, exitCode }
  }
  const json = async (data: DataFolder, args: readonly string[], words = ''): Promise<Record<string, unknown>> =>
    JSON.parse((await grove(data, [...args, '--json'], words)).result) as Record<string, unknown>

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-cli-backup-'))
    here = new DataFolder(path.join(folder, 'here'))
    there = new DataFolder(path.join(folder, 'there'))
    stick = path.join(folder, 'stick')
    const vault = path.join(folder, 'Notes')
    await mkdir(stick)
    await mkdir(vault)
    await writeFile(path.join(vault, 'Start.md'), '# Welcome\n\nTake the **28** tram.\n\n![[map.png]]\n')
    await writeFile(path.join(vault, 'map.png'), 'a picture')
    await grove(here, ['import', vault, '--space', 'Home'])
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('[BA14] print the same numbers, and the restored space is the one that was backed up', async () => {
    const backup = await json(here, ['backup', 'Home', stick])
    const checked = await json(here, ['check', 'Home'])
    expect(backup).toMatchObject({ space: 'Home', files: 1, fingerprint: checked['fingerprint'], verified: true })
    expect(await json(here, ['backup', 'Home', stick])).toEqual(backup)
    const restored = await json(there, ['restore', stick])
    const { space, ops, files, fingerprint } = backup
    expect(restored).toMatchObject({ space, ops, files, fingerprint, verified: true, missing: [] })
    expect(await json(there, ['check', 'Home'])).toEqual(checked)
    expect(await json(there, ['restore', stick])).toEqual(restored)
    expect((await grove(there, ['page', 'Home', 'Start'])).result).toContain('Take the **28** tram.')
    expect((await grove(here, ['backup', 'Home', stick])).result).toMatch(
      /^Backed up “Home” to .*home-\w{8}: \d+ changes, 1 file; fingerprint \w{16}; verified\.$/,
    )
  })

  it('[BA14] a sealed one needs the words of the recovery kit, and others make nothing', async () => {
    const backup = await json(here, ['backup', 'Home', stick], WORDS)
    expect(backup['folder']).toMatch(/grove-\w{8}$/)
    await expect(grove(there, ['restore', stick])).rejects.toMatchObject({ detail: { code: 'key-missing' } })
    await expect(grove(there, ['restore', stick], OTHER_WORDS)).rejects.toMatchObject({ detail: { code: 'wrong-key' } })
    await expect(grove(there, ['restore', stick], 'abandon')).rejects.toMatchObject({ detail: { code: 'wrong-words' } })
    await expect(readdir(there.root)).rejects.toThrow()
    expect(await json(there, ['restore', stick], WORDS)).toMatchObject({
      fingerprint: backup['fingerprint'],
      verified: true,
    })
    // Nor is a readable one made beside it by forgetting the words.
    await expect(grove(here, ['backup', 'Home', stick])).rejects.toMatchObject({ detail: { code: 'key-missing' } })
  })

  it('[BA15] with the words begins a sealed one beside one that is not, and says where that is', async () => {
    const { folder: older } = await json(here, ['backup', 'Home', stick])
    const sealed = await grove(here, ['backup', 'Home', stick], WORDS)
    expect(sealed.result).toMatch(/grove-\w{8}: /)
    expect(sealed.notices.join()).toContain(String(older))
  })

  it('[BA14] a space that the app keeps a key for is not backed up without it', async () => {
    const [id = ''] = await here.spaceIds()
    const space = { id, keyId: keyIdOf(KEY), isKitChecked: true, layers: [] }
    const keyring: KeyringData = { ...EMPTY_KEYRING, spaces: [space] }
    await writeFile(here.keyring, JSON.stringify(keyring))
    await expect(grove(here, ['backup', 'Home', stick])).rejects.toMatchObject({ detail: { code: 'key-missing' } })
    await expect(grove(here, ['backup', 'Home', stick], OTHER_WORDS)).rejects.toMatchObject({
      detail: { code: 'wrong-key' },
    })
    expect(await readdir(stick)).toEqual([])
    expect((await grove(here, ['backup', 'Home', stick], WORDS)).exitCode).toBe(0)
  })

  it('[BA14] exit with 1 when something is missing, and say what', async () => {
    const [id = ''] = await here.spaceIds()
    const { folder: place } = await json(here, ['backup', 'Home', stick])
    const [log = ''] = (await readdir(String(place))).filter((name) => name.startsWith('log-'))
    const bytes = await readFile(path.join(String(place), log))
    await writeFile(path.join(String(place), log), bytes.subarray(0, -1))
    const restored = await grove(there, ['restore', stick])
    expect(restored.exitCode).toBe(1)
    expect(restored.result).toContain('Not everything could be restored:\n- log-000001')
    // Whoever has the space mends it.
    expect((await grove(here, ['backup', 'Home', stick])).exitCode).toBe(0)
    expect((await grove(there, ['restore', stick])).exitCode).toBe(0)
    await rm(here.files(id), { recursive: true })
    await mkdir(path.join(here.files(id), 'ab'), { recursive: true })
    await writeFile(path.join(here.files(id), 'ab', 'ab'.repeat(32)), 'spoiled')
    const partial = await grove(here, ['backup', 'Home', stick])
    expect(partial.exitCode).toBe(1)
    expect(partial.notices.join()).toMatch(/^Not everything is in it: .* is damaged/)
  })

  it.each([
    [['backup', 'Nope', '.'], 'space-missing'],
    [['backup', 'Home', '/nowhere-at-all'], 'folder-missing'],
    [['restore', '/nowhere-at-all'], 'folder-missing'],
  ])('[BA14] %j fails with a sentence', async (args, code) => {
    await expect(grove(here, args)).rejects.toMatchObject({ detail: { code } })
  })

  it('[BA14] refuse the data folder itself, and say when there is no backup', async () => {
    await expect(grove(here, ['backup', 'Home', here.root])).rejects.toMatchObject({ detail: { code: 'backup-place' } })
    await expect(grove(here, ['restore', stick])).rejects.toMatchObject({ detail: { code: 'no-backup' } })
  })
})
