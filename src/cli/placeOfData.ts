import { AppError } from '../core/AppError'
import { lookAtPlace } from '../layers/files/place/lookAtPlace'
import { placeReason } from '../layers/files/place/placeTrouble'
import type { Terminal } from './Terminal'

/** Tells a person when a folder is no place for live databases: another program or machine could break them. */
export async function warnOfPlace(folder: string, terminal: Terminal): Promise<void> {
  const trouble = await lookAtPlace(folder)
  if (!trouble) return
  terminal.notice(`Warning: ${folder} is a bad place for Grove’s data: ${placeReason(trouble)}. A backup may be there.`)
}

/**
 * The same for a server, which would write there all day: rejects with `data-place` for a folder that another program keeps in
 * step. A network drive is only warned of, since what looks like one may be the disk of a container's host.
 */
export async function refuseSyncedFolder(folder: string, terminal: Terminal): Promise<void> {
  const trouble = await lookAtPlace(folder)
  if (trouble?.kind !== 'synced') return warnOfPlace(folder, terminal)
  const reason = `${placeReason(trouble)}. Choose another folder, or say --allow-synced-folder`
  throw new AppError({ code: 'data-place', path: folder, reason })
}
