import { AppError, describeError } from '../AppError'
import type { SpaceLook } from './Entry'
import type { SpaceId } from './Space'
import type { SpaceManager } from './SpaceManager'

export interface ExaminedSpace {
  /** Undefined when the space cannot be opened, or holds nothing that can be read. */
  readonly look: SpaceLook | undefined
  /** A plain sentence of what went wrong; null also for a space that opened well and is empty of everything. */
  readonly problem: string | null
}

/** What a list of spaces shows of one: opens it for a moment and never rejects, so that one bad space hides no other. */
export async function examineSpace(manager: SpaceManager, id: SpaceId): Promise<ExaminedSpace> {
  try {
    const open = await manager.openSpace(id)
    try {
      const look = await open.look()
      const trouble = open.journal.status.current.lastError
      return { look, problem: trouble && describeError(trouble) }
    } finally {
      await manager.closeSpace(id)
    }
  } catch (error) {
    return { look: undefined, problem: describeError(AppError.detailOf(error)) }
  }
}
