import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import type { SpaceId } from '../../core/space/Space'
import { BackupDisk } from './BackupDisk'
import { BACKUP_FORMAT, LABEL_FILE, labelFileText } from './BackupLabel'
import { diskError } from './diskError'
import { findBackups } from './findBackups'

export interface BackupPlace {
  /** What a person chose. */
  readonly folder: string
  readonly spaceId: SpaceId
  readonly spaceName: string
  readonly cipher: SpaceCipher
  readonly environment: Environment
  readonly appVersion: string
  /** Grove's own data folder: where a backup would be lost together with what it is a backup of. */
  readonly dataFolder: string
}

/**
 * The folder for a space's backup, to be given to the layer from then on: the one that is there for this space and key, or
 * a new one, `<folder>/<name>-<first 8 of id>`. The backup of another space, or with another key, is left as it is. Rejects
 * with `backup-place` or `other-backup` where a backup cannot be.
 */
export async function placeBackup(place: BackupPlace): Promise<string> {
  const { folder, spaceId, cipher } = place
  if (await isInside(folder, place.dataFolder)) {
    throw new AppError({ code: 'backup-place', path: folder, reason: 'it lies inside Grove’s own data folder' })
  }
  const found = await findBackups(folder)
  const known = found.find(({ label }) => label.spaceId === spaceId && label.keyId === cipher.keyId)
  if (known) return known.folder
  const itself = found.find((backup) => backup.folder === folder)
  if (itself && itself.label.spaceId !== spaceId) throw new AppError({ code: 'other-backup', path: folder })
  if (itself) {
    throw new AppError({
      code: 'backup-place',
      path: folder,
      reason: 'it holds a backup of this space with another key',
    })
  }
  return beginBackup(place)
}

async function beginBackup({
  folder,
  spaceId,
  spaceName,
  cipher,
  environment,
  appVersion,
}: BackupPlace): Promise<string> {
  // The name of a sealed space is nobody's business who may look into the folder.
  const name = `${cipher.keyId === null ? slugOf(spaceName) : 'grove'}-${spaceId.slice(0, 8)}`
  const taken = new Set(await new BackupDisk(folder).names())
  let own = name
  for (let number = 2; taken.has(own) && !(await isEmpty(join(folder, own))); number++) own = `${name}-${number}`
  const disk = new BackupDisk(join(folder, own))
  await disk.makeFolder().catch((error: unknown) => {
    if (AppError.detailOf(error).code !== 'folder-missing') throw error
    throw new AppError({ code: 'backup-place', path: folder, reason: 'no folder can be made in it' })
  })
  const label = labelFileText({
    format: BACKUP_FORMAT,
    spaceId,
    logId: hexOf(environment.randomBytes(16)),
    keyId: cipher.keyId,
    label: cipher.sealLabel(spaceName),
    app: appVersion,
  })
  if (!(await disk.create(LABEL_FILE, label))) throw new AppError({ code: 'other-backup', path: disk.folder })
  return disk.folder
}

/** Letters and digits of any script, which every file system keeps. */
function slugOf(name: string): string {
  const words =
    name
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return [...words.join('-')].slice(0, 40).join('').replace(/-+$/, '') || 'space'
}

/** One that a crash left before anything was written to it. */
async function isEmpty(folder: string): Promise<boolean> {
  return new BackupDisk(folder).names().then(
    (names) => names.length === 0,
    () => false,
  )
}

async function isInside(folder: string, outer: string): Promise<boolean> {
  const path = await realpath(folder).catch((error: unknown) => {
    throw diskError(error, folder)
  })
  const around = await realpath(outer).catch(() => outer)
  const way = relative(around, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}
