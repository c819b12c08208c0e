import type {
  AppSettings,
  CrashSummary,
  KeysState,
  ServerSummary,
  SpaceSummary,
  SpaceSyncSummary,
} from '../../bridge/contract'
import type { ErrorDetail } from '../../core/AppError'
import type { DatabaseLook } from '../../layers/sqlite/lookAtDatabase'

export interface ExaminedDatabase {
  readonly spaceId: string
  readonly sizeBytes: number
  readonly files: { readonly count: number; readonly sizeBytes: number }
  /** What cannot be read is told by the reason. */
  readonly look: DatabaseLook | ErrorDetail
}

/** Everything a bundle is made of, as it is: nothing of it leaves without going through `diagnosticsParts`. */
export interface DiagnosticsFacts {
  readonly madeAt: number
  /** Versions, the system, what Electron can do here: numbers and words of Grove's and Electron's own. */
  readonly machine: Readonly<Record<string, unknown>>
  readonly settings: AppSettings
  readonly keys: KeysState
  readonly spaces: readonly SpaceSummary[]
  readonly databases: readonly ExaminedDatabase[]
  readonly sync: readonly SpaceSyncSummary[]
  readonly servers: readonly ServerSummary[]
  readonly crashes: readonly CrashSummary[]
  readonly logs: readonly { readonly name: string; readonly text: string }[]
  /** Folders that may stand in a text, by what stands for them: `/home/ada` by `~`. */
  readonly folders: ReadonlyMap<string, string>
  readonly vocabulary: ReadonlySet<string>
}
