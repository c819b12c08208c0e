import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchGrove, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { answerDialogs } from './StartView'
import { removeFolder } from '../removeFolder'

/** Words that stand nowhere in Grove. */
const WORDS = [
  ...['Aquifolium', 'Bergamotte', 'Chamaedrys', 'Dictamnus', 'Eupatorium', 'Filipendula', 'Geranium', 'Hyssopus'],
  ...['Inula', 'Juniperus', 'Knautia', 'Lonicera', 'Matricaria', 'Nasturtium', 'Origanum', 'Pulmonaria', 'Quercus'],
  ...['Ranunculus', 'Sanguisorba', 'Tussilago', 'Urtica', 'Verbascum', 'Xanthium', 'Ysop', 'Zinnia', 'Ährenpreis'],
]

describe('diagnostics', () => {
  let folder: string
  let grove: RunningGrove
  let view: WorkspaceView

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-diagnostics-'))
    grove = await launchGrove({ userDataDir: path.join(folder, 'Wiesenschaumkraut') })
    view = new WorkspaceView(grove.window)
    await view.createSpace(WORDS[0] ?? '')
  })
  afterAll(async () => {
    await grove.close()
    await removeFolder(folder)
  })

  it('[DI1, DI3] are shown and saved as one file, with no word of the person’s', async () => {
    for (const word of WORDS.slice(1, 6)) {
      await view.createPage(word)
      await view.page.keyboard.type(WORDS.slice(6).join(' '))
    }
    await view.saved()
    await view.page.evaluate(
      async ([user, secret]) => {
        const ask = window.grove.request as (name: string, question?: unknown) => Promise<unknown>
        await ask('settings.set', { userName: user })
        const spaces = (await ask('spaces.list')) as { value: { id: string }[] }
        await ask('secrets.set', { spaceId: spaces.value[0]?.id, key: 'Herbarium', value: secret })
        await ask('servers.look', { url: 'https://schachtelhalm.example:4433' })
        await ask('backup.restore', { folder: '/media/Bilsenkraut' })
      },
      ['Arnika Montana', 'sk-tollkirsche-4fK2nVbq81Zc0y'] as const,
    )
    // What a program never should write, and might.
    await grove.app.evaluate((_electron, words) => {
      process.emit('uncaughtException', new Error(`cannot open "${words.join('", "')}" of ada@goldregen.example`))
    }, WORDS)
    const file = path.join(folder, 'bundle.zip')
    await answerDialogs(grove.app, file)
    await grove.app.evaluate(({ Menu }) => {
      const items = (menu: Electron.Menu | null): Electron.MenuItem[] =>
        menu ? menu.items.flatMap((item) => [item, ...items(item.submenu ?? null)]) : []
      items(Menu.getApplicationMenu())
        .find(({ label }) => label === 'Diagnostics…')
        ?.click()
    })
    const dialog = view.page.getByRole('dialog', { name: 'Diagnostics' })
    await dialog.getByRole('button', { name: 'Show log/main.log' }).click()
    const shown = await dialog.getByLabel('Content of log/main.log').innerText()
    expect(shown).toMatch(/uncaught exception Error: cannot open "…"/)
    await dialog.getByRole('button', { name: 'Save bundle…' }).click()
    await dialog.getByText('Saved as').waitFor()

    const zip = unzipSync(readFileSync(file))
    expect(Object.keys(zip).map((name) => path.posix.basename(name))).toEqual(
      expect.arrayContaining(['README.txt', 'machine.json', 'settings.json', 'spaces.json', 'sync.json', 'main.log']),
    )
    const text = Object.values(zip)
      .map((bytes) => strFromU8(bytes))
      .join('\n')
    const others = [
      'Herbarium',
      'tollkirsche',
      'schachtelhalm',
      'Bilsenkraut',
      'Arnika',
      'Montana',
      'goldregen',
      folder,
    ]
    expect([...WORDS, ...others, 'Wiesenschaumkraut'].filter((word) => text.includes(word))).toEqual([])
    const json = (name: string): unknown => JSON.parse(strFromU8(zip[`grove-diagnostics/${name}`] ?? new Uint8Array()))
    expect(json('machine.json')).toMatchObject({ versions: { electron: expect.any(String) as string } })
    expect(json('spaces.json')).toMatchObject({ examined: [{ space: 'space-1', check: 'ok', trees: 6 }] })
    await view.page.keyboard.press('Escape')
  })

  it('[DI4] a crash leaves a report on this machine, and nothing is sent', async () => {
    const settings = await grove.app.evaluate(({ crashReporter }) => crashReporter.getUploadToServer())
    expect(settings).toBe(false)
  })
})
