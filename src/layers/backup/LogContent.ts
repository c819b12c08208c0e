import { checksum } from '../../core/persistence/hash'
import { packKey, type Pack } from '../../core/persistence/Pack'
import { newerSecret, type SecretRecord } from '../../core/space/Secrets'
import type { BackupLabel } from './BackupLabel'
import type { BackedUpFile, LogEntry } from './LogEntry'
import { LogIndex } from './LogIndex'
import type { HeldOps } from './recordContent'

/** Where a record lies. */
export interface RecordPlace {
  readonly segment: string
  readonly offset: number
  readonly sizeBytes: number
}

/** One log file as it was when it was last looked at. */
export interface SegmentState {
  readonly name: string
  /** From 1; two copies of a space that write at once may use a number both. */
  readonly number: number
  /** Which copy of the space writes it; null when its beginning cannot be read. */
  readonly writer: string | null
  /** Behind its last record: where the next one goes. */
  readonly end: number
  /** Greater than `end` when the last record was never finished; undefined when nobody has looked since a write failed. */
  readonly sizeBytes: number | undefined
}

/** Something of a log that cannot be read. */
export interface LogDamage {
  readonly segment: string
  /** Goes into a sentence after the name of the file. */
  readonly what: string
}

/** What the log files of a backup hold: everything but the bodies of its packs, which stay on the disk. */
export class LogContent {
  readonly index = new LogIndex()
  readonly places: RecordPlace[] = []
  readonly segments: SegmentState[] = []
  /** What was not written anew since, as far as one can tell. */
  readonly damage: LogDamage[] = []
  readonly #secretByKey = new Map<string, SecretRecord>()
  readonly #fileByName = new Map<string, BackedUpFile>()
  /** From the newest log file that has one. */
  label: BackupLabel | undefined
  /** When the newest record was written, in ms; null when there is none. */
  writtenAt: number | null = null

  /** Sealed, the newest of each key. */
  get secrets(): readonly SecretRecord[] {
    return [...this.#secretByKey.values()]
  }

  get files(): ReadonlyMap<string, BackedUpFile> {
    return this.#fileByName
  }

  get sizeBytes(): number {
    return this.segments.reduce((sum, { end }) => sum + end, 0)
  }

  /** Those of which it holds nothing yet. */
  newOf(packs: readonly Pack[]): Pack[] {
    return packs.filter((pack) => this.index.judge(pack, checksum(pack.body)) === 'new')
  }

  /** Returns the keys of packs whose id another body had already: they are kept, and never read. */
  addEntry(entry: LogEntry, place: RecordPlace): string[] {
    const record = this.places.push(place) - 1
    const divergent = entry.packs.filter((pack) => this.index.add(pack, checksum(pack.body), record) === 'divergent')
    for (const secret of entry.secrets) if (this.isNews(secret)) this.#secretByKey.set(secret.key, secret)
    for (const file of entry.files) this.#fileByName.set(file.name, file)
    return divergent.map(packKey)
  }

  /** What a writer said it holds: when that is what was read until now, damage met on the way has cost nothing. */
  compareWith(held: HeldOps): void {
    const { opCount, fingerprint } = this.index.summary()
    if (held.opCount === opCount && held.fingerprint === fingerprint) this.damage.length = 0
  }

  /** Whether a sealed secret is newer than what is held of its key. */
  isNews(secret: SecretRecord): boolean {
    const known = this.#secretByKey.get(secret.key)
    if (known?.version === secret.version && known.value === secret.value) return false
    return !known || newerSecret(known, secret) === secret
  }

  /** A file turned out not to be there, or not whole: it counts as never written. */
  forgetFile(name: string): void {
    this.#fileByName.delete(name)
  }
}
