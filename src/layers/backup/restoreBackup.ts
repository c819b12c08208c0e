import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import { findDifferences, type Comparable } from '../../core/persistence/compareRanges'
import { LogRanges } from '../../core/persistence/LogRanges'
import { opCountOf, type Pack } from '../../core/persistence/Pack'
import { unpackOps } from '../../core/persistence/packBody'
import type { FileStore } from '../../core/space/FileStore'
import type { Secrets } from '../../core/space/Secrets'
import type { SpaceId } from '../../core/space/Space'
import { BackupDisk } from './BackupDisk'
import { BackupLog } from './BackupLog'
import { BackupPacks } from './BackupPacks'
import { restoreFiles } from './restoreFiles'

/** The space that takes what a backup holds: an `OpenSpace`, empty or not. */
export interface RestoreTarget {
  append(packs: readonly Pack[]): void
  flush(): Promise<unknown>
  readonly secrets: Pick<Secrets, 'merge'>
  readonly journal: Comparable
}

export interface RestoreProgress {
  readonly ops: number
  readonly totalOps: number
  readonly files: number
  readonly totalFiles: number
}

export interface RestoreOptions {
  /** The backup's own folder, as `lookAtBackup` tells it. */
  readonly folder: string
  readonly spaceId: SpaceId
  readonly cipher: SpaceCipher
  readonly target: RestoreTarget
  readonly files: FileStore
  readonly environment: Environment
  readonly onProgress?: (progress: RestoreProgress) => void
  /** Stops after the batch or file in hand: what was restored until then stays, and restoring again goes on. */
  readonly signal?: AbortSignal
}

export interface RestoreReport {
  /** What the backup holds, as far as it can be read. */
  readonly ops: number
  readonly fingerprint: string
  readonly files: number
  readonly secrets: number
  /** Nothing was missing, and all of it is in the space now: compared, not assumed. */
  readonly isComplete: boolean
  /** What could not be restored, a plain sentence each. */
  readonly missing: readonly string[]
}

const PAGE_OPS = 5000

/**
 * Puts everything a backup holds into a space, without any network. What the space has already stays; a damaged backup gives
 * all that can be read of it. Changes nothing and rejects with `wrong-key` when the cipher is not the backup's.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { folder, spaceId, cipher, target, files, environment, signal } = options
  const disk = new BackupDisk(folder)
  const log = new BackupLog({ disk, spaceId, environment, writer: '', segmentBytes: 0 })
  const content = await log.load()
  if (log.label.keyId !== cipher.keyId) throw new AppError({ code: 'wrong-key' })
  const missing = content.damage.map(({ segment, what }) => `${segment} ${what}.`)
  const progress = { ops: 0, totalOps: content.index.summary().opCount, files: 0, totalFiles: content.files.size }
  const tell = (): void => options.onProgress?.({ ...progress })
  const checkCancelled = (): void => {
    if (signal?.aborted) throw new AppError({ code: 'cancelled' })
  }

  const packs = new BackupPacks(cipher, (what) => missing.push(`In the log, ${what}.`))
  for (let position = 0; position < content.index.head;) {
    checkCancelled()
    const page = await packs.since(log, position, PAGE_OPS)
    target.append(page.packs.filter((pack) => isReadable(pack, missing)))
    await target.flush()
    position = page.through
    progress.ops += opCountOf(page.packs)
    tell()
  }
  const secrets = content.secrets.flatMap((record) => cipher.openSecret(record) ?? [])
  if (secrets.length < content.secrets.length) missing.push('Some secrets cannot be opened with this key.')
  target.secrets.merge(secrets, `backup:${folder}`)
  const restored = await restoreFiles(
    { disk, content, cipher, files, timers: environment.timers, onMissing: (what) => missing.push(what) },
    () => {
      checkCancelled()
      tell()
      progress.files += 1
    },
  )
  await target.flush()

  const backup = new LogRanges((after) => content.index.headersAfter(after), environment.timers)
  const { onlyInFirst } = await findDifferences(backup, target.journal)
  if (onlyInFirst.length > 0 && missing.length === 0) {
    missing.push(`${onlyInFirst.length} changes are in the backup and did not arrive in the space.`)
  }
  const { opCount, fingerprint } = content.index.summary()
  const isComplete = missing.length === 0
  return { ops: opCount, fingerprint, files: restored, secrets: secrets.length, isComplete, missing }
}

/** A backup comes from outside: what is in it is looked at before a space takes it. */
function isReadable(pack: Pack, missing: string[]): boolean {
  try {
    unpackOps(pack)
    return true
  } catch (error) {
    missing.push(`A change of tree ${pack.treeId} cannot be understood (${AppError.detailOf(error).code}).`)
    return false
  }
}
