import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolder } from '../../layers/runtime/DataFolder'
import type { DataCopy } from '../updates/DataCopies'
import { pointerFile, pointerText } from '../../layers/runtime/dataFolderPointer'
import { FailedStarts } from './FailedStarts'
import { isCautiousStart } from './isCautiousStart'
import { offerSafeMode, type StartDoors, type StartQuestion } from './offerSafeMode'
import { putBack } from './putBack'
import { StartMarker } from './StartMarker'

const ID = 'c'.repeat(32)
let folder: DataFolder
beforeEach(() => (folder = new DataFolder(mkdtempSync(path.join(tmpdir(), 'grove-safe-')))))
afterEach(() => rmSync(folder.root, { recursive: true, force: true }))

describe('counting failed starts', () => {
  it('[UP11] offers after three in a row of one version', () => {
    let left: { version: string; failed: number } | undefined
    const offered = [1, 2, 3, 4, 5].map(() => {
      const starts = new FailedStarts('0.1.0', left)
      left = starts.record
      return starts.shouldOffer
    })
    expect(offered).toEqual([false, false, false, true, true])
    expect(new FailedStarts('0.1.1', left).shouldOffer).toBe(false)
    expect(new FailedStarts('0.1.1', left).record).toEqual({ version: '0.1.1', failed: 1 })
  })

  it('[UP11] the file goes when a window is usable, and a broken one counts nothing', async () => {
    writeFileSync(folder.starting, '{"failed":')
    const marker = await StartMarker.begin(folder.starting, '0.1.0')
    expect(marker.starts.shouldOffer).toBe(false)
    expect((await StartMarker.begin(folder.starting, '0.1.0')).starts.record.failed).toBe(2)
    marker.clear()
    marker.clear()
    expect(existsSync(folder.starting)).toBe(false)
  })

  it('[UP11] a folder that cannot be written starts all the same', async () => {
    const marker = await StartMarker.begin(path.join(folder.root, 'gone', 'starting.json'), '0.1.0')
    expect(marker.starts.shouldOffer).toBe(false)
    marker.clear()
  })
})

describe('doing without the graphics card', () => {
  const usual = (): string => folder.root
  const isCautious = (isSafeMode = false, dataFolder?: string): boolean =>
    isCautiousStart({ isSafeMode, dataFolder }, usual(), '0.1.0')
  const failedIn = (root: string): void =>
    writeFileSync(new DataFolder(root).starting, JSON.stringify({ version: '0.1.0', failed: 3 }))

  it('[UP12] is for safe mode, and for the start that is going to offer it', () => {
    expect([isCautious(), isCautious(true)]).toEqual([false, true])
    failedIn(usual())
    expect(isCautious()).toBe(true)
    expect(isCautiousStart({ isSafeMode: false, dataFolder: undefined }, usual(), '0.1.1')).toBe(false)
  })

  it('[UP12] looks where the data is, and counts nothing by looking', () => {
    const chosen = path.join(usual(), 'elsewhere')
    mkdirSync(chosen)
    failedIn(chosen)
    expect([isCautious(), isCautious(false, chosen)]).toEqual([false, true])
    writeFileSync(pointerFile(usual()), pointerText({ folder: chosen, previous: [], moveTo: null }))
    expect([isCautious(), isCautious()]).toEqual([true, true])
    writeFileSync(pointerFile(usual()), '{')
    expect(isCautious()).toBe(false)
    expect(JSON.parse(readFileSync(new DataFolder(chosen).starting, 'utf8'))).toMatchObject({ failed: 3 })
  })
})

