import type { ErrorDetail } from '../AppError'
import type { Environment } from '../environment'
import { hexOf } from '../hex'
import type { SecretRecord } from '../space/Secrets'
import type { MediumContent, MemoryDisk } from './MemoryDisk'
import type { Pack } from './Pack'
import type { FollowerCursor } from './PersistenceLayer'

/** What outlives a MemoryPersistenceLayer, as a file outlives a process. Tests break it, heal it and copy it. */
export class MemoryMedium implements MediumContent {
  logId: string
  packs: Pack[] = []
  secrets: SecretRecord[] = []
  cursors: FollowerCursor[] = []
  notes = new Map<string, string>()
  /** Packs whose id another body already had: kept, never applied. */
  divergent: Pack[] = []
  snapshotByTree: MediumContent['snapshotByTree'] = new Map()
  /** Set: every commit, sync and open fails with this. */
  failure: ErrorDetail | null = null
  /** Without one, what is written is durable. */
  disk: MemoryDisk | null = null

  constructor(environment: Environment) {
    this.logId = hexOf(environment.randomBytes(16))
  }
}
