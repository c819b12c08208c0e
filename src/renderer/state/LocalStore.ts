/** What this window remembers about itself (open folders, last page): never content, and losing it harms nothing. */
export class LocalStore {
  constructor(
    readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    readonly prefix: string,
  ) {}

  strings(key: string): string[] {
    const value = this.#read(key)
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
  }

  string(key: string): string | undefined {
    const value = this.#read(key)
    return typeof value === 'string' ? value : undefined
  }

  write(key: string, value: string | readonly string[]): void {
    try {
      this.storage.setItem(this.prefix + key, JSON.stringify(value))
    } catch {
      // Storage that is full or switched off must not stop anybody from working.
    }
  }

  #read(key: string): unknown {
    try {
      return JSON.parse(this.storage.getItem(this.prefix + key) ?? 'null')
    } catch {
      return null
    }
  }
}
