import type { Plugin } from 'vite'

/** What SQLite's package starts in other ways of using it than ours; a quarter of a megabyte for every offline copy of the app. */
const UNUSED = ['sqlite3-worker1.mjs', 'sqlite3-opfs-async-proxy.js']

/** Keeps the workers that the package could start out of the build. They would be found, and bundled, by their addresses. */
export function leaveOutSqliteWorkers(): Plugin {
  return {
    name: 'grove-sqlite-workers',
    enforce: 'pre',
    transform: (code, id) => {
      if (!/sqlite-wasm\/dist\/index\.mjs/.test(id)) return undefined
      const without = UNUSED.reduce((text, file) => {
        const address = `new URL("${file}", import.meta.url)`
        if (!text.includes(address)) throw new Error(`SQLite's package has no ${file} any more`)
        return text.replaceAll(address, 'new URL("about:blank")')
      }, code)
      return { code: without, map: null }
    },
  }
}