describe('the offer', () => {
  const copy = (): DataCopy => ({
    version: '0.0.9',
    madeAt: Date.UTC(2026, 10, 1, 12),
    spaceIds: [ID],
    folder: new DataFolder(path.join(folder.beforeUpdate, '0.0.9')),
  })

  function person(answers: string[], doors: Partial<StartDoors> = {}) {
    const asked: StartQuestion[] = []
    const shown: string[] = []
    const all: StartDoors = {
      copy: undefined,
      putBack: () => Promise.resolve('/aside'),
      showFolder: async () => void shown.push('folder'),
      ask: (question) => {
        asked.push(question)
        return Promise.resolve(question.buttons.indexOf(answers.shift() ?? ''))
      },
      ...doors,
    }
    return { asked, shown, mode: offerSafeMode(all) }
  }

  it.each([
    ['Safe Mode', 'safe'],
    ['Start Normally', 'normal'],
    ['Quit', 'quit'],
  ] as const)('[UP13] %s is %s', async (button, mode) => {
    expect(await person([button]).mode).toBe(mode)
  })

  it('[UP13] asks again after the folder was shown, and offers earlier data only when there is some', async () => {
    const { asked, shown, mode } = person(['Show Data Folder', 'Quit'])
    expect(await mode).toBe('quit')
    expect([asked.length, shown.length]).toEqual([2, 1])
    expect(asked[0]?.buttons).not.toContain('Earlier Data…')
  })

  it('[UP13] going back asks first, says where the rest is, and then starts', async () => {
    const { asked, mode } = person(['Earlier Data…', 'Cancel', 'Earlier Data…', 'Go Back', 'Start Grove'], {
      copy: copy(),
    })
    expect(await mode).toBe('normal')
    expect(asked[0]?.detail).toContain('Grove 0.0.9, on 1 November 2026')
    expect(asked[1]?.buttons[0]).toBe('Cancel')
    expect(asked.at(-1)?.detail).toBe('What you had is in /aside.')
  })

  it('[UP13] what cannot be put back is said, and nothing starts by itself', async () => {
    const failing = { copy: copy(), putBack: () => Promise.reject(new Error('the disk is gone')) }
    const { asked, mode } = person(['Earlier Data…', 'Go Back', 'OK', 'Quit'], failing)
    expect(await mode).toBe('quit')
    expect(asked[2]).toMatchObject({ message: 'The earlier data could not be put back.' })
  })
})

describe('putBack', () => {
  function makeCopy(): DataCopy {
    const there = new DataFolder(path.join(folder.beforeUpdate, '0.0.9'))
    mkdirSync(there.space(ID), { recursive: true })
    writeFileSync(there.database(ID), 'old')
    writeFileSync(there.settings, 'old settings')
    return { version: '0.0.9', madeAt: 1, spaceIds: [ID], folder: there }
  }
  const readAll = (where: DataFolder): string[] =>
    ['', '-wal', '-shm'].map((end) =>
      existsSync(where.database(ID) + end) ? readFileSync(where.database(ID) + end, 'utf8') : '',
    )

  it('[UP13] moves the present data aside with its log, and leaves files and newer spaces', async () => {
    const copy = makeCopy()
    mkdirSync(folder.files(ID), { recursive: true })
    writeFileSync(path.join(folder.files(ID), 'picture'), 'a picture')
    for (const end of ['', '-wal', '-shm']) writeFileSync(folder.database(ID) + end, `new${end}`)
    writeFileSync(folder.settings, 'new settings')
    writeFileSync(folder.keyring, 'new keys')
    const newer = 'd'.repeat(32)
    mkdirSync(folder.space(newer))
    writeFileSync(folder.database(newer), 'newer space')

    const aside = new DataFolder(await putBack(folder, copy, Date.UTC(2026, 10, 2)))
    expect(readAll(folder)).toEqual(['old', '', ''])
    expect(readAll(aside)).toEqual(['new', 'new-wal', 'new-shm'])
    expect(readFileSync(folder.settings, 'utf8')).toBe('old settings')
    expect(readFileSync(aside.settings, 'utf8')).toBe('new settings')
    expect(readFileSync(folder.keyring, 'utf8')).toBe('new keys')
    expect(readFileSync(folder.database(newer), 'utf8')).toBe('newer space')
    expect(readdirSync(folder.files(ID))).toEqual(['picture'])
  })

  it('[UP13] done twice, nothing of the first time is lost', async () => {
    const copy = makeCopy()
    mkdirSync(folder.space(ID), { recursive: true })
    writeFileSync(folder.database(ID), 'new')
    const first = new DataFolder(await putBack(folder, copy, 1000))
    writeFileSync(folder.database(ID), 'newest')
    const second = new DataFolder(await putBack(folder, copy, 2000))
    expect([readAll(first)[0], readAll(second)[0], readAll(folder)[0]]).toEqual(['new', 'newest', 'old'])
  })
})
