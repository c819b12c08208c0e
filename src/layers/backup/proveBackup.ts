import { AppError } from '../../core/AppError'
import type { Environment, Timers } from '../../core/environment'
import { nextTurn } from '../../core/nextTurn'
import { backupFilePath } from './backupFile'
import type { BackupDisk } from './BackupDisk'
import type { BackupLog } from './BackupLog'
import type { LogContent } from './LogContent'

/** Compared in one turn of the event loop: a few milliseconds of it. */
const TURN_PACKS = 5000

/** What was found when a backup was read again from beginning to end, and all of it was as it should be. */
export interface BackupProof {
  readonly ops: number
  readonly fingerprint: string
  readonly files: number
  /** On the disk, files included. */
  readonly sizeBytes: number
  /** In ms since the epoch. */
  readonly verifiedAt: number
}

/** Reads everything from the disk and compares it with what was written. Rejects with `backup-differs`. */
export async function proveBackup(log: BackupLog, disk: BackupDisk, environment: Environment): Promise<BackupProof> {
  const written = log.content
  const found = await log.load()
  const badFiles = await findBadFiles(found, disk)
  const lost = [
    ...amount(await countMissing(written, found, environment.timers), 'change'),
    ...amount(countMissingSecrets(written, found), 'secret'),
    ...amount([...written.files.keys()].filter((name) => !found.files.has(name)).length + badFiles.length, 'file'),
  ]
  // A file that is not whole counts as never written, and is written again when the files are looked at next.
  for (const name of badFiles) found.forgetFile(name)
  if (lost.length > 0) {
    const reason = `${lost.join(' and ')} ${lost.length === 1 && lost[0]?.startsWith('1 ') ? 'is' : 'are'} not there as written`
    throw new AppError({ code: 'backup-differs', path: disk.folder, reason })
  }
  const { opCount, fingerprint } = found.index.summary()
  const filesBytes = [...found.files.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return {
    ops: opCount,
    fingerprint,
    files: found.files.size,
    sizeBytes: found.sizeBytes + filesBytes,
    verifiedAt: environment.now(),
  }
}

/** Files the log names that are not there, or not whole. Cost: reads all of them. */
async function findBadFiles(content: LogContent, disk: BackupDisk): Promise<string[]> {
  const bad: string[] = []
  for (const { name, sealedHash } of content.files.values()) {
    const found = await disk.digestOf(backupFilePath(name))
    if (found?.hash !== sealedHash) bad.push(name)
  }
  return bad
}

async function countMissing(written: LogContent, found: LogContent, timers: Timers): Promise<number> {
  let missing = 0
  for (let position = 1; position <= written.index.head; position++) {
    const { sum, ...header } = written.index.at(position)
    if (found.index.judge(header, sum) !== 'known') missing += header.count
    if (position % TURN_PACKS === 0) await nextTurn(timers)
  }
  return missing
}

function countMissingSecrets(written: LogContent, found: LogContent): number {
  return written.secrets.filter((record) => found.isNews(record)).length
}

function amount(count: number, what: string): string[] {
  return count === 0 ? [] : [`${count} ${what}${count === 1 ? '' : 's'}`]
}
