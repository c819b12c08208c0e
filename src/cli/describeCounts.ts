import { counted } from './counted'

/** `12 changes, 3 files; fingerprint 0123456789abcdef`: the same numbers for a backup and for what was restored from it. */
export function describeCounts({ ops, files, fingerprint }: BackupCounts): string {
  return `${counted(ops, 'change')}, ${counted(files, 'file')}; fingerprint ${fingerprint}`
}

interface BackupCounts {
  readonly ops: number
  readonly files: number
  readonly fingerprint: string
}
