import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Settings } from '../home/Settings'
import type { JsonFileTrouble } from './JsonFile'
import { settingsFile } from './settingsFile'

describe('Settings', () => {
  let folder: string
  let file: string
  let troubles: JsonFileTrouble[]
  const load = (): Promise<Settings> => Settings.load(settingsFile(file, (trouble) => troubles.push(trouble)))

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-settings-'))
    file = path.join(folder, 'settings.json')
    troubles = []
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('[UI50] start with the defaults and keep what was changed', async () => {
    const settings = await load()
    expect(settings.value.current).toEqual({
      theme: 'system',
      spellCheck: true,
      lastSpaceId: null,
      sidebarWidth: 260,
      userName: '',
      looksForUpdates: true,
    })
    settings.change({ theme: 'dark' })
    settings.change({ sidebarWidth: 300, spellCheck: undefined })
    await settings.saved()
    expect((await load()).value.current).toMatchObject({ theme: 'dark', sidebarWidth: 300, spellCheck: true })
    expect(await readdir(folder)).toEqual(['settings.json'])
    expect(troubles).toEqual([])
  })

  it.each(['', '{"theme":', '{"theme":"pink"}', '7', 'null'])(
    '[UI50] set a broken file aside and use the defaults: %j',
    async (content) => {
      await writeFile(file, content)
      expect((await load()).value.current.theme).toBe('system')
      expect(troubles).toMatchObject([{ what: 'set-aside', keptAs: `${file}.broken` }])
      expect(await readFile(`${file}.broken`, 'utf8')).toBe(content)
    },
  )

  it('[UI50] go on in memory when the file cannot be written', async () => {
    const settings = await load()
    await rm(folder, { recursive: true })
    settings.change({ theme: 'light' })
    await settings.saved()
    expect(settings.value.current.theme).toBe('light')
    expect(troubles.at(-1)).toMatchObject({ what: 'not-written' })
    await load().then((again) => expect(again.value.current.theme).toBe('system'))
    folder = await mkdtemp(path.join(tmpdir(), 'grove-settings-'))
  })
})
