import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import { examineSpace } from '../core/space/examineSpace'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { SpaceId } from '../core/space/Space'
import type { SpaceManager } from '../core/space/SpaceManager'
import type { DataFolder } from '../layers/runtime/DataFolder'
import { SpaceFolderLock } from '../layers/sqlite/SpaceFolderLock'
import { findByNameOrId } from './findByNameOrId'
import { setUpSpaceManager } from './spaceManagerSetup'

export interface ListedSpace {
  readonly id: SpaceId
  readonly name: string
  readonly icon: string
  /** A plain sentence, or null when the space is fine. */
  readonly problem: string | null
}

/** A data folder this command has to itself, and the spaces in it. */
export class Workplace {
  private constructor(
    readonly folder: DataFolder,
    readonly manager: SpaceManager,
  ) {}

  /** Runs `work` while no other program may write the folder. Everything is closed and durable afterwards. */
  static async use<T>(
    folder: DataFolder,
    environment: Environment,
    work: (workplace: Workplace) => Promise<T>,
  ): Promise<T> {
    const lock = SpaceFolderLock.acquire(folder.root)
    const manager = setUpSpaceManager(folder, environment)
    try {
      return await work(new Workplace(folder, manager))
    } finally {
      await manager.closeAll()
      lock.release()
    }
  }

  async list(): Promise<ListedSpace[]> {
    const spaces: ListedSpace[] = []
    for (const id of await this.folder.spaceIds()) spaces.push(await this.#examine(id))
    return spaces
  }

  /** By name or id. Throws AppError `space-missing` or `ambiguous`. */
  async open(nameOrId: string): Promise<OpenSpace> {
    const listed = findByNameOrId(await this.list(), nameOrId)
    if (!listed) throw new AppError({ code: 'space-missing', space: nameOrId })
    return this.manager.openSpace(listed.id)
  }

  async openOrCreate(nameOrId: string): Promise<OpenSpace> {
    const listed = findByNameOrId(await this.list(), nameOrId)
    if (listed) return this.manager.openSpace(listed.id)
    return this.manager.createSpace({ name: nameOrId, color: 'green', icon: '🌳' })
  }

  async #examine(id: SpaceId): Promise<ListedSpace> {
    const { look, problem } = await examineSpace(this.manager, id)
    if (look) return { id, name: look.name, icon: look.icon, problem }
    const name = `Space ${id.slice(0, 6)}`
    return { id, name, icon: '⚠️', problem: problem ?? 'Nothing of this space could be read.' }
  }
}
