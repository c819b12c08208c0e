import type { FileOnServer, FilePage } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import type { FileRoute } from './SentFile'

/** The server's limit for one question. */
const HASHES_AT_ONCE = 5000

/** Which files of a space a server has, as far as it was asked. */
export class FilesThere {
  readonly #names = new Set<string>()
  /** The server's number of the last file it told of. */
  #after = 0

  constructor(
    readonly route: FileRoute,
    readonly signal: AbortSignal,
  ) {}

  has(name: string): boolean {
    return this.#names.has(name)
  }

  /** So that the news begin with the first file again. */
  forget(): void {
    this.#after = 0
    this.#names.clear()
  }

  /** Files the server had not told of; all of them when it has gone back to an older state. */
  async *news(): AsyncGenerator<readonly FileOnServer[]> {
    for (;;) {
      const { files, head } = await this.#ask(this.#after)
      if (head < this.#after) {
        this.forget()
        continue
      }
      const last = files.at(-1)
      if (!last) return
      for (const { name } of files) this.#names.add(name)
      this.#after = last.no
      yield files
    }
  }

  /** Cost: reads the whole list, until it is found. */
  async find(name: string): Promise<FileOnServer | undefined> {
    for (let after = 0; ;) {
      const { files } = await this.#ask(after)
      const found = files.find((file) => file.name === name)
      const last = files.at(-1)
      if (found || !last) return found
      after = last.no
    }
  }

  /** Forgets those of the files whose parts are not all whole there any more, for who may mend them. */
  async check(files: readonly FileOnServer[]): Promise<void> {
    const hashes = [...new Set(files.flatMap(({ chunks }) => chunks))]
    const missing = new Set<string>()
    for (let from = 0; from < hashes.length; from += HASHES_AT_ONCE) {
      const some = hashes.slice(from, from + HASHES_AT_ONCE)
      for (const hash of await this.#missing(some)) missing.add(hash)
    }
    for (const { name, chunks } of files) if (chunks.some((hash) => missing.has(hash))) this.#names.delete(name)
  }

  /** Those who may not write are not asked: nothing is missing that they could send. */
  async #missing(hashes: readonly string[]): Promise<readonly string[]> {
    try {
      return await this.route.api.missingChunks(this.route.spaceId, hashes, this.signal)
    } catch (error) {
      if (AppError.detailOf(error).code === 'read-only-member') return []
      throw error
    }
  }

  async #ask(after: number): Promise<FilePage> {
    const { api, spaceId } = this.route
    const page = await api.files(spaceId, after, this.signal)
    // A server whose numbers do not grow would keep us reading for ever.
    const files = page.files.filter(({ no }) => no > after).sort((a, b) => a.no - b.no)
    return { files, head: page.head }
  }
}
