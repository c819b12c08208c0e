import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { AppError, describeError } from '../../core/AppError'
import type { SpaceId } from '../../core/space/Space'
import { diskError } from '../../layers/backup/diskError'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { writeFileAtomically } from '../writeFileAtomically'

/** The data as it was under a version, in `before-update/<version>/`: laid out like the data folder itself. */
export interface DataCopy {
  readonly version: string
  /** Ms since 1970. */
  readonly madeAt: number
  readonly spaceIds: readonly SpaceId[]
  readonly folder: DataFolder
}

export interface DataCopiesOptions {
  readonly folder: DataFolder
  /** In another process: a large database takes seconds. Rejects with AppError. */
  readonly copyDatabase: (from: string, to: string) => Promise<void>
  readonly now: () => number
}

const KEPT = 2
const LABEL = 'copy.json'
const SPARE_BYTES = 16 * 1024 * 1024
const labelSchema = v.object({
  version: v.string(),
  madeAt: v.number(),
  spaceIds: v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
})

/** Files that an update may rewrite, besides the databases. Stored files never change: they need no copy. */
export const COPIED_FILES = ['settings.json', 'keyring.json', 'windows.json'] as const

/** Copies of all databases and settings, made before an update. */
export class DataCopies {
  readonly #options: DataCopiesOptions

  constructor(options: DataCopiesOptions) {
    this.#options = options
  }

  /**
   * Complete or not there at all. Replaces the copy of the same version, then keeps the newest two. Rejects with
   * `update-no-copy`.
   */
  async make(version: string): Promise<void> {
    const { folder, now } = this.#options
    const whole = path.join(folder.beforeUpdate, version)
    const part = `${whole}.part`
    try {
      const spaceIds = await folder.spaceIds()
      await rm(part, { recursive: true, force: true })
      await mkdir(part, { recursive: true, mode: 0o700 })
      await this.#mustHaveRoom(spaceIds)
      await this.#copy(new DataFolder(part), spaceIds)
      const label = { version, madeAt: now(), spaceIds }
      await writeFileAtomically(path.join(part, LABEL), `${JSON.stringify(label, null, 2)}\n`)
      await rm(whole, { recursive: true, force: true })
      await rename(part, whole)
      await this.#forgetOld()
    } catch (error) {
      await rm(part, { recursive: true, force: true }).catch(() => undefined)
      throw new AppError({ code: 'update-no-copy', reason: reasonOf(error, folder.beforeUpdate) }, { cause: error })
    }
  }

  /** The newest first. */
  async list(): Promise<DataCopy[]> {
    const root = this.#options.folder.beforeUpdate
    const names = await readdir(root).catch(() => [])
    const copies = await Promise.all(names.filter((name) => !name.endsWith('.part')).map((name) => read(root, name)))
    return copies.flatMap((copy) => copy ?? []).sort((a, b) => b.madeAt - a.madeAt)
  }

  async #copy(to: DataFolder, spaceIds: readonly SpaceId[]): Promise<void> {
    const { folder, copyDatabase } = this.#options
    for (const id of spaceIds) {
      if (!existsSync(folder.database(id))) continue
      await mkdir(to.space(id), { recursive: true })
      await copyDatabase(folder.database(id), to.database(id))
    }
    for (const name of COPIED_FILES) {
      const file = path.join(folder.root, name)
      if (existsSync(file)) await copyFile(file, path.join(to.root, name))
    }
  }

  /** Before filling the disk to the brim: what people write at the same time needs room too. */
  async #mustHaveRoom(spaceIds: readonly SpaceId[]): Promise<void> {
    const { folder } = this.#options
    const sizes = await Promise.all(
      spaceIds.map((id) =>
        stat(folder.database(id)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    )
    const neededBytes = sizes.reduce((sum, size) => sum + size, SPARE_BYTES)
    const { bavail, bsize } = await statfs(folder.root)
    if (bavail * bsize < neededBytes) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
  }

  async #forgetOld(): Promise<void> {
    for (const { folder } of (await this.list()).slice(KEPT)) await rm(folder.root, { recursive: true, force: true })
  }
}

async function read(root: string, name: string): Promise<DataCopy | undefined> {
  const folder = new DataFolder(path.join(root, name))
  try {
    const label = v.parse(labelSchema, JSON.parse(await readFile(path.join(folder.root, LABEL), 'utf8')))
    return { ...label, folder }
  } catch {
    return undefined
  }
}

/** The sentences for these speak of what people write; this is about a copy. */
function reasonOf(error: unknown, place: string): string {
  const detail = diskError(error, place).detail
  if (detail.code === 'disk-full') return 'the disk is full'
  if (detail.code === 'read-only') return `Grove may not write to ${place}`
  if (detail.code === 'disk-error') return detail.reason
  return describeError(detail)
}
