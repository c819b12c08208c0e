import { watch } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { DataFolder } from '../../../src/layers/runtime/DataFolder'

/** The log an app writes into its data folder, read while it runs. */
export class AppLog {
  #readChars = 0

  constructor(readonly dataFolder: string) {}

  /** Resolves with the next line that holds all the words, after those it gave before. */
  async next(...words: string[]): Promise<string> {
    const folder = new DataFolder(this.dataFolder).log
    await mkdir(folder, { recursive: true })
    const watcher = watch(folder)
    try {
      const changes = changesOf(watcher)
      for (;;) {
        const line = await this.#find(path.join(folder, 'main.log'), words)
        if (line !== undefined) return line
        await changes.next()
      }
    } finally {
      watcher.close()
    }
  }

  async #find(file: string, words: readonly string[]): Promise<string | undefined> {
    const text = await readFile(file, 'utf8').catch(() => '')
    let at = this.#readChars
    for (let end = text.indexOf('\n', at); end >= 0; end = text.indexOf('\n', at)) {
      const line = text.slice(at, end)
      at = end + 1
      if (words.every((word) => line.includes(word))) {
        this.#readChars = at
        return line
      }
    }
    return undefined
  }
}

/** Resolves `next` when something changed since the last call. */
function changesOf(watcher: ReturnType<typeof watch>): { readonly next: () => Promise<void> } {
  let isChanged = false
  let wake: () => void = () => undefined
  watcher.on('change', () => {
    isChanged = true
    wake()
  })
  return {
    next: async () => {
      if (!isChanged) await new Promise<void>((resolve) => (wake = resolve))
      isChanged = false
    },
  }
}
