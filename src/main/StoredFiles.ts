import { copyFile, mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../core/AppError'
import type { SpaceId } from '../core/space/Space'
import { FolderFileStore } from '../layers/files/FolderFileStore'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { FoundFile } from './fileProtocol'
import { plainFileName } from '../core/plainFileName'
import { opensSafely } from './opensSafely'

export interface StoredFile {
  readonly hash: string
  readonly sizeBytes: number
}

/** The stored files of all spaces, for windows and for the system's applications. */
export class StoredFiles {
  readonly #storeBySpace = new Map<SpaceId, FolderFileStore>()

  constructor(
    readonly folder: DataFolder,
    /** Brings a file here from where else the space is kept; rejects when it cannot be had now. */
    readonly fetch: (spaceId: SpaceId, hash: string) => Promise<void>,
  ) {}

  async add(spaceId: SpaceId, bytes: Uint8Array): Promise<StoredFile> {
    // Only into spaces that are there: a new folder would look like one.
    if (!(await this.folder.spaceIds()).includes(spaceId)) throw new AppError({ code: 'space-missing', space: spaceId })
    return this.of(spaceId).put(bytes)
  }

  /** Where the file lies, once it is here; undefined when it cannot be had now. */
  async find(spaceId: SpaceId, hash: string): Promise<FoundFile | undefined> {
    const file = this.of(spaceId).pathOf(hash)
    const here = await foundAt(file)
    if (here) return here
    await this.fetch(spaceId, hash).catch(() => undefined)
    return foundAt(file)
  }

  /** A copy under its own name for another application: what that one writes never reaches the store. */
  async copyToOpen(
    spaceId: SpaceId,
    hash: string,
    name: string,
  ): Promise<{ readonly path: string; readonly isSafe: boolean }> {
    const found = await this.find(spaceId, hash)
    if (!found) throw new AppError({ code: 'bad-file', path: name, reason: 'it is not on this disk' })
    const folder = path.join(this.folder.opened, hash)
    await mkdir(folder, { recursive: true })
    const copy = path.join(folder, plainFileName(name))
    await copyFile(found.path, copy)
    return { path: copy, isSafe: opensSafely(copy) }
  }

  /** Removes the copies of this session. */
  async forgetOpened(): Promise<void> {
    await rm(this.folder.opened, { recursive: true, force: true }).catch(() => undefined)
  }

  /** The store of one space. */
  of(spaceId: SpaceId): FolderFileStore {
    const known = this.#storeBySpace.get(spaceId)
    if (known) return known
    const store = new FolderFileStore(this.folder.files(spaceId))
    this.#storeBySpace.set(spaceId, store)
    return store
  }
}

async function foundAt(file: string): Promise<FoundFile | undefined> {
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() ? { path: file, sizeBytes: found.size } : undefined
}
