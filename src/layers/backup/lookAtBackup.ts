import { basename } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../core/AppError'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import { BackupDisk } from './BackupDisk'
import { findBackups, type FoundBackup } from './findBackups'
import { segmentNames } from './readLog'
import { decodeContent } from './recordContent'
import { framesOf, recordMark } from './recordFrame'

/** Read in one turn of the event loop. */
const TURN_BYTES = 2 * 1024 * 1024

/** What can be told of a backup before it is restored. */
export interface BackupInfo {
  /** Its own folder, also when the one around it was chosen. */
  readonly folder: string
  readonly spaceId: string
  /** The key it takes to read it; null: none. */
  readonly keyId: string | null
  /** When the backup was begun; null while its key is not known. */
  readonly spaceName: string | null
  /** When something was written last, in ms since the epoch; null for one that is empty. */
  readonly writtenAt: number | null
}

/** Gives the cipher of a space, if its key is known here. */
export type CipherOf = (spaceId: string, keyId: string | null) => SpaceCipher | undefined

/** All backups that a folder is, or has directly in it. Rejects with `no-backup` when there is none. */
export async function lookAtBackups(folder: string, cipherOf: CipherOf): Promise<BackupInfo[]> {
  const found = await findBackups(folder)
  if (found.length === 0) throw new AppError({ code: 'no-backup', path: folder })
  return Promise.all(found.map((backup) => infoOf(backup, cipherOf)))
}

/**
 * The backup in a folder that a person chose; of several of one space, the one written last. Rejects with `no-backup`, and
 * with `ambiguous`, which names their folders, when there are backups of several spaces.
 */
export async function lookAtBackup(folder: string, cipherOf: CipherOf): Promise<BackupInfo> {
  const infos = (await lookAtBackups(folder, cipherOf)).sort((a, b) => (b.writtenAt ?? 0) - (a.writtenAt ?? 0))
  if (new Set(infos.map((info) => info.spaceId)).size > 1) {
    throw new AppError({
      code: 'ambiguous',
      name: folder,
      candidates: infos.map((info) => basename(info.folder)).sort(),
    })
  }
  const [newest] = infos
  if (!newest) throw new AppError({ code: 'no-backup', path: folder })
  return newest
}

async function infoOf({ folder, label }: FoundBackup, cipherOf: CipherOf): Promise<BackupInfo> {
  const { spaceId, keyId } = label
  const cipher = cipherOf(spaceId, keyId)
  const spaceName = cipher?.keyId === keyId ? (cipher.openLabel(label.label) ?? null) : null
  return { folder, spaceId, keyId, spaceName, writtenAt: await lastWrite(folder, spaceId) }
}

async function lastWrite(folder: string, spaceId: string): Promise<number | null> {
  const disk = new BackupDisk(folder)
  const name = (await segmentNames(disk)).at(-1)
  if (name === undefined) return null
  const contents: Uint8Array[] = []
  let turnBytes = 0
  for (const frame of framesOf(await disk.read(name), recordMark(spaceId))) {
    if (frame.kind === 'record') contents.push(frame.content)
    turnBytes += frame.kind === 'record' ? frame.sizeBytes : 0
    if (turnBytes < TURN_BYTES) continue
    turnBytes = 0
    await nextTurn()
  }
  // What stands last was written last.
  for (const content of contents.reverse()) {
    const writtenAt = decodeContent(content)?.writtenAt
    if (writtenAt !== undefined) return writtenAt
  }
  return null
}
