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

  /** Returns the records that changed something here. */
  merge(records: readonly SecretRecord[]): SecretRecord[] {
    return records.filter((record) => {
      const known = this.#recordByKey.get(record.key)
      if (known && newerSecret(known, record) === known) return false
      this.#recordByKey.set(record.key, record)
      return true
    })
  }

  /** The record to save to all layers. */
  set(key: string, value: string | null): SecretRecord {
    const record = { key, version: (this.#recordByKey.get(key)?.version ?? 0) + 1, value }
    this.#recordByKey.set(key, record)
    return record
  }
}
