import { AppError } from '../../core/AppError'
import { BackupDisk } from './BackupDisk'
import { LABEL_FILE, labelOf, labelOfFile, type BackupLabel } from './BackupLabel'
import { segmentNames } from './readLog'
import { decodeContent } from './recordContent'
import { LOG_SIGNATURE, recordAt } from './recordFrame'

export interface FoundBackup {
  /** The backup's own folder. */
  readonly folder: string
  readonly label: BackupLabel
}

/** The backups in a folder: itself, or what lies directly in it. Rejects with `folder-missing` when there is no such folder. */
export async function findBackups(folder: string): Promise<FoundBackup[]> {
  const itself = await backupIn(folder)
  if (itself) return [itself]
  const disk = new BackupDisk(folder)
  const found: FoundBackup[] = []
  for (const name of (await disk.names()).sort()) {
    const inside = await backupIn(disk.pathOf(name)).catch((error: unknown) => {
      // What is no folder, or may not be looked into, is not ours; what a newer Grove wrote must be said.
      if (AppError.detailOf(error).code === 'newer-schema') throw error
      return undefined
    })
    if (inside) found.push(inside)
  }
  return found
}

async function backupIn(folder: string): Promise<FoundBackup | undefined> {
  const disk = new BackupDisk(folder)
  const isLabelled = (await disk.names()).includes(LABEL_FILE)
  const label =
    (isLabelled && labelOfFile(await disk.read(LABEL_FILE), disk.pathOf(LABEL_FILE))) || (await labelOfSegments(disk))
  return label && { folder, label }
}

/** The label was lost or spoiled: each log file begins with it too. */
async function labelOfSegments(disk: BackupDisk): Promise<BackupLabel | undefined> {
  for (const name of await segmentNames(disk)) {
    const record = recordAt(await disk.readAt(name, 0, 64 * 1024), LOG_SIGNATURE.byteLength)
    const content = record && decodeContent(record.content)
    const label = content?.kind === 'head' ? labelOf(content.label, disk.pathOf(name)) : undefined
    if (label) return label
  }
  return undefined
}
