import type { DataFolderPlan, DataFolderSummary } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import { pointerFile, pointerText, readDataFolderPointer } from '../../layers/runtime/dataFolderPointer'
import { chooseFolder } from '../chooseFolder'
import type { GroveWindow } from '../GroveWindow'
import { writeFileAtomically } from '../writeFileAtomically'
import { dataFiles, totalBytes } from './dataFiles'
import { holdsData } from './examineFolder'
import { placeForData, type PlaceForData } from './placeForData'
import { removeData } from './removeData'
import type { FolderOrigin } from './troubleScreen'

export interface DataFoldersParts {
  readonly folder: DataFolder
  readonly origin: FolderOrigin
  /** Where the pointer lies. */
  readonly usual: string
  /** Saves everything, ends Grove and starts it again; false when somebody decided to stay. */
  readonly restart: () => Promise<boolean>
}

/** Which folder the data is in, and having it in another. What takes a closed Grove is done at the next start. */
export class DataFolders {
  #chosen: PlaceForData | undefined

  constructor(readonly parts: DataFoldersParts) {}

  async state(): Promise<DataFolderSummary> {
    const { folder, origin, usual } = this.parts
    const isGiven = origin === 'given'
    const previous = isGiven ? [] : readDataFolderPointer(usual).previous
    const old = await Promise.all(
      previous.map(async (at) => ({
        folder: at,
        isThere: await holdsData(at).catch(() => false),
        sizeBytes: totalBytes(await dataFiles(at).catch(() => [])),
      })),
    )
    return {
      folder: folder.root,
      isGiven,
      old: old.filter(({ isThere }) => isThere).map(({ isThere: _isThere, ...rest }) => rest),
    }
  }

  /** Null when the person closed the dialog. */
  async choose(window: GroveWindow): Promise<DataFolderPlan | null> {
    this.#refuseGiven()
    const { root } = this.parts.folder
    const chosen = await chooseFolder(window, {
      title: 'Choose the Data Folder',
      buttonLabel: 'Choose',
      mayCreate: true,
    })
    if (chosen === undefined) return null
    this.#chosen = await placeForData(chosen, root)
    return { ...this.#chosen, sizeBytes: totalBytes(await dataFiles(root)) }
  }

  /** Notes down what is to be done, and restarts. When somebody decides to stay, nothing is noted. */
  async use(): Promise<void> {
    this.#refuseGiven()
    const { usual, restart } = this.parts
    const chosen = this.#chosen
    if (!chosen) throw new AppError({ code: 'bad-request', reason: 'choose the folder first' })
    const before = readDataFolderPointer(usual)
    const { folder, holds } = chosen
    const after =
      holds === 'nothing' ? { ...before, moveTo: folder } : { ...before, folder: folder === usual ? null : folder }
    await writeFileAtomically(pointerFile(usual), pointerText(after))
    if (await restart()) return
    await writeFileAtomically(pointerFile(usual), pointerText(before))
  }

  /** Only of a folder the data was moved out of. */
  async removeOld(old: string): Promise<DataFolderSummary> {
    this.#refuseGiven()
    const { usual, folder } = this.parts
    const pointer = readDataFolderPointer(usual)
    if (!pointer.previous.includes(old))
      throw new AppError({ code: 'bad-request', reason: 'nothing was moved out of it' })
    await removeData(old, folder.root)
    const previous = pointer.previous.filter((other) => other !== old)
    await writeFileAtomically(pointerFile(usual), pointerText({ ...pointer, previous }))
    return this.state()
  }

  #refuseGiven(): void {
    if (this.parts.origin !== 'given') return
    throw new AppError({ code: 'bad-request', reason: 'this folder was named when Grove was started (--data-dir)' })
  }
}
