import type { Precache } from './precache'

const PREFIX = 'grove-app-'

/** The files of one version of the app, for when there is no network, and so that all of them are of one version. */
export class AppCache {
  readonly #name: string
  readonly #paths: ReadonlySet<string>
  readonly #pathsOnUse: ReadonlySet<string>

  constructor(
    readonly caches: CacheStorage,
    precache: Precache,
  ) {
    this.#name = PREFIX + precache.version
    this.#paths = new Set(precache.paths)
    this.#pathsOnUse = new Set(precache.pathsOnUse)
  }

  has(path: string): boolean {
    return this.#paths.has(path) || this.#pathsOnUse.has(path)
  }

  /** All files or a rejection: then this version is not installed, and the one before goes on. */
  async fill(): Promise<void> {
    const cache = await this.caches.open(this.#name)
    await Promise.all([
      ...[...this.#paths].map(async (path) => {
        const answer = (await this.#ofEarlier(path)) ?? (await fetch(path, { cache: 'no-cache' }))
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
        await cache.put(path, answer)
      }),
      ...[...this.#pathsOnUse].map(async (path) => {
        const answer = await this.#ofEarlier(path)
        if (answer) await cache.put(path, answer)
      }),
    ])
  }

  async removeOthers(): Promise<void> {
    const names = await this.caches.keys()
    const others = names.filter((name) => name.startsWith(PREFIX) && name !== this.#name)
    await Promise.all(others.map((name) => this.caches.delete(name)))
  }

  /** From the cache; from the network where the browser has thrown the cache away, or where nobody asked before. */
  async answer(path: string): Promise<Response> {
    const cache = await this.caches.open(this.#name)
    const kept = await cache.match(path)
    if (kept) return kept
    return this.#pathsOnUse.has(path) ? this.#firstAnswer(cache, path) : fetch(path)
  }

  async #firstAnswer(cache: Cache, path: string): Promise<Response> {
    const answer = await fetch(path).catch(() => undefined)
    // The page does without it, and asks again the next time.
    if (!answer) return new Response(undefined, { status: 504 })
    // A browser that has no room is no reason to show nothing.
    if (answer.ok) await cache.put(path, answer.clone()).catch(() => undefined)
    return answer
  }

  /** Names under assets/ carry a hash of their content: what an earlier version has is the same. */
  async #ofEarlier(path: string): Promise<Response | undefined> {
    return path.startsWith('/assets/') ? this.caches.match(path) : undefined
  }
}
