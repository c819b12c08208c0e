import { AppError } from '../core/AppError'
import type { SpaceId } from '../core/space/Space'
import type { DataFolder } from '../layers/runtime/DataFolder'
import { peekSpaceName } from '../layers/sqlite/peekSpaceName'
import { findByNameOrId } from './findByNameOrId'

/** A space by name or id, without opening any. Throws AppError `space-missing` or `ambiguous`. */
export async function findSpaceId(folder: DataFolder, nameOrId: string): Promise<SpaceId> {
  const ids = await folder.spaceIds()
  const named = ids.map((id) => ({ id, name: peekSpaceName(folder.database(id)) ?? '' }))
  const found = findByNameOrId(named, nameOrId)
  if (!found) throw new AppError({ code: 'space-missing', space: nameOrId })
  return found.id
}
