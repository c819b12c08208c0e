import { mkdir, readdir, realpath, rmdir, statfs } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../core/AppError'
import { diskError, errorCode } from '../../layers/backup/diskError'
import { lookAtPlace } from '../../layers/files/place/lookAtPlace'
import type { PlaceTrouble } from '../../layers/files/place/PlaceFacts'
import { placeReason } from '../../layers/files/place/placeTrouble'
import { pathWithin } from '../../layers/files/place/pathWithin'
import { DataFolder } from '../../layers/runtime/DataFolder'
import { examineFolder, holdsData } from './examineFolder'
import { MOVE_MARK } from './FolderMove'

export interface PlaceForData {
  /** The chosen folder, or one called Grove in it. */
  readonly folder: string
  /** `nothing`: data can be moved there. `grove`: it holds a Grove's data already. */
  readonly holds: 'nothing' | 'grove'
  /** How many lie there. */
  readonly spaces: number
  readonly freeBytes: number
}

/** What systems put into folders by themselves. */
const NOBODYS = /^\.|^(desktop\.ini|thumbs\.db|lost\+found|system volume information|\$recycle\.bin)$/i
const NAME = 'Grove'

/**
 * Where in a folder of the person's choice Grove's data can be. Makes nothing that stays. Rejects with AppError
 * `data-place` when it can be nowhere there, with the reason.
 *
 * @param current the data folder in use, if there is one
 */
export async function placeForData(
  chosen: string,
  current: string | undefined,
  lookAt: (folder: string) => Promise<PlaceTrouble | null> = lookAtPlace,
): Promise<PlaceForData> {
  const place = await lookAt(chosen)
  if (place)
    throw refusal(chosen, `${placeReason(place)}. Choose a folder on a disk of this machine; a backup may be there`)
  const kind = await kindOf(chosen)
  if (kind === 'others') return placeForData(path.join(chosen, NAME), current, lookAt).catch(refuseFilled(chosen))
  if (current !== undefined) await refuseNested(chosen, current)
  await proveUsable(chosen)
  const { bavail, bsize } = await statfs((await exists(chosen)) ? chosen : path.dirname(chosen))
  const spaces = kind === 'grove' ? (await new DataFolder(chosen).spaceIds()).length : 0
  return { folder: chosen, holds: kind, spaces, freeBytes: bavail * bsize }
}

async function kindOf(folder: string): Promise<'nothing' | 'grove' | 'others'> {
  try {
    const names = await readdir(folder)
    if (names.includes(MOVE_MARK)) return 'nothing'
    if (await holdsData(folder)) return 'grove'
    return names.every((name) => NOBODYS.test(name)) ? 'nothing' : 'others'
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 'nothing'
    throw refusal(folder, reasonOf(error, folder))
  }
}

async function proveUsable(folder: string): Promise<void> {
  const wasThere = await exists(folder)
  if (!wasThere) {
    await mkdir(folder).catch((error: unknown) => {
      throw refusal(folder, reasonOf(error, folder))
    })
  }
  const trouble = await examineFolder(folder, { isKnown: false, mayBeFull: false, lookAt: () => Promise.resolve(null) })
  if (!wasThere) await rmdir(folder).catch(() => undefined)
  if (trouble === null) return
  const reasons: Partial<Record<typeof trouble.kind, string>> = {
    forbidden: 'your user may not write there',
    'read-only': 'it can only be read',
    full: 'there is no room left',
    'not-a-folder': 'it is not a folder',
  }
  throw refusal(folder, reasons[trouble.kind] ?? ('reason' in trouble ? trouble.reason : 'it is not there'))
}

/** A move into itself would never end; and whoever removes the outer one later would remove both. */
async function refuseNested(folder: string, current: string): Promise<void> {
  const [chosen, used] = await Promise.all([real(folder), real(current)])
  if (pathWithin(chosen, used, process.platform)?.length === 0) throw refusal(folder, 'it is there already')
  if (pathWithin(chosen, used, process.platform)) throw refusal(folder, 'it lies inside the data folder in use')
  if (pathWithin(used, chosen, process.platform)) throw refusal(folder, 'the data folder in use lies inside it')
}

function refuseFilled(chosen: string): (error: unknown) => never {
  return (error) => {
    const { detail } = error instanceof AppError ? error : diskError(error, chosen)
    throw refusal(chosen, 'reason' in detail ? detail.reason : 'it is not empty')
  }
}

async function exists(folder: string): Promise<boolean> {
  return realpath(folder).then(
    () => true,
    () => false,
  )
}

/** Also of a folder that is yet to be made. */
async function real(folder: string): Promise<string> {
  return realpath(folder).catch(async () => path.join(await realpath(path.dirname(folder)), path.basename(folder)))
}

function reasonOf(error: unknown, folder: string): string {
  const { detail } = diskError(error, folder)
  if (detail.code === 'read-only') return 'your user may not write there'
  if (detail.code === 'disk-full') return 'there is no room left'
  return detail.code === 'folder-missing' ? 'it is not there' : error instanceof Error ? error.message : String(error)
}

function refusal(folder: string, reason: string): AppError {
  return new AppError({ code: 'data-place', path: folder, reason })
}
