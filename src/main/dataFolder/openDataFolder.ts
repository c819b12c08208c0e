import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { StartScreen } from '../../bridge/contract'
import { AppError, describeError } from '../../core/AppError'
import type { PlaceTrouble } from '../../layers/files/place/PlaceFacts'
import { DataFolder } from '../../layers/runtime/DataFolder'
import {
  pointerFile,
  pointerText,
  readDataFolderPointer,
  type DataFolderPointer,
} from '../../layers/runtime/dataFolderPointer'
import { SpaceFolderLock } from '../../layers/sqlite/SpaceFolderLock'
import { writeFileAtomically } from '../writeFileAtomically'
import { examineFolder, holdsData } from './examineFolder'
import { FolderMove } from './FolderMove'
import type { FolderTrouble } from './folderTrouble'
import {
  cancelledScreen,
  emptyScreen,
  moveScreen,
  movedScreen,
  notMovedScreen,
  pointerScreen,
  sorryScreen,
} from './moveScreens'
import { placeForData } from './placeForData'
import { troubleScreen, type FolderOrigin } from './troubleScreen'

/** Talks with a person before there is any window of Grove's own. */
export interface StartTalk {
  /** Resolves with the id of a choice; `quit` when the window was closed. */
  ask(screen: StartScreen): Promise<string>
  /** Shows something that goes on by itself; `onCancel` when the person wants it to end. */
  show(screen: StartScreen, onCancel: () => void): void
  /** With the system's dialog; undefined when it was closed. */
  chooseFolder(title: string): Promise<string | undefined>
}

export interface DataFolderParts {
  /** Where the pointer lies, and the data when nobody chose otherwise: Electron's `userData`. */
  readonly usual: string
  /** Of `--data-dir`. */
  readonly given: string | undefined
  readonly talk: StartTalk
  readonly lookAt?: (folder: string) => Promise<PlaceTrouble | null>
  /** Hears of every trouble, before anybody is asked. */
  readonly onTrouble?: (screen: StartScreen) => void
}

export interface OpenedDataFolder {
  readonly folder: DataFolder
  readonly lock: SpaceFolderLock
  readonly origin: FolderOrigin
}

/** Finds the data folder, moves it where that was asked for, and locks it; undefined when the person quit instead. */
export function openDataFolder(parts: DataFolderParts): Promise<OpenedDataFolder | undefined> {
  return new DataFolderOpening(parts).run()
}

class DataFolderOpening {
  #mayBeFull = false

  constructor(readonly parts: DataFolderParts) {}

  async run(): Promise<OpenedDataFolder | undefined> {
    for (;;) {
      const pointer = await this.#pointer()
      if (pointer === 'quit') return undefined
      const opened = pointer && (await this.#open(pointer))
      if (opened === 'quit') return undefined
      if (opened) return opened
    }
  }

  /** Undefined: look again. */
  async #pointer(): Promise<DataFolderPointer | 'quit' | undefined> {
    const { usual, given } = this.parts
    if (given !== undefined) return { folder: given, previous: [], moveTo: null }
    try {
      return readDataFolderPointer(usual)
    } catch (error) {
      const choice = await this.#ask(pointerScreen(describeError(AppError.detailOf(error)), usual))
      if (choice === 'choose') await this.#choose(undefined)
      else if (choice === 'usual') await this.#point({ folder: null, previous: [], moveTo: null })
      return choice === 'quit' ? 'quit' : undefined
    }
  }

  async #open(pointer: DataFolderPointer): Promise<OpenedDataFolder | 'quit' | undefined> {
    const { usual, given, lookAt } = this.parts
    const origin = given !== undefined ? 'given' : pointer.folder !== null ? 'chosen' : 'usual'
    const root = pointer.folder ?? usual
    if (pointer.moveTo !== null) return this.#move(pointer, root, pointer.moveTo)
    const expectation = { isKnown: origin === 'chosen', mayBeFull: this.#mayBeFull, ...(lookAt && { lookAt }) }
    const trouble = (await examineFolder(root, expectation)) ?? lockTrouble(root)
    if (trouble instanceof SpaceFolderLock) return { folder: new DataFolder(root), lock: trouble, origin }
    return this.#solve(trouble, root, origin, pointer)
  }

