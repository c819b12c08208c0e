import type { Cancel } from '../environment'
import { Listeners } from '../Listeners'
import { SELF } from './origins'

/**
 * One secret of a space (an API key, a token): outside the trees, merged by version. A deleted secret is a record
 * without value, so that deleting travels like any other change.
 */
export interface SecretRecord {
  readonly key: string
  readonly version: number
  readonly value: string | null
}

/** Which of two records of one key stands: the higher version, and between equals the greater value, on every machine. */
export function newerSecret(a: SecretRecord, b: SecretRecord): SecretRecord {
  if (a.version !== b.version) return a.version > b.version ? a : b
  return (a.value ?? '') >= (b.value ?? '') ? a : b
}

/** The secrets of a space as merged from all its layers. */
export class Secrets {
  readonly #recordByKey = new Map<string, SecretRecord>()
  readonly #listeners = new Listeners<[records: readonly SecretRecord[], origin: string]>()

  get(key: string): string | undefined {
    return this.#recordByKey.get(key)?.value ?? undefined
  }

  record(key: string): SecretRecord | undefined {
    return this.#recordByKey.get(key)
  }

  keys(): string[] {
    return [...this.#recordByKey.values()].filter((record) => record.value !== null).map((record) => record.key)
  }

  records(): SecretRecord[] {
    return [...this.#recordByKey.values()]
  }

  /** Characters of names and values, once these are merged. Cost: all records. */
  sizeWith(records: readonly SecretRecord[] = []): number {
    const recordByKey = new Map(this.#recordByKey)
    for (const record of records) {
      const known = recordByKey.get(record.key)
      recordByKey.set(record.key, known ? newerSecret(known, record) : record)
    }
    let size = 0
    for (const { key, value } of recordByKey.values()) size += key.length + (value?.length ?? 0)
    return size
  }

  /** Hears of each record that changed something here, and where it came from. */
  onChange(listener: (records: readonly SecretRecord[], origin: string) => void): Cancel {
    return this.#listeners.add(listener)
  }

  /** Takes what is newer than what is here. */
  merge(records: readonly SecretRecord[], origin = SELF): void {
    const fresh = records.filter((record) => {
      const known = this.#recordByKey.get(record.key)
      if (known && newerSecret(known, record) === known) return false
      this.#recordByKey.set(record.key, record)
      return true
    })
    if (fresh.length > 0) this.#listeners.tell(fresh, origin)
  }

  set(key: string, value: string | null): void {
    this.merge([{ key, version: (this.#recordByKey.get(key)?.version ?? 0) + 1, value }])
  }
}
