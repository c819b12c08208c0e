import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'
import { SpaceFolderLock } from '../../layers/sqlite/SpaceFolderLock'
import { Accounts } from '../accounts/Accounts'
import { ServerFolder } from '../ServerFolder'
import { readManifest, type BackupManifest } from './backupManifest'
import { copyServer, type CopiedServer } from './copyServer'

export interface RestoredServer extends CopiedServer {
  readonly manifest: BackupManifest
  /** Where what was in the data folder before is now; null when there was nothing. */
  readonly before: string | null
}

/**
 * Files recorded after the restoring get numbers above any that were given out after the backup, so that a client which
 * had read further than the backup goes misses none.
 */
const FILE_NO_GAP = 1_000_000

/**
 * Brings a data folder back to what a backup holds; what was there is set aside, not removed. Every space gets a new log
 * id: positions are void, and clients offer everything that they have and the backup has not. Rejects with AppError
 * `folder-in-use` while a server is running on the folder.
 */
export async function restoreServer(
  backup: string,
  data: string,
  environment: Environment,
  onProgress: (text: string) => void,
): Promise<RestoredServer> {
  const manifest = await readManifest(backup)
  const lock = SpaceFolderLock.acquire(data)
  try {
    const to = new ServerFolder(data)
    const staged = new ServerFolder(path.join(data, 'restoring'))
    await rm(staged.root, { recursive: true, force: true })
    const copied = await copyServer(new ServerFolder(backup), staged, environment, onProgress)
    makeNewLogs(staged, environment)
    const before = await setAside(to)
    await rename(staged.accounts, to.accounts)
    if (existsSync(staged.spaces)) await rename(staged.spaces, to.spaces)
    await rm(staged.root, { recursive: true, force: true })
    return { ...copied, manifest, before }
  } finally {
    lock.release()
  }
}

function makeNewLogs(folder: ServerFolder, environment: Environment): void {
  const accounts = Accounts.open(folder.accounts, environment)
  try {
    for (const spaceId of accounts.spaces.ids()) {
      accounts.files.skipNumbers(spaceId, FILE_NO_GAP)
      if (existsSync(folder.database(spaceId))) renewLogId(folder.database(spaceId), environment)
    }
  } finally {
    accounts.close()
  }
}

function renewLogId(file: string, environment: Environment): void {
  const db = new Database(file, { fileMustExist: true })
  try {
    db.prepare('UPDATE log SET logId = ?').run(hexOf(environment.randomBytes(16)))
  } finally {
    db.close()
  }
}

/** The accounts last: as long as they are there, a restoring that was cut off can be told from a new server. */
async function setAside(folder: ServerFolder): Promise<string | null> {
  const present = [folder.spaces, `${folder.accounts}-wal`, `${folder.accounts}-shm`, folder.accounts].filter(
    existsSync,
  )
  if (present.length === 0) return null
  let number = 1
  const aside = (): string => path.join(folder.root, `before-restore-${number}`)
  while (existsSync(aside())) number += 1
  await mkdir(aside(), { mode: 0o700 })
  for (const file of present) await rename(file, path.join(aside(), path.basename(file)))
  return aside()
}
