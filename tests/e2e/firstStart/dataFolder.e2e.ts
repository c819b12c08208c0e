import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SpaceFolderLock } from '../../../src/layers/sqlite/SpaceFolderLock'
import { launchGrove, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { answerDialogs, StartView } from './StartView'
import { removeFolder } from '../removeFolder'

describe('the data folder', () => {
  let folder: string
  let grove: RunningGrove | undefined

  const at = (...names: string[]): string => path.join(folder, ...names)
  const start = async (args: readonly string[] = []): Promise<RunningGrove> =>
    (grove = await launchGrove({ userDataDir: at('profile'), args }))
  const startInTrouble = async (args?: readonly string[]): Promise<StartView> => {
    const { app, window } = await start(args)
    return new StartView(app, window)
  }
  const openSettings = async (view: WorkspaceView): Promise<void> => {
    await view.page.keyboard.press('Control+,')
    await view.page.getByRole('dialog', { name: 'Settings' }).waitFor()
  }

  /** Through the window, as a person does it. Grove has ended when it resolves. */
  const orderMove = async (view: WorkspaceView, to: string): Promise<void> => {
    const { app } = grove!
    await answerDialogs(app, to)
    await app.evaluate(({ app: running }) => {
      Object.assign(running, { relaunch: () => undefined })
    })
    await openSettings(view)
    await view.page.getByRole('button', { name: 'Move…' }).click()
    await view.page.getByRole('button', { name: 'Choose a folder…' }).click()
    const gone = app.waitForEvent('close')
    await view.page.getByRole('button', { name: /restart$/ }).click()
    await gone
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-first-'))
  })
  afterEach(async () => {
    await grove?.close()
    grove = undefined
    await removeFolder(folder)
  })

  it('[DS4, DS7] moves with everything in it, and the old one stays until it is removed', async () => {
    const before = new WorkspaceView((await start()).window)
    await before.createSpace('Home')
    await before.createPage('Traveller')
    await before.page.keyboard.type('comes along')
    await orderMove(before, at('disk'))

    const moved = await startInTrouble()
    expect(await moved.title()).toBe('Your data was moved')
    expect(await moved.text()).toContain(at('disk'))
    const view = new WorkspaceView(await moved.open('Open Grove'))
    await view.openPage('Traveller')
    expect(await view.readText()).toBe('comes along')
    expect(existsSync(at('profile/spaces'))).toBe(true)
    await openSettings(view)
    await view.page.getByText(at('disk')).first().waitFor()
    await view.page.getByRole('button', { name: 'Remove…' }).click()
    await view.page.getByRole('button', { name: 'Remove the old data' }).click()
    await view.page.getByText('The old data was removed.').waitFor()
    expect(existsSync(at('profile/spaces'))).toBe(false)
    expect(existsSync(at('profile/data-folder.json'))).toBe(true)
    await view.page.keyboard.press('Escape')
    await view.page.keyboard.type(' and goes on')
    await view.saved()
    await grove?.close()

    // A disk that is away, and comes back.
    await rename(at('disk'), at('disk-away'))
    const away = await startInTrouble()
    expect(await away.title()).toBe('Your data folder is not there')
    await away.button('Try Again').click()
    expect(await away.title()).toBe('Your data folder is not there')
    expect(existsSync(at('disk'))).toBe(false)
    await rename(at('disk-away'), at('disk'))
    const back = new WorkspaceView(await away.open('Try Again'))
    await back.entry('Traveller').waitFor()
  })

  it('[DS2] that is not there can be given up for an empty one', async () => {
    await mkdir(at('profile'))
    const pointer = { format: 1, folder: at('gone'), previous: [], moveTo: null }
    writeFileSync(at('profile/data-folder.json'), JSON.stringify(pointer))
    const view = new WorkspaceView(await (await startInTrouble()).open('Start with an Empty Folder'))
    await view.createSpace('New')
    expect(JSON.parse(readFileSync(at('profile/data-folder.json'), 'utf8'))).toMatchObject({ folder: null })
  })

  it('[DS5] is not taken where Syncthing keeps folders in step', async () => {
    const view = new WorkspaceView((await start()).window)
    await view.createSpace('Home')
    await mkdir(at('notes/.stfolder'), { recursive: true })
    await answerDialogs(grove!.app, at('notes'))
    await openSettings(view)
    await view.page.getByRole('button', { name: 'Move…' }).click()
    await view.page.getByRole('button', { name: 'Choose a folder…' }).click()
    expect(await view.page.getByRole('dialog').getByRole('alert').innerText()).toMatch(/kept in step by Syncthing/)
  })

  it('[DS6] where Syncthing keeps it in step is not opened', async () => {
    await mkdir(at('notes/.stfolder'), { recursive: true })
    const trouble = await startInTrouble([`--data-dir=${at('notes/Grove')}`])
    expect(await trouble.title()).toBe('Your data is not safe where it is')
    expect(await trouble.text()).toMatch(/kept in step by Syncthing/)
    await trouble.leave('Quit')
    expect(existsSync(at('notes/Grove'))).toBe(false)
  })

  it('[DS3] that another Grove uses is explained, and opens when that is closed', async () => {
    const lock = SpaceFolderLock.acquire(at('data'))
    const trouble = await startInTrouble([`--data-dir=${at('data')}`])
    expect(await trouble.text()).toMatch(/Another Grove is using/)
    lock.release()
    const view = new WorkspaceView(await trouble.open('Try Again'))
    await view.createSpace('Home')
  })
})
