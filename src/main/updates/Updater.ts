import type { UpdateSummary } from '../../bridge/contract'

/** What fetches and installs new versions, as far as `Updates` knows. Everything rejects with AppError. */
export interface Updater {
  /** What the server offers for this system, when it is newer than this Grove; else null. */
  find(): Promise<UpdateSummary | null>
  /** Fetches what was found last and compares it with what was published. `cancelled` after `cancel`. */
  download(onShare: (share: number) => void): Promise<void>
  cancel(): void
  /** Everything that can fail, while the app still runs as if nothing were. */
  prepare(): Promise<void>
  /** Puts the new version in place, starts it and ends this one. Everything is closed by now. */
  install(): void
}
