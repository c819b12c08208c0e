import path from 'node:path'
import type { Environment } from '../../core/environment'
import { backupServer } from '../../server/backup/backupServer'
import type { CopiedServer } from '../../server/backup/copyServer'
import { restoreServer } from '../../server/backup/restoreServer'
import { counted } from '../counted'
import type { Terminal } from '../Terminal'

export interface ServerCopyContext {
  readonly data: string
  readonly environment: Environment
  readonly terminal: Terminal
}

/** `grove server backup <folder>`: true when everything could be copied. */
export async function serverBackupCommand(
  target: string,
  { data, environment, terminal }: ServerCopyContext,
): Promise<boolean> {
  const progress = (text: string): void => terminal.progress(text)
  const copied = await backupServer(path.resolve(data), path.resolve(target), environment, progress)
  terminal.progress('')
  terminal.result([`Backed up and checked: ${countsOf(copied)}.`, ...problemsOf(copied)].join('\n'))
  return copied.problems.length === 0
}

/** `grove server restore <folder>`: true when everything could be restored. */
export async function serverRestoreCommand(
  backup: string,
  { data, environment, terminal }: ServerCopyContext,
): Promise<boolean> {
  const progress = (text: string): void => terminal.progress(text)
  const restored = await restoreServer(path.resolve(backup), path.resolve(data), environment, progress)
  const { manifest, before } = restored
  terminal.progress('')
  const lines = [
    `Restored: ${countsOf(restored)}, as of ${manifest.madeAt}.`,
    'Members, devices and passwords are those of that time: remove again whom you have removed since.',
    ...(before === null ? [] : [`What was here before is in ${before}; delete it when all is well.`]),
    ...problemsOf(restored),
  ]
  terminal.result(lines.join('\n'))
  return restored.problems.length === 0
}

function countsOf({ users, spaces, chunks, bytes }: CopiedServer): string {
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  return `${counted(users, 'person', 'people')}, ${counted(spaces, 'space')}, ${counted(chunks, 'part of files', 'parts of files')}, ${size}`
}

function problemsOf({ problems }: CopiedServer): string[] {
  if (problems.length === 0) return []
  return [
    'Not everything could be read; devices that have these files send them again when they are asked for:',
    ...problems.map((problem) => `- ${problem}`),
  ]
}