  async #solve(
    trouble: FolderTrouble,
    root: string,
    origin: FolderOrigin,
    pointer: DataFolderPointer,
  ): Promise<'quit' | undefined> {
    const hasData = await holdsData(root).catch(() => false)
    switch (await this.#ask(troubleScreen(trouble, root, origin, hasData))) {
      case 'quit':
        return 'quit'
      case 'anyway':
        this.#mayBeFull = true
        return undefined
      case 'choose':
        await this.#choose(root)
        return undefined
      case 'move':
        await this.#order(pointer, root)
        return undefined
      case 'empty':
        await this.#begin(await this.#freshFolder(), pointer)
        return undefined
      default:
        return undefined
    }
  }

  /** Another folder in place of one that cannot be used. One that is empty is only taken once that was said. */
  async #choose(current: string | undefined): Promise<void> {
    const chosen = await this.parts.talk.chooseFolder('Choose the Data Folder')
    if (chosen === undefined) return
    await this.#orSaySorry(async () => {
      const place = await placeForData(chosen, current, this.parts.lookAt)
      if (place.holds === 'nothing' && (await this.#ask(emptyScreen(place.folder))) !== 'go') return
      await this.#begin(place.folder, { folder: null, previous: [], moveTo: null })
    })
  }

  async #order(pointer: DataFolderPointer, root: string): Promise<void> {
    const chosen = await this.parts.talk.chooseFolder('Move the Data To')
    if (chosen === undefined) return
    await this.#orSaySorry(async () => {
      const place = await placeForData(chosen, root, this.parts.lookAt)
      if (place.holds === 'grove') {
        throw new AppError({ code: 'data-place', path: place.folder, reason: 'it holds the data of a Grove already' })
      }
      await this.#point({ ...pointer, moveTo: place.folder })
    })
  }

  async #move(pointer: DataFolderPointer, from: string, to: string): Promise<'quit' | undefined> {
    // Given up first: a move that ends the program must not be begun again at every start.
    await this.#point({ ...pointer, moveTo: null })
    let isCancelled = false
    const { talk } = this.parts
    try {
      const move = new FolderMove({
        from,
        to,
        isCancelled: () => isCancelled,
        onProgress: (progress) => talk.show(moveScreen(to, progress, isCancelled), () => (isCancelled = true)),
        commit: () =>
          this.#point({
            folder: to === this.parts.usual ? null : to,
            previous: [...pointer.previous.filter((other) => other !== to && other !== from), from],
            moveTo: null,
          }),
      })
      await move.run()
    } catch (error) {
      const detail = AppError.detailOf(error)
      const screen = detail.code === 'cancelled' ? cancelledScreen(from) : notMovedScreen(from, describeError(detail))
      return (await this.#ask(screen)) === 'quit' ? 'quit' : undefined
    }
    return (await talk.ask(movedScreen(from, to))) === 'quit' ? 'quit' : undefined
  }

  async #begin(folder: string, { previous }: DataFolderPointer): Promise<void> {
    await this.#orSaySorry(async () => {
      // With something in it: an empty folder is what a disk that is away looks like.
      await mkdir(new DataFolder(folder).spaces, { recursive: true, mode: 0o700 })
      await this.#point({ folder: folder === this.parts.usual ? null : folder, previous, moveTo: null })
    })
  }

  /** The usual one, unless it holds data that was once used. */
  async #freshFolder(): Promise<string> {
    const { usual } = this.parts
    for (let number = 1; ; number++) {
      const folder = number === 1 ? usual : path.join(usual, `data-${number}`)
      if (!(await holdsData(folder).catch(() => false))) return folder
    }
  }

  async #orSaySorry(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      await this.parts.talk.ask(sorryScreen(describeError(AppError.detailOf(error))))
    }
  }

  #point(pointer: DataFolderPointer): Promise<void> {
    return writeFileAtomically(pointerFile(this.parts.usual), pointerText(pointer))
  }

  #ask(screen: StartScreen): Promise<string> {
    this.parts.onTrouble?.(screen)
    return this.parts.talk.ask(screen)
  }
}

/** The lock, or why there is none. */
function lockTrouble(root: string): SpaceFolderLock | FolderTrouble {
  try {
    return SpaceFolderLock.acquire(root)
  } catch (error) {
    const detail = AppError.detailOf(error)
    if (detail.code === 'folder-in-use') return { kind: 'in-use' }
    return {
      kind: 'failing',
      reason: 'reason' in detail ? detail.reason : describeError(detail),
    }
  }
}
