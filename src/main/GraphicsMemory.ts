import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Chromium gives up for good after a few more. */
const TOO_MANY = 3

/**
 * Remembers that the graphics process kept crashing, so that the next start does without the graphics card instead of
 * crashing again; another version tries it anew. Writes at once: Chromium may end the app in the next moment.
 */
export class GraphicsMemory {
  #crashes = 0

  constructor(
    readonly file: string,
    /** Of Grove and Electron. */
    readonly version: string,
  ) {}

  /** Whether to start without. */
  get isOff(): boolean {
    try {
      if (readFileSync(this.file, 'utf8').trim() === this.version) return true
      rmSync(this.file, { force: true })
    } catch {
      // Nothing is remembered, or it cannot be read: then the card is tried.
    }
    return false
  }

  /** The graphics process ended for this reason, in Electron's words. */
  ended(reason: string): void {
    if (reason === 'clean-exit' || reason === 'killed') return
    this.#crashes += 1
    if (this.#crashes < TOO_MANY) return
    try {
      writeFileSync(this.file, `${this.version}\n`)
    } catch {
      // The next start tries the card again: no worse than not remembering.
    }
  }
}
